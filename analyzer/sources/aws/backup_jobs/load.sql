insert into backups
  (job_id, resource_id, started_at, completed_at, status, size, encrypted, kms_key_id, region, account_id, expires_at, locked, kind,
   point_id, evidence_file, evidence_row)
select
  record->>'$.BackupJobId', record->>'$.ResourceArn',
  record->>'$.CreationDate', record->>'$.CompletionDate', record->>'$.State', record->>'$.BackupSizeInBytes',
  record->>'$.IsEncrypted',
  record->>'$.EncryptionKeyArn',
  coalesce(record->>'$._region', regexp_extract(record->>'$.BackupVaultArn', 'arn:[^:]*:backup:([^:]*):', 1)),
  record->>'$.AccountId',
  case
    when (record->>'$.RecoveryPointLifecycle.DeleteAfterDays') is not null and (record->>'$.CompletionDate') is not null
      then cast(cast(record->>'$.CompletionDate' as timestamptz)
        + cast(record->>'$.RecoveryPointLifecycle.DeleteAfterDays' as integer) * interval 1 day as varchar)
  end,
  case record->>'$.VaultLockState' when 'LOCKED' then 'true' end, coalesce(record->>'$.BackupType', 'backup'),
  record->>'$.RecoveryPointArn', file, row_number
from raw;
