insert into backups
  (job_id, resource_id, started_at, completed_at, status, encrypted, kms_key_id, region, account_id, kind, evidence_file,
   evidence_row)
select
  record->>'$.SnapshotId', record->>'$.VolumeId', record->>'$.StartTime',
  case when (record->>'$.State') = 'completed' then coalesce(record->>'$.CompletionTime', record->>'$.StartTime') end,
  case record->>'$.State' when 'completed' then 'COMPLETED' when 'error' then 'FAILED' else record->>'$.State' end,
  record->>'$.Encrypted', record->>'$.KmsKeyId', record->>'$._region', coalesce(record->>'$.OwnerId', record->>'$._account'),
  'volume snapshot', file, row_number
from raw
-- what stands behind an image of a machine is no backup
where coalesce(record->>'$.Description', '') not ilike 'created by createimage%'
  and coalesce(record->>'$.Description', '') not ilike 'auto-created snapshot for ami%'
  and coalesce(record->>'$.VolumeId', '') <> 'vol-ffffffff'
  and coalesce(record->>'$.Description', '') not ilike '%aws backup%';
