insert into protective_services
  (service, account_id, region, resource_id, enabled, effective_from, evidence_file, evidence_row)
with t as (
  select
    record->>'$.request_account_id' as request_account_id, record->>'$.request_region' as request_region,
    record->>'$.arn' as arn, record->>'$.id' as id, record->>'$.status' as status, record->>'$.created_at' as created_at,
    record->>'$.finding_publishing_frequency' as finding_publishing_frequency, file, row_number
-- include last_synchronisation.sql
)
select
  'GuardDuty', request_account_id, request_region, id, case status when 'ENABLED' then 'true' when 'DISABLED' then 'false' end, created_at,
  file, row_number
from t;
