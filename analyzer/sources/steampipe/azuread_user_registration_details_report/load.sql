insert into idp_factors
  (user_id, factor_id, factor_type, status, evidence_file, evidence_row)
with t as (
  select
    record->>'$.id' as id, record->>'$.user_principal_name' as user_principal_name, record->>'$.is_admin' as is_admin,
    record->>'$.is_mfa_registered' as is_mfa_registered,
    case json_type(record, '$.methods_registered') when 'VARCHAR' then try_cast(record->>'$.methods_registered' as json) when 'NULL' then null else record->'$.methods_registered' end as methods_registered,
    file, row_number
  from raw
)
-- include azuread_user_registration_details_report_idp_factors.sql
;
