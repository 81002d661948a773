insert into baseline_results
  (asset, benchmark, scanner_check, rule, result, checked_at, notes, evidence_file, evidence_row)
with t as (
  select
    record->>'$.id' as id, record->>'$.arn' as arn, record->>'$.company_name' as company_name,
    record->>'$.created_at' as created_at, record->>'$.compliance_status' as compliance_status,
    record->>'$.updated_at' as updated_at, record->>'$.generator_id' as generator_id,
    record->>'$.product_name' as product_name, record->>'$.record_state' as record_state,
    record->>'$.workflow_status' as workflow_status,
    case json_type(record, '$.compliance') when 'VARCHAR' then try_cast(record->>'$.compliance' as json) when 'NULL' then null else record->'$.compliance' end as compliance,
    case json_type(record, '$.resources') when 'VARCHAR' then try_cast(record->>'$.resources' as json) when 'NULL' then null else record->'$.resources' end as resources,
    case json_type(record, '$.severity') when 'VARCHAR' then try_cast(record->>'$.severity' as json) when 'NULL' then null else record->'$.severity' end as severity,
    record->>'$.title' as title, record->>'$.source_account_id' as source_account_id, file, row_number
  from raw
)
-- include aws_securityhub_finding_baseline_results.sql
;
