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
        record->>'$.account_id' as account_id, record->>'$.region' as region, record->>'$.arn' as arn,
        record->>'$.volume_id' as volume_id, record->>'$.volume_type' as volume_type, record->>'$.encrypted' as encrypted,
        record->>'$.kms_key_id' as kms_key_id, record->>'$.state' as state,
        record->>'$.multi_attach_enabled' as multi_attach_enabled,
        case json_type(record, '$.tags') when 'VARCHAR' then try_cast(record->>'$.tags' as json) when 'NULL' then null else record->'$.tags' end as tags,
        file, row_number
      from raw
      -- every synchronisation adds its rows anew; the last of each source is the state
      qualify rank() over (
        partition by record->>'$._cq_source_name' order by record->>'$._cq_sync_time' desc nulls last
      ) = 1
    ) as listed
  ) as tagged
)
select
  volume_id, account_id, 'ebs', env, region, encrypted, case when encrypted = 'true' then 'AES-256' end, kms_key_id, 'false', file,
  row_number
from t;
