insert into protective_services
  (service, account_id, region, resource_id, enabled, effective_from, evidence_file, evidence_row)
with t as (
  select
    nullif(detector_id, '') as detector_id, nullif(arn, '') as arn, nullif(status, '') as status,
    nullif(created_at, '') as created_at, nullif(finding_publishing_frequency, '') as finding_publishing_frequency,
    nullif(region, '') as region, nullif(account_id, '') as account_id, file, row_number
  from raw
)
-- include aws_guardduty_detector_protective_services.sql
;
