insert into backups
  (job_id, resource_id, started_at, completed_at, status, size, region, account_id, kind, evidence_file, evidence_row)
with t as (
  select
    record->>'$.job_id' as job_id, record->>'$.recovery_point_arn' as recovery_point_arn,
    record->>'$.backup_vault_arn' as backup_vault_arn, record->>'$.resource_type' as resource_type,
    record->>'$.resource_arn' as resource_arn, record->>'$.status' as status, record->>'$.backup_size' as backup_size,
    record->>'$.backup_type' as backup_type, record->>'$.completion_date' as completion_date,
    record->>'$.creation_date' as creation_date, record->>'$.region' as region, record->>'$.account_id' as account_id,
    file, row_number
  from raw
)
-- include aws_backup_job_backups.sql
;
