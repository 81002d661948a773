insert into repos (repo, default_branch, archived, visibility, deploys_to_prod, created_at, evidence_file, evidence_row)
select
  coalesce(record->>'$.full_name', record->>'$.nameWithOwner'),
  coalesce(record->>'$.default_branch', record->>'$.defaultBranchRef.name'),
  coalesce(record->>'$.archived', record->>'$.isArchived'),
  lower(coalesce(record->>'$.visibility', case (record->>'$.private') when 'true' then 'private' when 'false' then 'public' end)),
  -- a custom property or topic says so where the organisation keeps one; otherwise nothing is known
  coalesce(
    record->>'$.custom_properties.deploys_to_production',
    record->>'$.custom_properties.deploys_to_prod',
    case
      when list_contains(cast(coalesce(record->'$.topics', '[]') as varchar[]), 'production') then 'true'
      when (record->>'$.custom_properties.environment') = 'production' then 'true'
    end
  ),
  coalesce(record->>'$.created_at', record->>'$.createdAt'),
  file, row_number
from raw;
