insert into idp_factors
  (user_id, factor_id, factor_type, status, evidence_file, evidence_row)
with t as (
  select
    nullif(id, '') as id, nullif(user_principal_name, '') as user_principal_name, nullif(is_admin, '') as is_admin,
    nullif(is_mfa_registered, '') as is_mfa_registered,
    try_cast(nullif(methods_registered, '') as json) as methods_registered, file, row_number
  from raw
)
-- include azuread_user_registration_details_report_idp_factors.sql
;
