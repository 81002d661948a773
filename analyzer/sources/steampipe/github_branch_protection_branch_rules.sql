select
  repository_full_name, pattern, case when requires_approving_reviews = 'false' then '0' else required_approving_review_count end,
  dismisses_stale_reviews, require_last_push_approval, requires_code_owner_reviews,
  case when requires_status_checks = 'true' then cast(required_status_checks as varchar) else '[]' end, is_admin_enforced,
  cast(to_json(list_concat(
    coalesce(bypass_pull_request_allowance_users->>'$[*].login', []),
    coalesce(bypass_pull_request_allowance_teams->>'$[*].slug', []),
    coalesce(bypass_pull_request_allowance_apps->>'$[*].slug', [])
  )) as varchar),
  'active', 'branch_protection', file, row_number
from t
