insert into log_sources
  (source, account_id, event_types, destination, status, enabled_from, immutable, last_seen_at, notes, evidence_file,
   evidence_row)
with t as (
  select
    nullif(name, '') as name, nullif(arn, '') as arn, nullif(home_region, '') as home_region,
    nullif(is_multi_region_trail, '') as is_multi_region_trail,
    nullif(log_file_validation_enabled, '') as log_file_validation_enabled, nullif(is_logging, '') as is_logging,
    nullif(include_global_service_events, '') as include_global_service_events,
    nullif(s3_bucket_name, '') as s3_bucket_name, nullif(latest_delivery_time, '') as latest_delivery_time,
    nullif(start_logging_time, '') as start_logging_time, nullif(region, '') as region,
    nullif(account_id, '') as account_id, file, row_number
  from raw
)
-- include aws_cloudtrail_trail_log_sources.sql
;
