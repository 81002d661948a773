select
  db_instance_identifier, account_id, engine, env, region, storage_encrypted,
  -- RDS knows one algorithm
  case when storage_encrypted = 'true' then 'AES-256' end, kms_key_id, publicly_accessible, multi_az, backup_retention_period,
  case when cast(backup_retention_period as integer) > 0 then 'true' when cast(backup_retention_period as integer) = 0 then 'false' end,
  deletion_protection, file, row_number
from t
