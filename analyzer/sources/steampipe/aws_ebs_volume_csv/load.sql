insert into data_stores
  (resource_id, account_id, engine, env, region, encrypted, algorithm, kms_key_id, public, evidence_file, evidence_row)
with listed as (
  select
    nullif(volume_id, '') as volume_id, nullif(arn, '') as arn, nullif(volume_type, '') as volume_type,
    nullif(state, '') as state, nullif(availability_zone, '') as availability_zone, nullif(encrypted, '') as encrypted,
    nullif(kms_key_id, '') as kms_key_id, try_cast(nullif(tags, '') as json) as tags, nullif(region, '') as region,
    nullif(account_id, '') as account_id, file, row_number
  from raw
),
-- include environment.sql
-- include aws_ebs_volume_data_stores.sql
;
