insert into log_sources
  (source, account_id, event_types, destination, status, enabled_from, immutable, last_seen_at, notes, evidence_file,
   evidence_row)
with t as (
  select
    record->>'$.account_id' as account_id, record->>'$.region' as region, record->>'$.arn' as arn,
    record->>'$.name' as name,
    case json_type(record, '$.status') when 'VARCHAR' then try_cast(record->>'$.status' as json) when 'NULL' then null else record->'$.status' end as status,
    record->>'$.home_region' as home_region, record->>'$.include_global_service_events' as include_global_service_events,
    record->>'$.is_multi_region_trail' as is_multi_region_trail,
    record->>'$.log_file_validation_enabled' as log_file_validation_enabled, record->>'$.s3_bucket_name' as s3_bucket_name,
    file, row_number
-- include last_synchronisation.sql
)
-- a trail of every region is listed in each of them
select
  'CloudTrail ' || name, account_id, case when include_global_service_events = 'true' then 'API calls, sign-ins' else 'API calls' end,
  's3://' || s3_bucket_name, case status->>'$.IsLogging' when 'true' then 'enabled' when 'false' then 'disabled' end,
  status->>'$.StartLoggingTime', log_file_validation_enabled, status->>'$.LatestDeliveryTime',
  case when is_multi_region_trail = 'true' then 'every region' else 'region ' || home_region || ' only' end, file, row_number
from t
where region is null or region = home_region;
