insert into kms_keys
  (key_id, account_id, manager, key_spec, origin, state, rotation_enabled, rotation_period_days, last_rotated_at, created_at,
   label, region, notes, evidence_file, evidence_row)
with rotations as (
  select file, row_number, max(rotation->>'$.RotationDate') as last_rotated_at
  from (
    select file, row_number, unnest(cast(record->'$.Rotations' as json[])) as rotation
    from raw where json_type(record, '$.Rotations') = 'ARRAY'
  ) as listed
  group by file, row_number
)
select
  k.record->>'$.KeyMetadata.KeyId',
  k.record->>'$.KeyMetadata.AWSAccountId',
  k.record->>'$.KeyMetadata.KeyManager',
  coalesce(k.record->>'$.KeyMetadata.KeySpec', k.record->>'$.KeyMetadata.CustomerMasterKeySpec'),
  k.record->>'$.KeyMetadata.Origin',
  k.record->>'$.KeyMetadata.KeyState',
  k.record->>'$.KeyRotationEnabled',
  k.record->>'$.RotationPeriodInDays',
  coalesce(r.last_rotated_at, k.record->>'$.LastRotationDate'),
  k.record->>'$.KeyMetadata.CreationDate',
  k.record->>'$.Aliases[0]',
  coalesce(k.record->>'$._region', nullif(regexp_extract(k.record->>'$.KeyMetadata.Arn', 'arn:[^:]*:kms:([^:]*):', 1), '')),
  case
    when (k.record->>'$.KeyMetadata.KeyManager') = 'AWS' then 'Amazon rotates it itself, every year'
    when coalesce(k.record->>'$.KeyMetadata.KeySpec', 'SYMMETRIC_DEFAULT') <> 'SYMMETRIC_DEFAULT'
      then 'keys of this kind cannot rotate automatically'
    when (k.record->>'$.KeyMetadata.Origin') = 'EXTERNAL' then 'imported key material cannot rotate automatically'
    when (k.record->>'$.KeyMetadata.Origin') in ('AWS_CLOUDHSM', 'EXTERNAL_KEY_STORE')
      then 'keys of a custom key store cannot rotate automatically'
    when (k.record->>'$.KeyMetadata.KeyState') <> 'Enabled' then 'a key that is not enabled does not rotate'
  end,
  k.file, k.row_number
from raw as k
left join rotations as r on r.row_number = k.row_number;
