insert into backups
  (job_id, resource_id, started_at, completed_at, status, size, region, account_id, kind, evidence_file, evidence_row)
with t as (
  select
    record->>'$.account_id' as account_id, record->>'$.region' as region, record->>'$.backup_job_id' as backup_job_id,
    record->>'$.backup_size_in_bytes' as backup_size_in_bytes, record->>'$.backup_type' as backup_type,
    record->>'$.completion_date' as completion_date, record->>'$.creation_date' as creation_date,
    record->>'$.resource_arn' as resource_arn, record->>'$.state' as state, file, row_number
-- include last_synchronisation.sql
)
select
  backup_job_id, resource_arn, creation_date, completion_date, state, backup_size_in_bytes, region, account_id,
  coalesce(nullif(backup_type, ''), 'backup'), file, row_number
from t;
