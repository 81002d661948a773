insert into kms_keys
  (key_id, account_id, manager, key_spec, origin, state, rotation_enabled, created_at, label, region, notes, evidence_file,
   evidence_row)
with t as (
  select
    record->>'$.account_id' as account_id, record->>'$.region' as region, record->>'$.arn' as arn,
    record->>'$.key_id' as key_id, record->>'$.rotation_enabled' as rotation_enabled,
    record->>'$.creation_date' as creation_date, record->>'$.key_manager' as key_manager,
    record->>'$.key_spec' as key_spec, record->>'$.key_state' as key_state, record->>'$.origin' as origin,
    record->>'$.description' as description, file, row_number
-- include last_synchronisation.sql
)
select
  key_id, account_id, key_manager, key_spec, origin, key_state, rotation_enabled, creation_date, description, region,
  case
    when key_manager = 'AWS' then 'Amazon rotates it itself, every year'
    when coalesce(key_spec, 'SYMMETRIC_DEFAULT') <> 'SYMMETRIC_DEFAULT' then 'keys of this kind cannot rotate automatically'
    when origin = 'EXTERNAL' then 'imported key material cannot rotate automatically'
    when origin in ('AWS_CLOUDHSM', 'EXTERNAL_KEY_STORE') then 'keys of a custom key store cannot rotate automatically'
    when key_state <> 'Enabled' then 'a key that is not enabled does not rotate'
  end,
  file, row_number
from t;
