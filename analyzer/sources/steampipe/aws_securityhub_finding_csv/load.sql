insert into baseline_results
  (asset, benchmark, scanner_check, rule, result, checked_at, notes, evidence_file, evidence_row)
with t as (
  select
    nullif(id, '') as id, nullif(arn, '') as arn, nullif(company_name, '') as company_name,
    nullif(created_at, '') as created_at, nullif(compliance_status, '') as compliance_status,
    nullif(updated_at, '') as updated_at, nullif(generator_id, '') as generator_id,
    nullif(product_name, '') as product_name, nullif(record_state, '') as record_state,
    nullif(workflow_status, '') as workflow_status, try_cast(nullif(compliance, '') as json) as compliance,
    try_cast(nullif(resources, '') as json) as resources, try_cast(nullif(severity, '') as json) as severity,
    nullif(title, '') as title, nullif(source_account_id, '') as source_account_id, file, row_number
  from raw
)
-- include aws_securityhub_finding_baseline_results.sql
;
