insert into data_stores
  (resource_id, account_id, engine, region, encrypted, algorithm, kms_key_id, public, multi_az, pitr, deletion_protection,
   evidence_file, evidence_row)
select
  record->>'$.TableName', record->>'$._account', 'dynamodb', record->>'$._region',
  -- DynamoDB encrypts every table, with a key of its own where none is named, and keeps each in three zones
  'true', 'AES-256', record->>'$.SSEDescription.KMSMasterKeyArn', 'false', 'true',
  case record->>'$.ContinuousBackupsDescription.PointInTimeRecoveryDescription.PointInTimeRecoveryStatus'
    when 'ENABLED' then 'true' when 'DISABLED' then 'false' end,
  record->>'$.DeletionProtectionEnabled', file, row_number
from raw;
