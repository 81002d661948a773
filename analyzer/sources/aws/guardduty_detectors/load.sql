insert into protective_services (service, account_id, region, resource_id, enabled, effective_from, evidence_file, evidence_row)
select 'GuardDuty', record->>'$._account', record->>'$._region', record->>'$.DetectorId',
  case when (record->>'$.Status') = 'ENABLED' then 'true' else 'false' end, record->>'$.CreatedAt', file, row_number
from raw;
