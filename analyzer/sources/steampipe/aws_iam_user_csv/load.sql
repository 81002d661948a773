insert into app_accounts
  (system, tenant, account_id, email, account_type, is_privileged, status, created_at, last_login_at, mfa_enabled,
   auth_via_sso, evidence_file, evidence_row)
with t as (
  select
    nullif(name, '') as name, nullif(user_id, '') as user_id, nullif(arn, '') as arn,
    nullif(create_date, '') as create_date, nullif(password_last_used, '') as password_last_used,
    nullif(mfa_enabled, '') as mfa_enabled, try_cast(nullif(login_profile, '') as json) as login_profile,
    try_cast(nullif(mfa_devices, '') as json) as mfa_devices, try_cast(nullif(groups, '') as json) as groups,
    try_cast(nullif(inline_policies, '') as json) as inline_policies,
    try_cast(nullif(attached_policy_arns, '') as json) as attached_policy_arns, nullif(account_id, '') as account_id,
    file, row_number
  from raw
)
-- include aws_iam_user_app_accounts.sql
;

insert into idp_users
  (user_id, email, name, status, created_at, last_login_at, is_admin, account_type, directory, evidence_file, evidence_row)
with t as (
  select
    nullif(name, '') as name, nullif(user_id, '') as user_id, nullif(arn, '') as arn,
    nullif(create_date, '') as create_date, nullif(password_last_used, '') as password_last_used,
    nullif(mfa_enabled, '') as mfa_enabled, try_cast(nullif(login_profile, '') as json) as login_profile,
    try_cast(nullif(mfa_devices, '') as json) as mfa_devices, try_cast(nullif(groups, '') as json) as groups,
    try_cast(nullif(inline_policies, '') as json) as inline_policies,
    try_cast(nullif(attached_policy_arns, '') as json) as attached_policy_arns, nullif(account_id, '') as account_id,
    file, row_number
  from raw
)
-- include aws_iam_user_idp_users.sql
;

insert into idp_factors
  (user_id, factor_id, factor_type, status, enrolled_at, evidence_file, evidence_row)
with t as (
  select
    nullif(name, '') as name, nullif(user_id, '') as user_id, nullif(arn, '') as arn,
    nullif(create_date, '') as create_date, nullif(password_last_used, '') as password_last_used,
    nullif(mfa_enabled, '') as mfa_enabled, try_cast(nullif(login_profile, '') as json) as login_profile,
    try_cast(nullif(mfa_devices, '') as json) as mfa_devices, try_cast(nullif(groups, '') as json) as groups,
    try_cast(nullif(inline_policies, '') as json) as inline_policies,
    try_cast(nullif(attached_policy_arns, '') as json) as attached_policy_arns, nullif(account_id, '') as account_id,
    file, row_number
  from raw
)
-- include aws_iam_user_idp_factors.sql
;
