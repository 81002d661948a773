select
  job_id, resource_arn, creation_date, completion_date, status, backup_size, region, account_id, coalesce(nullif(backup_type, ''), 'backup'),
  file, row_number
from t
