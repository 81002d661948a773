insert into data_stores
  (resource_id, account_id, engine, env, region, encrypted, algorithm, kms_key_id, public, multi_az, backup_retention_days,
   pitr, deletion_protection, evidence_file, evidence_row)
with listed as (
  select
    nullif(db_instance_identifier, '') as db_instance_identifier, nullif(arn, '') as arn, nullif(engine, '') as engine,
    nullif(engine_version, '') as engine_version, nullif(storage_encrypted, '') as storage_encrypted,
    nullif(kms_key_id, '') as kms_key_id, nullif(publicly_accessible, '') as publicly_accessible,
    nullif(multi_az, '') as multi_az, nullif(backup_retention_period, '') as backup_retention_period,
    nullif(deletion_protection, '') as deletion_protection, try_cast(nullif(tags, '') as json) as tags,
    nullif(region, '') as region, nullif(account_id, '') as account_id, file, row_number
  from raw
),
-- include environment.sql
-- include aws_rds_db_instance_data_stores.sql
;
