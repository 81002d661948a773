insert into app_accounts
  (system, tenant, account_id, email, account_type, role, is_privileged, status, mfa_enabled, evidence_file, evidence_row)
with t as (
  select
    nullif(organization, '') as organization, nullif(login, '') as login, nullif(email, '') as email,
    nullif(role, '') as role, nullif(has_two_factor_enabled, '') as has_two_factor_enabled,
    nullif(created_at, '') as created_at, file, row_number
  from raw
)
-- include github_organization_member_app_accounts.sql
;
