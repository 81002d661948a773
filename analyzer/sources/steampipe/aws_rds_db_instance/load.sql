insert into data_stores
  (resource_id, account_id, engine, env, region, encrypted, algorithm, kms_key_id, public, multi_az, backup_retention_days,
   pitr, deletion_protection, evidence_file, evidence_row)
with listed as (
  select
    record->>'$.db_instance_identifier' as db_instance_identifier, record->>'$.arn' as arn,
    record->>'$.engine' as engine, record->>'$.engine_version' as engine_version,
    record->>'$.storage_encrypted' as storage_encrypted, record->>'$.kms_key_id' as kms_key_id,
    record->>'$.publicly_accessible' as publicly_accessible, record->>'$.multi_az' as multi_az,
    record->>'$.backup_retention_period' as backup_retention_period,
    record->>'$.deletion_protection' as deletion_protection,
    case json_type(record, '$.tags') when 'VARCHAR' then try_cast(record->>'$.tags' as json) when 'NULL' then null else record->'$.tags' end as tags,
    record->>'$.region' as region, record->>'$.account_id' as account_id, file, row_number
  from raw
),
-- include environment.sql
-- include aws_rds_db_instance_data_stores.sql
;
