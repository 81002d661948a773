select
  id, account_id, key_manager, customer_master_key_spec, origin, key_state, key_rotation_enabled, creation_date,
  coalesce(aliases->>'$[0].AliasName', aliases->>'$[0]'), region,
  case
    when key_manager = 'AWS' then 'Amazon rotates it itself, every year'
    when coalesce(customer_master_key_spec, 'SYMMETRIC_DEFAULT') <> 'SYMMETRIC_DEFAULT' then 'keys of this kind cannot rotate automatically'
    when origin = 'EXTERNAL' then 'imported key material cannot rotate automatically'
    when origin in ('AWS_CLOUDHSM', 'EXTERNAL_KEY_STORE') then 'keys of a custom key store cannot rotate automatically'
    when key_state <> 'Enabled' then 'a key that is not enabled does not rotate'
  end,
  file, row_number
from t
