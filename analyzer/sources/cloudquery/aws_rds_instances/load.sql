insert into data_stores
  (resource_id, account_id, engine, env, region, encrypted, algorithm, kms_key_id, public, multi_az, backup_retention_days,
   pitr, deletion_protection, evidence_file, evidence_row)
with listed as (
  select
    record->>'$.account_id' as account_id, record->>'$.region' as region, record->>'$.arn' as arn,
    record->>'$.db_instance_identifier' as db_instance_identifier, record->>'$.engine' as engine,
    record->>'$.storage_encrypted' as storage_encrypted, record->>'$.kms_key_id' as kms_key_id,
    record->>'$.publicly_accessible' as publicly_accessible, record->>'$.multi_az' as multi_az,
    record->>'$.backup_retention_period' as backup_retention_period,
    record->>'$.deletion_protection' as deletion_protection,
    case json_type(record, '$.tags') when 'VARCHAR' then try_cast(record->>'$.tags' as json) when 'NULL' then null else record->'$.tags' end as tags,
    record->>'$.dbi_resource_id' as dbi_resource_id, file, row_number
-- include last_synchronisation.sql
),
-- include environment.sql
select
  db_instance_identifier, account_id, engine, env, region, storage_encrypted,
  -- RDS knows one algorithm
  case when storage_encrypted = 'true' then 'AES-256' end, kms_key_id, publicly_accessible, multi_az, backup_retention_period,
  case when cast(backup_retention_period as integer) > 0 then 'true' when cast(backup_retention_period as integer) = 0 then 'false' end,
  deletion_protection, file, row_number
from t;
