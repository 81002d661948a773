insert into log_sources
  (source, account_id, event_types, destination, status, enabled_from, immutable, last_seen_at, notes, evidence_file,
   evidence_row)
with t as (
  select
    record->>'$.name' as name, record->>'$.arn' as arn, record->>'$.home_region' as home_region,
    record->>'$.is_multi_region_trail' as is_multi_region_trail,
    record->>'$.log_file_validation_enabled' as log_file_validation_enabled, record->>'$.is_logging' as is_logging,
    record->>'$.include_global_service_events' as include_global_service_events,
    record->>'$.s3_bucket_name' as s3_bucket_name, record->>'$.latest_delivery_time' as latest_delivery_time,
    record->>'$.start_logging_time' as start_logging_time, record->>'$.region' as region,
    record->>'$.account_id' as account_id, file, row_number
  from raw
)
-- include aws_cloudtrail_trail_log_sources.sql
;
