insert into idp_factors
  (user_id, factor_id, factor_type, status, enrolled_at, evidence_file, evidence_row)
with t as (
  select
    record->>'$.id' as id, record->>'$.user_id' as user_id, record->>'$.user_name' as user_name,
    record->>'$.factor_type' as factor_type, record->>'$.created' as created, record->>'$.last_updated' as last_updated,
    record->>'$.provider' as provider, record->>'$.status' as status,
    case json_type(record, '$.profile') when 'VARCHAR' then try_cast(record->>'$.profile' as json) when 'NULL' then null else record->'$.profile' end as profile,
    file, row_number
  from raw
)
-- include okta_factor_idp_factors.sql
;
