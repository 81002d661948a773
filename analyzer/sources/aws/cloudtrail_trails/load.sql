insert into log_sources
  (source, account_id, event_types, destination, status, enabled_from, immutable, last_seen_at, notes, evidence_file, evidence_row)
select
  'CloudTrail ' || (record->>'$.Name'), record->>'$._account',
  case when (record->>'$.IncludeGlobalServiceEvents') = 'true' then 'API calls, sign-ins' else 'API calls' end,
  's3://' || (record->>'$.S3BucketName'),
  case when (record->>'$.Status.IsLogging') = 'true' then 'enabled' else 'disabled' end,
  record->>'$.Status.StartLoggingTime', record->>'$.LogFileValidationEnabled', record->>'$.Status.LatestDeliveryTime',
  case when (record->>'$.IsMultiRegionTrail') = 'true' then 'every region'
    else 'region ' || (record->>'$.HomeRegion') || ' only' end,
  file, row_number
from raw;
