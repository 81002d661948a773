insert into baseline_results
  (asset, benchmark, scanner_check, rule, result, checked_at, notes, evidence_file, evidence_row)
with t as (
  select
    record->>'$.aws_account_id' as aws_account_id, record->>'$.generator_id' as generator_id, record->>'$.id' as id,
    record->>'$.product_name' as product_name,
    case json_type(record, '$.resources') when 'VARCHAR' then try_cast(record->>'$.resources' as json) when 'NULL' then null else record->'$.resources' end as resources,
    record->>'$.title' as title, record->>'$.updated_at' as updated_at,
    case json_type(record, '$.compliance') when 'VARCHAR' then try_cast(record->>'$.compliance' as json) when 'NULL' then null else record->'$.compliance' end as compliance,
    record->>'$.record_state' as record_state,
    case json_type(record, '$.severity') when 'VARCHAR' then try_cast(record->>'$.severity' as json) when 'NULL' then null else record->'$.severity' end as severity,
    case json_type(record, '$.workflow') when 'VARCHAR' then try_cast(record->>'$.workflow' as json) when 'NULL' then null else record->'$.workflow' end as workflow,
    file, row_number
-- include last_synchronisation.sql
)
-- what the scanner did not judge, and what is archived, says nothing of the state
select
  coalesce(resources->>'$[0].Id', aws_account_id), coalesce(product_name, 'Security Hub'), 'true',
  coalesce(compliance->>'$.SecurityControlId', generator_id) || coalesce(': ' || title, ''),
  case when (workflow->>'$.Status') = 'SUPPRESSED' then 'suppressed' else lower(compliance->>'$.Status') end, updated_at,
  'as ' || coalesce(product_name, 'Security Hub') || ' found it; severity ' || coalesce(lower(severity->>'$.Label'), 'not told'), file, row_number
from t
where record_state = 'ACTIVE' and (compliance->>'$.Status') is not null;
