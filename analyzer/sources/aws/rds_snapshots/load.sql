insert into backups
  (job_id, resource_id, started_at, completed_at, status, encrypted, kms_key_id, region, account_id, kind, evidence_file,
   evidence_row)
select
  record->>'$.DBSnapshotIdentifier', record->>'$.DBInstanceIdentifier', record->>'$.SnapshotCreateTime',
  case when (record->>'$.Status') = 'available' then record->>'$.SnapshotCreateTime' end,
  case record->>'$.Status' when 'available' then 'COMPLETED' when 'failed' then 'FAILED' else record->>'$.Status' end,
  record->>'$.Encrypted', record->>'$.KmsKeyId', regexp_extract(record->>'$.DBSnapshotArn', 'arn:[^:]*:rds:([^:]*):', 1),
  regexp_extract(record->>'$.DBSnapshotArn', 'arn:[^:]*:rds:[^:]*:([0-9]+):', 1), (record->>'$.SnapshotType') || ' snapshot',
  file, row_number
from raw
-- those that AWS Backup makes are told by its jobs
where (record->>'$.SnapshotType') <> 'awsbackup';
