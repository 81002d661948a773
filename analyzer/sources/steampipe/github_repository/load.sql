insert into repos
  (repo, default_branch, archived, visibility, deploys_to_prod, created_at, evidence_file, evidence_row)
with t as (
  select
    record->>'$.full_name' as full_name, record->>'$.name_with_owner' as name_with_owner,
    case json_type(record, '$.default_branch_ref') when 'VARCHAR' then try_cast(record->>'$.default_branch_ref' as json) when 'NULL' then null else record->'$.default_branch_ref' end as default_branch_ref,
    record->>'$.is_archived' as is_archived, record->>'$.visibility' as visibility, record->>'$.is_private' as is_private,
    case json_type(record, '$.topics') when 'VARCHAR' then try_cast(record->>'$.topics' as json) when 'NULL' then null else record->'$.topics' end as topics,
    case json_type(record, '$.custom_properties') when 'VARCHAR' then try_cast(record->>'$.custom_properties' as json) when 'NULL' then null else record->'$.custom_properties' end as custom_properties,
    record->>'$.created_at' as created_at, file, row_number
  from raw
)
-- include github_repository_repos.sql
;
