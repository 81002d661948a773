insert into log_sources
  (source, source_id, account_id, destination, status, enabled_from, retention_days, notes, evidence_file, evidence_row)
select
  record->>'$.logGroupName', record->>'$.arn',
  coalesce(record->>'$._account', regexp_extract(record->>'$.arn', 'arn:[^:]*:logs:[^:]*:([0-9]+):', 1)),
  'CloudWatch Logs ' || coalesce(record->>'$._region', regexp_extract(record->>'$.arn', 'arn:[^:]*:logs:([^:]*):', 1)), 'enabled',
  cast(to_timestamp(cast(record->>'$.creationTime' as bigint) / 1000) as varchar),
  -- a group without a retention keeps its events for ever; a hundred years stand for that
  coalesce(record->>'$.retentionInDays', '36500'),
  case when (record->>'$.retentionInDays') is null then 'events never expire' end, file, row_number
from raw;
