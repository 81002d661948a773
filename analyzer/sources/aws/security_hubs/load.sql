insert into protective_services (service, account_id, region, resource_id, enabled, effective_from, evidence_file, evidence_row)
select 'Security Hub', record->>'$._account', record->>'$._region', record->>'$.HubArn', 'true', record->>'$.SubscribedAt',
  file, row_number
from raw;
