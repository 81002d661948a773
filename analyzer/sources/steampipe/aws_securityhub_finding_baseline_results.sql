-- what the scanner did not judge, and what is archived, says nothing of the state
select
  coalesce(resources->>'$[0].Id', source_account_id), coalesce(product_name, 'Security Hub'), 'true',
  coalesce(compliance->>'$.SecurityControlId', generator_id) || coalesce(': ' || title, ''),
  case when workflow_status = 'SUPPRESSED' then 'suppressed' else lower(compliance_status) end, updated_at,
  'as ' || coalesce(product_name, 'Security Hub') || ' found it; severity ' || coalesce(lower(severity->>'$.Label'), 'not told'), file, row_number
from t
where record_state = 'ACTIVE' and compliance_status is not null
