insert into data_stores
  (resource_id, account_id, engine, env, region, encrypted, algorithm, kms_key_id, public, evidence_file, evidence_row)
with t as (
  select *,
    case
      when lower(e) in ('prod', 'prd') then 'production' when lower(e) = 'dev' then 'development' else lower(e)
    end as env
  from (
    select *, coalesce(tags->>'$.Environment', tags->>'$.environment', tags->>'$.Env', tags->>'$.env', tags->>'$.Stage', tags->>'$.stage') as e
    from (
      select
        record->>'$.volume_id' as volume_id, record->>'$.arn' as arn, record->>'$.volume_type' as volume_type,
        record->>'$.state' as state, record->>'$.availability_zone' as availability_zone,
        record->>'$.encrypted' as encrypted, record->>'$.kms_key_id' as kms_key_id,
        case json_type(record, '$.tags') when 'VARCHAR' then try_cast(record->>'$.tags' as json) when 'NULL' then null else record->'$.tags' end as tags,
        record->>'$.region' as region, record->>'$.account_id' as account_id, file, row_number
      from raw
    ) as listed
  ) as tagged
)
-- include aws_ebs_volume_data_stores.sql
;
