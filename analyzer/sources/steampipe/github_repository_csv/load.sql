insert into repos
  (repo, default_branch, archived, visibility, deploys_to_prod, created_at, evidence_file, evidence_row)
with t as (
  select
    nullif(full_name, '') as full_name, nullif(name_with_owner, '') as name_with_owner,
    try_cast(nullif(default_branch_ref, '') as json) as default_branch_ref, nullif(is_archived, '') as is_archived,
    nullif(visibility, '') as visibility, nullif(is_private, '') as is_private,
    try_cast(nullif(topics, '') as json) as topics, try_cast(nullif(custom_properties, '') as json) as custom_properties,
    nullif(created_at, '') as created_at, file, row_number
  from raw
)
-- include github_repository_repos.sql
;
