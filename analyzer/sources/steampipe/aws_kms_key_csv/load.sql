insert into kms_keys
  (key_id, account_id, manager, key_spec, origin, state, rotation_enabled, created_at, label, region, notes, evidence_file,
   evidence_row)
with t as (
  select
    nullif(id, '') as id, nullif(arn, '') as arn, nullif(key_manager, '') as key_manager,
    nullif(creation_date, '') as creation_date, nullif(enabled, '') as enabled,
    nullif(customer_master_key_spec, '') as customer_master_key_spec, nullif(key_state, '') as key_state,
    nullif(origin, '') as origin, try_cast(nullif(aliases, '') as json) as aliases,
    nullif(key_rotation_enabled, '') as key_rotation_enabled, nullif(region, '') as region,
    nullif(account_id, '') as account_id, file, row_number
  from raw
)
-- include aws_kms_key_kms_keys.sql
;
