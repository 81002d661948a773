insert into branch_rules
  (repo, branch, required_approvals, dismiss_stale, require_last_push_approval, code_owners, required_checks,
   enforce_admins, bypass_actors, enforcement, kind, evidence_file, evidence_row)
with t as (
  select
    record->>'$.org' as org, record->>'$.repository_id' as repository_id, record->>'$.repository' as repository,
    record->>'$.name' as name, record->>'$.protected' as protected,
    case json_type(record, '$.protection') when 'VARCHAR' then try_cast(record->>'$.protection' as json) when 'NULL' then null else record->'$.protection' end as protection,
    file, row_number
-- include last_synchronisation.sql
)
, protected_branches as (
  select repository, name, protection, protection->'$.required_pull_request_reviews' as reviews, file, row_number
  from t where protected = 'true' and json_type(protection) = 'OBJECT'
)
select
  repository, name, coalesce(reviews->>'$.required_approving_review_count', '0'), coalesce(reviews->>'$.dismiss_stale_reviews', 'false'),
  coalesce(reviews->>'$.require_last_push_approval', 'false'), coalesce(reviews->>'$.require_code_owner_reviews', 'false'),
  case when json_type(protection, '$.required_status_checks.contexts') = 'ARRAY' then protection->>'$.required_status_checks.contexts' end,
  protection->>'$.enforce_admins.enabled',
  cast(to_json(list_concat(
    coalesce(reviews->>'$.bypass_pull_request_allowances.users[*].login', []),
    coalesce(reviews->>'$.bypass_pull_request_allowances.teams[*].slug', []),
    coalesce(reviews->>'$.bypass_pull_request_allowances.apps[*].slug', [])
  )) as varchar),
  'active', 'branch_protection', file, row_number
from protected_branches;
