-- a trail of every region is listed in each of them
select
  'CloudTrail ' || name, account_id, case when include_global_service_events = 'true' then 'API calls, sign-ins' else 'API calls' end,
  's3://' || s3_bucket_name, case is_logging when 'true' then 'enabled' when 'false' then 'disabled' end, start_logging_time,
  log_file_validation_enabled, latest_delivery_time,
  case when is_multi_region_trail = 'true' then 'every region' else 'region ' || home_region || ' only' end, file, row_number
from t
where region is null or region = home_region
