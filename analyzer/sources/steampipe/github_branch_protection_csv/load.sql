insert into branch_rules
  (repo, branch, required_approvals, dismiss_stale, require_last_push_approval, code_owners, required_checks,
   enforce_admins, bypass_actors, enforcement, kind, evidence_file, evidence_row)
with t as (
  select
    nullif(repository_full_name, '') as repository_full_name, nullif(pattern, '') as pattern,
    nullif(is_admin_enforced, '') as is_admin_enforced, nullif(dismisses_stale_reviews, '') as dismisses_stale_reviews,
    nullif(require_last_push_approval, '') as require_last_push_approval,
    nullif(requires_approving_reviews, '') as requires_approving_reviews,
    nullif(required_approving_review_count, '') as required_approving_review_count,
    nullif(requires_code_owner_reviews, '') as requires_code_owner_reviews,
    nullif(requires_status_checks, '') as requires_status_checks,
    try_cast(nullif(required_status_checks, '') as json) as required_status_checks,
    try_cast(nullif(bypass_pull_request_allowance_apps, '') as json) as bypass_pull_request_allowance_apps,
    try_cast(nullif(bypass_pull_request_allowance_teams, '') as json) as bypass_pull_request_allowance_teams,
    try_cast(nullif(bypass_pull_request_allowance_users, '') as json) as bypass_pull_request_allowance_users,
    file, row_number
  from raw
)
-- include github_branch_protection_branch_rules.sql
;
