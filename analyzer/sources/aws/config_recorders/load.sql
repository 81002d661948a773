insert into protective_services
  (service, account_id, region, resource_id, enabled, mode, effective_from, evidence_file, evidence_row)
select 'AWS Config', record->>'$._account', record->>'$._region', record->>'$.name',
  coalesce(record->>'$.Status.recording', 'false'),
  case when (record->>'$.recordingGroup.allSupported') = 'true' then 'all resources' else 'some resources' end,
  record->>'$.Status.lastStartTime', file, row_number
from raw;
