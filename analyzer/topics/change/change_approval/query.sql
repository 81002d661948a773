-- One row per change: every pull request merged in the period, and what reached production or the default branch
-- without one. Where there are no pull requests, change tickets stand for the changes.
with tracked_repos as (
  select
    lower(repo) as repo, lower(default_branch) as default_branch,
    coalesce(in_scope, true)
      and ($scope_environment is null or ($scope_environment = 'production' and coalesce(deploys_to_prod, true))) as in_population
  from repos
),
usual_base as (
  select lower(repo) as repo, lower(base) as base
  from pull_requests
  where base is not null
  group by lower(repo), lower(base)
  qualify row_number() over (partition by lower(repo) order by count(*) desc nulls last, lower(base)) = 1
),
merged as not materialized (
  select
    p.repo, lower(p.repo) as repo_key, p.number, lower(p.author) as author_name, lower(p.last_pusher) as pusher_name,
    p.repo || '#' || cast(cast(p.number as bigint) as varchar) as item,
    p.author, p.commit_authors, p.last_pusher, p.approvers, p.first_approved_at, p.merged_at, p.merged_by, p.title, p.url,
    p.via_bypass,
    -- a merge date without a time means any time of that day
    case when p.merged_at = date_trunc('day', p.merged_at) then p.merged_at + interval 1 day else p.merged_at end as merged_until,
    -- what was pushed to the branch after the merge is not part of the change
    case when p.last_push_at <= p.merged_at then p.last_push_at end as last_push_at
  from pull_requests as p
  left join tracked_repos as r on r.repo = lower(p.repo)
  left join usual_base as u on u.repo = lower(p.repo)
  where cast(p.merged_at as date) between $period_start and $period_end
    and (r.in_population or (r.repo is null and ($scope_environment is null or $scope_environment = 'production')))
    and (p.base is null
      or lower(p.base) = coalesce(r.default_branch, u.base)
      or lower(p.base) in ('main', 'master', 'production', 'prod', 'release')
      or lower(p.base) like 'release/%' or lower(p.base) like 'release-%' or lower(p.base) like 'hotfix/%')
),
accounts as (
  select
    lower(account_id) as login, lower(email) as email,
    coalesce(account_type, '') ilike '%service%' or coalesce(account_type, '') ilike '%bot%'
      or coalesce(account_type, '') ilike '%machine%' as is_machine
  from app_accounts
  where system ilike '%github%' or system ilike '%gitlab%' or system ilike '%bitbucket%'
),
names as (
  select lower(author) as name from pull_requests
  union
  select lower(last_pusher) from pull_requests where last_pusher is not null
  union
  select lower(commit_author) from (select unnest(commit_authors) as commit_author from pull_requests) as each_commit
),
logins as (
  -- the login behind each name that a change gives; a co-author trailer reads "Name <address>"
  select
    n.name,
    case
      when a.login is not null then a.login
      when n.address like '%+%@users.noreply.%' then split_part(split_part(n.address, '@', 1), '+', 2)
      when n.address like '%@users.noreply.%' then split_part(n.address, '@', 1)
      else n.address
    end as login
  from (
    select name, case when name like '%<%@%>' then split_part(split_part(name, '<', 2), '>', 1) else name end as address from names
  ) as n
  left join accounts as a on a.email = n.address
),
co_authors as (
  select c.repo_key, c.number, l.login
  from (select repo_key, number, unnest(commit_authors) as name from merged) as c
  join logins as l on l.name = lower(c.name)
),
reviews as not materialized (
  select
    m.repo_key, m.number, m.author_name, m.pusher_name, lower(v.reviewer) as login, upper(v.state) as state,
    v.submitted_at as approved_at, coalesce(v.is_bot, false) as is_bot, m.merged_until, m.last_push_at
  from pull_request_reviews as v
  join merged as m on m.repo_key = lower(v.repo) and m.number = v.number
  where upper(v.state) in ('APPROVED', 'CHANGES_REQUESTED', 'DISMISSED')
),
withdrawals as (
  select repo_key, number, login, max(approved_at) as withdrawn_at
  from reviews
  where state <> 'APPROVED' and approved_at <= merged_until
  group by repo_key, number, login
),
listed_approvers as (
  -- only for pull requests without reviews in the evidence
  select m.repo_key, m.number, m.author_name, m.pusher_name, lower(m.approver) as login, m.first_approved_at, m.merged_until,
    m.last_push_at
  from (
    select repo_key, number, author_name, pusher_name, unnest(approvers) as approver, first_approved_at, merged_until, last_push_at
    from merged
  ) as m
  where not exists (select 1 from pull_request_reviews as v where lower(v.repo) = m.repo_key and v.number = m.number)
),
approvals as (
  select
    r.repo_key, r.number, r.author_name, r.pusher_name, r.login, r.is_bot, r.approved_at,
    case
      when w.withdrawn_at > r.approved_at then 'withdrawn before the merge'
      when r.approved_at is null then 'not dated'
      when r.approved_at > r.merged_until then 'given after the merge'
      when r.approved_at < r.last_push_at then 'given before the last push'
      else 'in time'
    end as timing
  from reviews as r
  left join withdrawals as w on w.repo_key = r.repo_key and w.number = r.number and w.login = r.login
  where r.state = 'APPROVED'
  union all
  -- such an export dates the first approval only, and not whose it is
  select
    l.repo_key, l.number, l.author_name, l.pusher_name, l.login, false, l.first_approved_at,
    case
      when l.first_approved_at is null then 'not dated'
      when l.first_approved_at > l.merged_until then 'given after the merge'
      when cast(l.first_approved_at as date) < cast(l.last_push_at as date) then 'not dated after the last push'
      when l.first_approved_at <> date_trunc('day', l.first_approved_at) and l.first_approved_at < l.last_push_at
        then 'not dated after the last push'
      when row_number() over (partition by l.repo_key, l.number order by l.login) = 1
        and not exists (
          select 1 from listed_approvers as other
          left join accounts as a on a.login = other.login
          where other.repo_key = l.repo_key and other.number = l.number
            and (coalesce(a.is_machine, false) or other.login like '%[bot]' or other.login like '%-bot'
              or exists (select 1 from logins as n where n.name = other.author_name and n.login = other.login)
              or exists (select 1 from logins as n where n.name = other.pusher_name and n.login = other.login)
              or exists (select 1 from co_authors as c where c.repo_key = other.repo_key and c.number = other.number and c.login = other.login))
        ) then 'in time'
      else 'not dated'
    end
  from listed_approvers as l
),
judged_approvals as (
  select
    a.repo_key, a.number, a.login, a.approved_at,
    case
      when a.login is null then 'not dated, of nobody named'
      when exists (select 1 from logins as n where n.name = a.author_name and n.login = a.login)
        or exists (select 1 from logins as n where n.name = a.pusher_name and n.login = a.login)
        or exists (select 1 from co_authors as c where c.repo_key = a.repo_key and c.number = a.number and c.login = a.login)
        then 'who wrote or pushed part of it'
      when a.is_bot or coalesce(k.is_machine, false) or a.login like '%[bot]' or a.login like '%-bot'
        or a.login in ('dependabot', 'renovate', 'github-actions', 'mergify')
        then 'no person'
      else a.timing
    end as finding
  from approvals as a
  left join accounts as k on k.login = a.login
),
approvers_judged as (
  -- the best approval of each approver: in time (1), not dated (2), or none that counts
  select
    repo_key, number, login,
    min(case when finding = 'in time' then 1 when finding like 'not dated%' then 2 else 3 end) as worth,
    max(approved_at) filter (where finding = 'in time') as approved_at,
    coalesce(min(finding) filter (where finding like 'not dated%'), min(finding) filter (where finding <> 'in time')) as fault
  from judged_approvals
  group by repo_key, number, login
),
evidence as (
  select
    exists (select 1 from pull_request_reviews)
      or exists (select 1 from pull_requests where approvers is not null) as has_approvals,
    exists (select 1 from commits where pr_number is not null)
      or exists (select 1 from commits as c join pull_requests as p on p.merge_sha = c.sha) as links_commits,
    coalesce($approvers, 1) as required
),
approval_counts as (
  select
    repo_key, number,
    count(*) filter (where worth = 1) as counted,
    count(*) filter (where worth = 2) as undated,
    min(login) filter (where worth = 1) as approver,
    min(approved_at) as approved_at
  from approvers_judged
  group by repo_key, number
),
other_approvals as (
  -- what an approval enough for its change leaves to be said; where several are required, all of them
  select
    a.repo_key, a.number,
    string_agg(coalesce(a.login, 'somebody') || ' (' || case when a.worth = 1 then 'in time' else a.fault end || ')', ', ' order by a.login) as found
  from approvers_judged as a
  cross join evidence as e
  where a.worth > 1 or e.required > 1
  group by a.repo_key, a.number
),
approvals_found as (
  select
    n.repo_key, n.number, n.counted, n.undated, n.approved_at,
    case
      when e.required > 1 or n.counted = 0 then o.found
      else n.approver || ' (in time)' || coalesce(', ' || o.found, '')
    end as found
  from approval_counts as n
  cross join evidence as e
  left join other_approvals as o on o.repo_key = n.repo_key and o.number = n.number
),
pull_request_changes as (
  select
    m.item, 'pull request' as kind, m.repo, m.title, m.author, n.found as approvals, n.approved_at, m.last_push_at,
    m.merged_at as changed_at, m.merged_by as changed_by, cast(null as varchar) as sha, m.url, m.via_bypass,
    case
      when coalesce(n.counted, 0) >= e.required then true
      when not e.has_approvals then null
      when coalesce(n.counted, 0) + coalesce(n.undated, 0) >= e.required then null
      else false
    end as holds,
    case
      when not e.has_approvals then 'approvals unknown'
      else 'independent approvals before the merge: ' || cast(coalesce(n.counted, 0) as varchar)
    end as observed,
    case
      when coalesce(n.counted, 0) >= e.required then 'approved before the merge by somebody who had no part in it: ' || n.found
      when not e.has_approvals then 'the evidence holds no approvals of pull requests'
      when coalesce(n.counted, 0) + coalesce(n.undated, 0) >= e.required
        then 'the evidence does not date the approval that would count: ' || n.found
      when n.found is null then 'merged without any approval'
      else 'merged with ' || cast(n.counted as varchar) || ' of ' || cast(e.required as bigint)
        || ' independent approvals before the merge: ' || n.found
    end as reason
  from merged as m
  cross join evidence as e
  left join approvals_found as n on n.repo_key = m.repo_key and n.number = m.number
),
linked_commits as (
  select
    c.repo, c.sha, c.author, c.committed_at, c.pr_number,
    exists (select 1 from pull_requests as p where lower(p.repo) = lower(c.repo) and (p.number = c.pr_number or p.merge_sha = c.sha))
      as in_pull_request
  from commits as c
),
commit_changes as (
  select
    c.repo || '@' || substr(c.sha, 1, 12) as item, 'direct commit' as kind, c.repo, cast(null as varchar) as title, c.author,
    cast(null as varchar) as approvals, cast(null as timestamp) as approved_at, cast(null as timestamp) as last_push_at,
    c.committed_at as changed_at, c.author as changed_by, c.sha, cast(null as varchar) as url, cast(null as boolean) as via_bypass,
    case when c.pr_number is null then false end as holds,
    case when c.pr_number is null then 'no pull request' else 'pull request not in the evidence' end as observed,
    case
      when c.pr_number is null then 'committed to the branch without a pull request, so nobody approved it'
      else 'it belongs to pull request ' || cast(cast(c.pr_number as bigint) as varchar) || ', which the evidence does not hold'
    end as reason
  from linked_commits as c
  cross join evidence as e
  left join tracked_repos as r on r.repo = lower(c.repo)
  where e.links_commits
    and not c.in_pull_request
    and cast(c.committed_at as date) between $period_start and $period_end
    and (r.in_population or (r.repo is null and ($scope_environment is null or $scope_environment = 'production')))
),
first_known_change as (
  select repo, min(known_at) as known_at
  from (
    select lower(repo) as repo, merged_at as known_at from pull_requests
    union all
    select lower(repo), committed_at from commits
  ) as known
  group by repo
),
deployment_changes as (
  select
    d.deploy_id as item, 'deployment' as kind, d.repo, cast(null as varchar) as title, d.deployed_by as author,
    d.approved_by as approvals, cast(null as timestamp) as approved_at, cast(null as timestamp) as last_push_at,
    d.deployed_at as changed_at, d.deployed_by as changed_by, d.sha, cast(null as varchar) as url, cast(null as boolean) as via_bypass,
    -- a commit that is older than what the evidence holds may well have had its pull request
    case when c.sha is not null or d.deployed_at >= f.known_at + interval 30 day then false end as holds,
    'no pull request' as observed,
    case
      when c.sha is not null then 'what was deployed is a commit that no pull request carries'
      when d.deployed_at >= f.known_at + interval 30 day then 'what was deployed is in no pull request and no commit of the repository'
      else 'what was deployed may be older than the pull requests in the evidence'
    end as reason
  from deployments as d
  cross join evidence as e
  left join linked_commits as c on lower(c.repo) = lower(d.repo) and c.sha = d.sha
  left join first_known_change as f on f.repo = lower(d.repo)
  left join tracked_repos as r on r.repo = lower(d.repo)
  where (e.links_commits or exists (select 1 from pull_requests where merge_sha is not null))
    and cast(d.deployed_at as date) between $period_start and $period_end
    and d.sha is not null
    and (d.env is null or lower(d.env) like substr(coalesce($scope_environment, 'production'), 1, 3) || '%' or lower(d.env) in ('prd', 'live'))
    and coalesce(r.in_population, true)
    and not coalesce(c.in_pull_request, false)
    and c.pr_number is null
    and not exists (select 1 from pull_requests as p where lower(p.repo) = lower(d.repo) and p.merge_sha = d.sha)
    -- a direct commit of the period is an item of its own already
    and not coalesce(cast(c.committed_at as date) between $period_start and $period_end, false)
),
ticket_changes as (
  select
    t.change_id as item, 'change ticket' as kind, cast(null as varchar) as repo, t.type as title, coalesce(t.developer, t.requested_by) as author,
    t.approved_by as approvals, t.approved_at, cast(null as timestamp) as last_push_at, t.implemented_at as changed_at,
    cast(null as varchar) as changed_by, cast(null as varchar) as sha, cast(null as varchar) as url, cast(null as boolean) as via_bypass,
    lower(t.approved_by) = lower(t.requested_by) or lower(t.approved_by) = lower(t.developer) as is_own_approval,
    t.approved_at <= t.implemented_at
      or (t.implemented_at = date_trunc('day', t.implemented_at) and cast(t.approved_at as date) = cast(t.implemented_at as date)) as in_time,
    coalesce(t.type, '') ilike 'standard%' as is_preapproved_type,
    coalesce(t.type, '') ilike '%emergency%' or coalesce(t.type, '') ilike '%hotfix%' as is_emergency
  from change_tickets as t
  where not exists (select 1 from pull_requests)
    and cast(t.implemented_at as date) between $period_start and $period_end
    and ($scope_change_type is null or t.type ilike $scope_change_type || '%')
),
ticket_results as (
  select
    t.item, t.kind, t.repo, t.title, t.author, t.approvals, t.approved_at, t.last_push_at, t.changed_at, t.changed_by, t.sha, t.url,
    t.via_bypass,
    case
      when t.approvals is null then case when t.is_preapproved_type then null else false end
      when t.is_own_approval then false
      when t.in_time is null then null
      when not t.in_time then case when t.is_emergency then null else false end
      when e.required > 1 or t.author is null then null
      else true
    end as holds,
    case
      when t.approvals is null then 'not approved'
      when t.in_time then 'approved before it was implemented'
      when not t.in_time then 'approved after it was implemented'
      else 'approval not dated'
    end as observed,
    case
      when t.approvals is null and t.is_preapproved_type then 'a standard change, which may be approved in advance; the ticket names no approver'
      when t.approvals is null then 'implemented without an approver on the ticket'
      when t.is_own_approval then 'approved by ' || t.approvals || ', who asked for the change'
      when t.in_time is null then 'the ticket does not date the approval'
      when not t.in_time and t.is_emergency then 'an emergency change, approved only after it was implemented'
      when not t.in_time then 'approved only after it was implemented'
      when e.required > 1 then 'the ticket names one approver; ' || cast(e.required as bigint) || ' approvals are stated'
      when t.author is null then 'the ticket does not say who asked for the change, so that the approver may be the same'
      else 'approved by ' || t.approvals || ' before it was implemented'
    end as reason
  from ticket_changes as t
  cross join evidence as e
)
select item, holds, observed, reason, kind, repo, title, author, approvals, approved_at, last_push_at, changed_at, changed_by, sha, url, via_bypass
from pull_request_changes
union all
select item, holds, observed, reason, kind, repo, title, author, approvals, approved_at, last_push_at, changed_at, changed_by, sha, url, via_bypass
from commit_changes
union all
select item, holds, observed, reason, kind, repo, title, author, approvals, approved_at, last_push_at, changed_at, changed_by, sha, url, via_bypass
from deployment_changes
union all
select item, holds, observed, reason, kind, repo, title, author, approvals, approved_at, last_push_at, changed_at, changed_by, sha, url, via_bypass
from ticket_results
order by item
