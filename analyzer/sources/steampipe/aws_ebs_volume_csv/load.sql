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
        nullif(volume_id, '') as volume_id, nullif(arn, '') as arn, nullif(volume_type, '') as volume_type,
        nullif(state, '') as state, nullif(availability_zone, '') as availability_zone, nullif(encrypted, '') as encrypted,
        nullif(kms_key_id, '') as kms_key_id, try_cast(nullif(tags, '') as json) as tags, nullif(region, '') as region,
        nullif(account_id, '') as account_id, file, row_number
      from raw
    ) as listed
  ) as tagged
)
-- include aws_ebs_volume_data_stores.sql
;
