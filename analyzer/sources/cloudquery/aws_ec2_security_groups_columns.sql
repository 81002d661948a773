with listed as (
  select
    record->>'$.account_id' as account_id, record->>'$.region' as region, record->>'$.arn' as arn,
    record->>'$.group_id' as group_id, record->>'$.group_name' as group_name, record->>'$.description' as description,
    case json_type(record, '$.ip_permissions') when 'VARCHAR' then try_cast(record->>'$.ip_permissions' as json) when 'NULL' then null else record->'$.ip_permissions' end as ip_permissions,
    case json_type(record, '$.ip_permissions_egress') when 'VARCHAR' then try_cast(record->>'$.ip_permissions_egress' as json) when 'NULL' then null else record->'$.ip_permissions_egress' end as ip_permissions_egress,
    record->>'$.vpc_id' as vpc_id,
    case json_type(record, '$.tags') when 'VARCHAR' then try_cast(record->>'$.tags' as json) when 'NULL' then null else record->'$.tags' end as tags,
    file, row_number
