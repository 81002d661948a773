insert into branch_rules
  (repo, branch, required_approvals, dismiss_stale, require_last_push_approval, code_owners, required_checks, enforce_admins,
   bypass_actors, enforcement, kind, evidence_file, evidence_row)
with rules as (
  select
    record,
    case when json_exists(record, '$.protection') then record->'$.protection' else record end as rule,
    file, row_number
  from raw
),
named as (
  select
    coalesce(
      record->>'$.repository.full_name', record->>'$.repository.nameWithOwner',
      case when json_type(record, '$.repository') = 'VARCHAR' then record->>'$.repository' end,
      case when json_type(record, '$.repo') = 'VARCHAR' then record->>'$.repo' end,
      nullif(regexp_extract(coalesce(rule->>'$.url', rule->>'$.protection_url'), '/repos/([^/]+/[^/]+)/branches/', 1), '')
    ) as repo,
    coalesce(
      record->>'$.branch',
      nullif(regexp_extract(coalesce(rule->>'$.url', rule->>'$.protection_url'), '/branches/(.+)/protection', 1), '')
    ) as branch,
    rule, rule->'$.required_pull_request_reviews' as reviews, file, row_number
  from rules
  -- a repository whose branch is not protected has no rule
  where json_type(rule) = 'OBJECT'
    and (json_exists(rule, '$.enforce_admins') or json_exists(rule, '$.required_pull_request_reviews')
         or json_exists(rule, '$.required_status_checks') or (rule->>'$.enabled') = 'true')
)
select
  repo,
  branch,
  coalesce(reviews->>'$.required_approving_review_count', '0'),
  coalesce(reviews->>'$.dismiss_stale_reviews', 'false'),
  coalesce(reviews->>'$.require_last_push_approval', 'false'),
  coalesce(reviews->>'$.require_code_owner_reviews', 'false'),
  case when json_type(rule, '$.required_status_checks.contexts') = 'ARRAY' then cast(rule->'$.required_status_checks.contexts' as varchar) end,
  coalesce(
    rule->>'$.enforce_admins.enabled',
    case when json_type(rule, '$.enforce_admins') = 'BOOLEAN' then rule->>'$.enforce_admins' end
  ),
  cast(to_json(list_concat(
    coalesce(reviews->>'$.bypass_pull_request_allowances.users[*].login', []),
    coalesce(reviews->>'$.bypass_pull_request_allowances.teams[*].slug', []),
    coalesce(reviews->>'$.bypass_pull_request_allowances.apps[*].slug', [])
  )) as varchar),
  'active',
  'branch_protection',
  file, row_number
from named;
