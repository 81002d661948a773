insert into branch_rules
  (repo, branch, required_approvals, dismiss_stale, require_last_push_approval, code_owners, required_checks,
   enforce_admins, bypass_actors, enforcement, kind, evidence_file, evidence_row)
with t as (
  select
    record->>'$.repository_full_name' as repository_full_name, record->>'$.pattern' as pattern,
    record->>'$.is_admin_enforced' as is_admin_enforced, record->>'$.dismisses_stale_reviews' as dismisses_stale_reviews,
    record->>'$.require_last_push_approval' as require_last_push_approval,
    record->>'$.requires_approving_reviews' as requires_approving_reviews,
    record->>'$.required_approving_review_count' as required_approving_review_count,
    record->>'$.requires_code_owner_reviews' as requires_code_owner_reviews,
    record->>'$.requires_status_checks' as requires_status_checks,
    case json_type(record, '$.required_status_checks') when 'VARCHAR' then try_cast(record->>'$.required_status_checks' as json) when 'NULL' then null else record->'$.required_status_checks' end as required_status_checks,
    case json_type(record, '$.bypass_pull_request_allowance_apps') when 'VARCHAR' then try_cast(record->>'$.bypass_pull_request_allowance_apps' as json) when 'NULL' then null else record->'$.bypass_pull_request_allowance_apps' end as bypass_pull_request_allowance_apps,
    case json_type(record, '$.bypass_pull_request_allowance_teams') when 'VARCHAR' then try_cast(record->>'$.bypass_pull_request_allowance_teams' as json) when 'NULL' then null else record->'$.bypass_pull_request_allowance_teams' end as bypass_pull_request_allowance_teams,
    case json_type(record, '$.bypass_pull_request_allowance_users') when 'VARCHAR' then try_cast(record->>'$.bypass_pull_request_allowance_users' as json) when 'NULL' then null else record->'$.bypass_pull_request_allowance_users' end as bypass_pull_request_allowance_users,
    file, row_number
  from raw
)
-- include github_branch_protection_branch_rules.sql
;
