insert into backups
  (job_id, resource_id, started_at, completed_at, status, size, region, account_id, kind, evidence_file, evidence_row)
with t as (
  select
    nullif(job_id, '') as job_id, nullif(recovery_point_arn, '') as recovery_point_arn,
    nullif(backup_vault_arn, '') as backup_vault_arn, nullif(resource_type, '') as resource_type,
    nullif(resource_arn, '') as resource_arn, nullif(status, '') as status, nullif(backup_size, '') as backup_size,
    nullif(backup_type, '') as backup_type, nullif(completion_date, '') as completion_date,
    nullif(creation_date, '') as creation_date, nullif(region, '') as region, nullif(account_id, '') as account_id,
    file, row_number
  from raw
)
-- include aws_backup_job_backups.sql
;
