insert into data_stores
  (resource_id, account_id, engine, env, region, encrypted, algorithm, kms_key_id, public, public_blocked, versioning,
   access_logging, evidence_file, evidence_row)
with t as (
  select *,
    case
      when lower(e) in ('prod', 'prd') then 'production' when lower(e) = 'dev' then 'development' else lower(e)
    end as env
  from (
    select *, coalesce(tags->>'$.Environment', tags->>'$.environment', tags->>'$.Env', tags->>'$.env', tags->>'$.Stage', tags->>'$.stage') as e
    from (
      select
        nullif(name, '') as name, nullif(arn, '') as arn, nullif(creation_date, '') as creation_date,
        nullif(bucket_policy_is_public, '') as bucket_policy_is_public,
        nullif(versioning_enabled, '') as versioning_enabled, nullif(block_public_acls, '') as block_public_acls,
        nullif(block_public_policy, '') as block_public_policy, nullif(ignore_public_acls, '') as ignore_public_acls,
        nullif(restrict_public_buckets, '') as restrict_public_buckets,
        try_cast(nullif(server_side_encryption_configuration, '') as json) as server_side_encryption_configuration,
        try_cast(nullif(acl, '') as json) as acl, try_cast(nullif(lifecycle_rules, '') as json) as lifecycle_rules,
        try_cast(nullif(logging, '') as json) as logging, try_cast(nullif(tags, '') as json) as tags,
        nullif(region, '') as region, nullif(account_id, '') as account_id, file, row_number
      from raw
    ) as listed
  ) as tagged
)
-- include aws_s3_bucket_data_stores.sql
;

insert into retention_settings
  (resource_id, rule, retention_days, enforced_by, evidence_file, evidence_row)
with t as (
  select *,
    case
      when lower(e) in ('prod', 'prd') then 'production' when lower(e) = 'dev' then 'development' else lower(e)
    end as env
  from (
    select *, coalesce(tags->>'$.Environment', tags->>'$.environment', tags->>'$.Env', tags->>'$.env', tags->>'$.Stage', tags->>'$.stage') as e
    from (
      select
        nullif(name, '') as name, nullif(arn, '') as arn, nullif(creation_date, '') as creation_date,
        nullif(bucket_policy_is_public, '') as bucket_policy_is_public,
        nullif(versioning_enabled, '') as versioning_enabled, nullif(block_public_acls, '') as block_public_acls,
        nullif(block_public_policy, '') as block_public_policy, nullif(ignore_public_acls, '') as ignore_public_acls,
        nullif(restrict_public_buckets, '') as restrict_public_buckets,
        try_cast(nullif(server_side_encryption_configuration, '') as json) as server_side_encryption_configuration,
        try_cast(nullif(acl, '') as json) as acl, try_cast(nullif(lifecycle_rules, '') as json) as lifecycle_rules,
        try_cast(nullif(logging, '') as json) as logging, try_cast(nullif(tags, '') as json) as tags,
        nullif(region, '') as region, nullif(account_id, '') as account_id, file, row_number
      from raw
    ) as listed
  ) as tagged
)
-- include aws_s3_bucket_retention_settings.sql
;
