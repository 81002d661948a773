insert into kms_keys
  (key_id, account_id, manager, key_spec, origin, state, rotation_enabled, created_at, label, region, notes, evidence_file,
   evidence_row)
with t as (
  select
    record->>'$.id' as id, record->>'$.arn' as arn, record->>'$.key_manager' as key_manager,
    record->>'$.creation_date' as creation_date, record->>'$.enabled' as enabled,
    record->>'$.customer_master_key_spec' as customer_master_key_spec, record->>'$.key_state' as key_state,
    record->>'$.origin' as origin,
    case json_type(record, '$.aliases') when 'VARCHAR' then try_cast(record->>'$.aliases' as json) when 'NULL' then null else record->'$.aliases' end as aliases,
    record->>'$.key_rotation_enabled' as key_rotation_enabled, record->>'$.region' as region,
    record->>'$.account_id' as account_id, file, row_number
  from raw
)
-- include aws_kms_key_kms_keys.sql
;
