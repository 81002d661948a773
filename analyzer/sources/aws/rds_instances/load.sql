insert into data_stores
  (resource_id, account_id, engine, env, region, encrypted, algorithm, kms_key_id, public, multi_az, backup_retention_days,
   pitr, deletion_protection, contains_customer_data, evidence_file, evidence_row)
with tagged as (
  -- include tagged.sql
)
select
  d.record->>'$.DBInstanceIdentifier',
  nullif(regexp_extract(d.record->>'$.DBInstanceArn', 'arn:[^:]*:rds:[^:]*:([0-9]+):', 1), ''),
  d.record->>'$.Engine',
  t.env,
  coalesce(
    nullif(regexp_extract(d.record->>'$.DBInstanceArn', 'arn:[^:]*:rds:([^:]*):', 1), ''),
    regexp_replace(d.record->>'$.AvailabilityZone', '[a-z]$', '')
  ),
  d.record->>'$.StorageEncrypted',
  -- RDS knows one algorithm
  case when (d.record->>'$.StorageEncrypted') = 'true' then 'AES-256' end,
  d.record->>'$.KmsKeyId',
  d.record->>'$.PubliclyAccessible',
  d.record->>'$.MultiAZ',
  d.record->>'$.BackupRetentionPeriod',
  case
    when cast(d.record->>'$.BackupRetentionPeriod' as integer) > 0 then 'true'
    when cast(d.record->>'$.BackupRetentionPeriod' as integer) = 0 then 'false'
  end,
  d.record->>'$.DeletionProtection',
  t.contains_customer_data,
  d.file, d.row_number
from raw as d
left join tagged as t on t.row_number = d.row_number;
