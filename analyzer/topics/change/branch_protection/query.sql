-- One row per repository whose default branch has to be protected. A rule counts for the time it was in force; the days
-- of the period on which no sufficient rule was in force are what a repository fails for.
with watched as (
  select
    cast($period_start as timestamp) as starts_at,
    cast(case when $as_of < $period_end then $as_of else $period_end end as timestamp) + interval 1 day as ends_at
),
repositories as (
  select lower(repo) as key, repo, default_branch, created_at, true as in_register
  from repos
  where repo is not null and not coalesce(archived, false) and coalesce(in_scope, true) and coalesce(deploys_to_prod, true)
  union all
  -- without a list of repositories, those with a rule or with merged changes are the ones known
  select lower(repo), min(repo), cast(null as varchar), cast(null as timestamp), false
  from (
    select repo from branch_rules
    union all
    select repo from pull_requests where cast(merged_at as date) between $period_start and $period_end
  ) as known
  where repo is not null and not exists (select 1 from repos)
  group by lower(repo)
),
naming as (
  -- rules that name no repository of the register do not show that one has none
  select
    exists (
      select 1 from branch_rules as b join repos as r
        on lower(b.repo) = lower(r.repo) or lower(b.repo) like '%/' || lower(r.repo) or lower(r.repo) like '%/' || lower(b.repo)
    ) as is_comparable
),
rules as (
  select
    r.key, b.required_approvals, b.enforce_admins, b.bypass_actors, b.enforcement,
    coalesce(b.effective_from, cast('1970-01-01' as timestamp)) as starts_at,
    coalesce(b.effective_to, cast('9999-12-31' as timestamp)) as ends_at,
    coalesce(lower(b.enforcement), 'active') in ('active', 'enabled', 'true') as is_enforced,
    case
      when $required_approvals is null then true
      when b.required_approvals is null then null
      else b.required_approvals >= $required_approvals
    end as approvals_suffice,
    case
      when not coalesce($admins_included, true) then true
      when b.enforce_admins is not null then b.enforce_admins
      when b.bypass_actors is not null then coalesce(array_length(b.bypass_actors), 0) = 0
      when $admins_included is null then true
    end as binds_all
  from repositories as r
  join branch_rules as b
    on lower(b.repo) = r.key or lower(b.repo) like '%/' || r.key or r.key like '%/' || lower(b.repo)
  where b.branch is null
    or lower(b.branch) in ('~default_branch', '~all', '*', '**')
    or r.default_branch is null
    or lower(r.default_branch) like replace(replace(lower(b.branch), 'refs/heads/', ''), '*', '%')
),
rules_judged as (
  select
    r.key, r.required_approvals, r.enforce_admins, r.bypass_actors, r.starts_at, r.ends_at,
    is_enforced and approvals_suffice and binds_all as suffices,
    case
      when not is_enforced then 'is not enforced (' || enforcement || ')'
      when not approvals_suffice
        then 'requires ' || cast(cast(required_approvals as bigint) as varchar) || ' of the '
          || cast(cast($required_approvals as bigint) as varchar) || ' approvals stated'
      when not binds_all and coalesce(array_length(bypass_actors), 0) > 0 then 'can be bypassed by ' || array_to_string(bypass_actors, ', ')
      when not binds_all then 'does not bind administrators'
      when approvals_suffice is null then 'has an unknown number of required approvals'
      when binds_all is null then 'does not tell whether it binds administrators'
      else 'is sufficient'
    end as finding
  from rules as r
  cross join watched as w
  where r.starts_at < w.ends_at and r.ends_at > w.starts_at
),
spans as (
  -- stretches of the period under a sufficient rule, each with the end of all that began before it
  select
    j.key,
    case when j.starts_at < w.starts_at then w.starts_at else j.starts_at end as starts_at,
    case when j.ends_at > w.ends_at then w.ends_at else j.ends_at end as ends_at,
    max(case when j.ends_at > w.ends_at then w.ends_at else j.ends_at end) over (
      partition by j.key order by j.starts_at, j.ends_at rows between unbounded preceding and 1 preceding
    ) as covered_until
  from rules_judged as j
  cross join watched as w
  where j.suffices
),
watched_from as (
  select r.key, case when r.created_at > w.starts_at then r.created_at else w.starts_at end as starts_at, w.ends_at
  from repositories as r
  cross join watched as w
),
gaps as (
  select s.key, coalesce(s.covered_until, f.starts_at) as opens_at, s.starts_at as closes_at
  from spans as s
  join watched_from as f on f.key = s.key
  where s.starts_at > coalesce(s.covered_until, f.starts_at)
  union all
  select f.key, max(s.ends_at), f.ends_at
  from watched_from as f
  join spans as s on s.key = f.key
  group by f.key, f.ends_at
  having max(s.ends_at) < f.ends_at
),
gap_lists as (
  select
    key, count(*) as gaps,
    string_agg(
      'from ' || strftime(opens_at, '%Y-%m-%d') || ' to '
        || strftime(closes_at, '%Y-%m-%d'), ', ' order by opens_at
    ) as listed,
    min(opens_at) as first_gap_at
  from gaps
  group by key
),
rule_lists as (
  select
    key, count(*) as rules, bool_or(coalesce(suffices, false)) as any_suffices, bool_or(suffices is null) as any_unknown,
    string_agg(distinct finding, '; ' order by finding) filter (where finding <> 'is sufficient') as findings,
    max(required_approvals) as required_approvals, bool_or(enforce_admins) as enforce_admins
  from rules_judged
  group by key
)
select
  r.repo as item,
  case
    when l.rules is null then case when r.in_register and n.is_comparable then false end
    when l.any_suffices then g.gaps is null
    when l.any_unknown then null
    else false
  end as holds,
  case
    when l.rules is null then 'no rule'
    when l.any_suffices and g.gaps is null then 'protected'
    when l.any_suffices then 'unprotected ' || g.listed
    when l.any_unknown then 'unknown'
    else 'a rule that ' || l.findings
  end as observed,
  case
    when l.rules is null and r.in_register and n.is_comparable then 'no rule protects the default branch'
    when l.rules is null and r.in_register then 'the rules do not name repositories as the register does, so that none can be found for it'
    when l.rules is null then 'the evidence holds no rule for the repository and no list of repositories'
    when l.any_suffices and g.gaps is null then 'a rule protects the default branch for the whole period'
    when l.any_suffices then 'no sufficient rule was in force ' || g.listed || coalesce('; a rule in the period ' || l.findings, '')
    else 'the rule of the default branch ' || l.findings
  end as reason,
  r.default_branch, l.required_approvals, l.enforce_admins, g.first_gap_at
from repositories as r
cross join naming as n
left join rule_lists as l on l.key = r.key
left join gap_lists as g on g.key = r.key
where exists (select 1 from branch_rules)
order by item
