select
  volume_id, account_id, 'ebs', env, coalesce(region, regexp_replace(availability_zone, '[a-z]$', '')), encrypted,
  case when encrypted = 'true' then 'AES-256' end, kms_key_id, 'false', file, row_number
from t
