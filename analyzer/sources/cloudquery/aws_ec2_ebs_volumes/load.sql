insert into data_stores
  (resource_id, account_id, engine, env, region, encrypted, algorithm, kms_key_id, public, evidence_file, evidence_row)
with listed as (
  select
    record->>'$.account_id' as account_id, record->>'$.region' as region, record->>'$.arn' as arn,
    record->>'$.volume_id' as volume_id, record->>'$.volume_type' as volume_type, record->>'$.encrypted' as encrypted,
    record->>'$.kms_key_id' as kms_key_id, record->>'$.state' as state,
    record->>'$.multi_attach_enabled' as multi_attach_enabled,
    case json_type(record, '$.tags') when 'VARCHAR' then try_cast(record->>'$.tags' as json) when 'NULL' then null else record->'$.tags' end as tags,
    file, row_number
-- include last_synchronisation.sql
),
-- include environment.sql
select
  volume_id, account_id, 'ebs', env, region, encrypted, case when encrypted = 'true' then 'AES-256' end, kms_key_id, 'false', file,
  row_number
from t;
