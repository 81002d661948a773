insert into repos
  (repo, default_branch, archived, visibility, deploys_to_prod, created_at, evidence_file, evidence_row)
with t as (
  select
    record->>'$.org' as org, record->>'$.id' as id, record->>'$.full_name' as full_name,
    record->>'$.default_branch' as default_branch, record->>'$.archived' as archived,
    record->>'$.visibility' as visibility, record->>'$.private' as private,
    case json_type(record, '$.topics') when 'VARCHAR' then try_cast(record->>'$.topics' as json) when 'NULL' then null else record->'$.topics' end as topics,
    case json_type(record, '$.custom_properties') when 'VARCHAR' then try_cast(record->>'$.custom_properties' as json) when 'NULL' then null else record->'$.custom_properties' end as custom_properties,
    record->>'$.created_at' as created_at, file, row_number
-- include last_synchronisation.sql
)
select
  full_name, default_branch, archived,
  lower(coalesce(nullif(visibility, ''), case private when 'true' then 'private' when 'false' then 'public' end)),
  -- a topic says so where the organisation keeps one; otherwise nothing is known
  case when cast(topics as varchar) like '%"production"%' then 'true' end, created_at, file, row_number
from t;
