insert into protective_services
  (service, account_id, region, resource_id, enabled, effective_from, evidence_file, evidence_row)
with t as (
  select
    record->>'$.detector_id' as detector_id, record->>'$.arn' as arn, record->>'$.status' as status,
    record->>'$.created_at' as created_at, record->>'$.finding_publishing_frequency' as finding_publishing_frequency,
    record->>'$.region' as region, record->>'$.account_id' as account_id, file, row_number
  from raw
)
-- include aws_guardduty_detector_protective_services.sql
;
