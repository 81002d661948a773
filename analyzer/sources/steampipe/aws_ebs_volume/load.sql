insert into data_stores
  (resource_id, account_id, engine, env, region, encrypted, algorithm, kms_key_id, public, evidence_file, evidence_row)
with listed as (
  select
    record->>'$.volume_id' as volume_id, record->>'$.arn' as arn, record->>'$.volume_type' as volume_type,
    record->>'$.state' as state, record->>'$.availability_zone' as availability_zone,
    record->>'$.encrypted' as encrypted, record->>'$.kms_key_id' as kms_key_id,
    case json_type(record, '$.tags') when 'VARCHAR' then try_cast(record->>'$.tags' as json) when 'NULL' then null else record->'$.tags' end as tags,
    record->>'$.region' as region, record->>'$.account_id' as account_id, file, row_number
  from raw
),
-- include environment.sql
-- include aws_ebs_volume_data_stores.sql
;
