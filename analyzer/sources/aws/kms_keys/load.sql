insert into kms_keys
  (key_id, account_id, manager, key_spec, origin, state, rotation_enabled, rotation_period_days, last_rotated_at, created_at,
   evidence_file, evidence_row)
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
  k.file, k.row_number
from raw as k
left join rotations as r on r.row_number = k.row_number;
