with listed as (
  select
    record->>'$.name' as name, record->>'$.arn' as arn, record->>'$.creation_date' as creation_date,
    record->>'$.bucket_policy_is_public' as bucket_policy_is_public,
    record->>'$.versioning_enabled' as versioning_enabled, record->>'$.block_public_acls' as block_public_acls,
    record->>'$.block_public_policy' as block_public_policy, record->>'$.ignore_public_acls' as ignore_public_acls,
    record->>'$.restrict_public_buckets' as restrict_public_buckets,
    case json_type(record, '$.server_side_encryption_configuration') when 'VARCHAR' then try_cast(record->>'$.server_side_encryption_configuration' as json) when 'NULL' then null else record->'$.server_side_encryption_configuration' end as server_side_encryption_configuration,
    case json_type(record, '$.acl') when 'VARCHAR' then try_cast(record->>'$.acl' as json) when 'NULL' then null else record->'$.acl' end as acl,
    case json_type(record, '$.lifecycle_rules') when 'VARCHAR' then try_cast(record->>'$.lifecycle_rules' as json) when 'NULL' then null else record->'$.lifecycle_rules' end as lifecycle_rules,
    case json_type(record, '$.logging') when 'VARCHAR' then try_cast(record->>'$.logging' as json) when 'NULL' then null else record->'$.logging' end as logging,
    case json_type(record, '$.tags') when 'VARCHAR' then try_cast(record->>'$.tags' as json) when 'NULL' then null else record->'$.tags' end as tags,
    record->>'$.region' as region, record->>'$.account_id' as account_id, file, row_number
  from raw
)
