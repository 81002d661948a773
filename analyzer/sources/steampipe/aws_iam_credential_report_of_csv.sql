with t as (
  select
    nullif(user_name, '') as user_name, nullif(user_arn, '') as user_arn,
    nullif(user_creation_time, '') as user_creation_time, nullif(access_key_1_active, '') as access_key_1_active,
    nullif(access_key_1_last_rotated, '') as access_key_1_last_rotated,
    nullif(access_key_1_last_used_date, '') as access_key_1_last_used_date,
    nullif(access_key_2_active, '') as access_key_2_active,
    nullif(access_key_2_last_rotated, '') as access_key_2_last_rotated,
    nullif(access_key_2_last_used_date, '') as access_key_2_last_used_date, nullif(mfa_active, '') as mfa_active,
    nullif(password_enabled, '') as password_enabled, nullif(password_last_used, '') as password_last_used,
    nullif(account_id, '') as account_id, file, row_number
  from raw
)
