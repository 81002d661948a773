select
  'AWS', user_name || ' access key 1', user_name, 'access_key', access_key_1_last_rotated, access_key_1_last_rotated,
  access_key_1_last_used_date, file, row_number
from t where access_key_1_active = 'true'
union all
select
  'AWS', user_name || ' access key 2', user_name, 'access_key', access_key_2_last_rotated, access_key_2_last_rotated,
  access_key_2_last_used_date, file, row_number
from t where access_key_2_active = 'true'
