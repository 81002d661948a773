with t as (
  select
    record->>'$.user' as "user", record->>'$.arn' as arn, record->>'$.user_creation_time' as user_creation_time,
    record->>'$.password_enabled' as password_enabled, record->>'$.password_last_used' as password_last_used,
    record->>'$.mfa_active' as mfa_active, record->>'$.access_key1_active' as access_key1_active,
    record->>'$.access_key_1_last_rotated' as access_key_1_last_rotated,
    record->>'$.access_key_1_last_used_date' as access_key_1_last_used_date,
    record->>'$.access_key2_active' as access_key2_active,
    record->>'$.access_key_2_last_rotated' as access_key_2_last_rotated,
    record->>'$.access_key_2_last_used_date' as access_key_2_last_used_date, file, row_number
