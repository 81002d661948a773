insert into data_stores
  (resource_id, account_id, engine, env, region, encrypted, algorithm, kms_key_id, public, multi_az, backup_retention_days,
   pitr, deletion_protection, data_class, contains_customer_data, owner, evidence_file, evidence_row)
with tagged as (
  -- include tagged.sql
)
select
  r.record->>'$.DBClusterIdentifier', regexp_extract(r.record->>'$.DBClusterArn', 'arn:[^:]*:rds:[^:]*:([0-9]+):', 1),
  r.record->>'$.Engine', t.env,
  regexp_extract(r.record->>'$.DBClusterArn', 'arn:[^:]*:rds:([^:]*):', 1),
  r.record->>'$.StorageEncrypted', case when (r.record->>'$.StorageEncrypted') = 'true' then 'AES-256' end, r.record->>'$.KmsKeyId',
  r.record->>'$.PubliclyAccessible',
  -- Aurora keeps its data in three zones; its cluster fails over only where it has a second member in another one
  case when json_array_length(r.record->'$.DBClusterMembers') > 1 then r.record->>'$.MultiAZ'
    else coalesce(nullif(r.record->>'$.MultiAZ', 'true'), 'false') end,
  r.record->>'$.BackupRetentionPeriod', case when (r.record->>'$.LatestRestorableTime') is not null then 'true' end,
  r.record->>'$.DeletionProtection', t.data_class,
  t.contains_customer_data, t.owner, r.file, r.row_number
from raw as r
left join tagged as t on t.row_number = r.row_number;
