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
