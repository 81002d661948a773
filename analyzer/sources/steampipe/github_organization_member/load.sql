insert into app_accounts
  (system, tenant, account_id, email, account_type, role, is_privileged, status, mfa_enabled, evidence_file, evidence_row)
with t as (
  select
    record->>'$.organization' as organization, record->>'$.login' as login, record->>'$.email' as email,
    record->>'$.role' as role, record->>'$.has_two_factor_enabled' as has_two_factor_enabled,
    record->>'$.created_at' as created_at, file, row_number
  from raw
)
-- include github_organization_member_app_accounts.sql
;
