with t as (
  select
    record->>'$.user_name' as user_name, record->>'$.user_arn' as user_arn,
    record->>'$.user_creation_time' as user_creation_time, record->>'$.access_key_1_active' as access_key_1_active,
    record->>'$.access_key_1_last_rotated' as access_key_1_last_rotated,
    record->>'$.access_key_1_last_used_date' as access_key_1_last_used_date,
    record->>'$.access_key_2_active' as access_key_2_active,
    record->>'$.access_key_2_last_rotated' as access_key_2_last_rotated,
    record->>'$.access_key_2_last_used_date' as access_key_2_last_used_date, record->>'$.mfa_active' as mfa_active,
    record->>'$.password_enabled' as password_enabled, record->>'$.password_last_used' as password_last_used,
    record->>'$.account_id' as account_id, file, row_number
  from raw
)
