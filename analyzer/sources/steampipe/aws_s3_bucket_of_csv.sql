with listed as (
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
)
