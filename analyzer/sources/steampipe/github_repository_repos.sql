select
  coalesce(name_with_owner, full_name), default_branch_ref->>'$.name', is_archived,
  lower(coalesce(visibility, case is_private when 'true' then 'private' when 'false' then 'public' end)),
  -- a topic says so where the organisation keeps one; otherwise nothing is known
  case when cast(topics as varchar) like '%"production"%' then 'true' end, created_at, file, row_number
from t
