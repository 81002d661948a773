with environment as (
  select case $scope_environment
           when 'production' then '(^|[^a-z])prod(uction)?([^a-z]|$)'
           when 'staging' then '(^|[^a-z])stag(e|ing)([^a-z]|$)'
           when 'development' then '(^|[^a-z])dev(elopment)?([^a-z]|$)'
         end as words
),
left_out_by_the_text(word, pattern) as (
  values ('break_glass', '%break%glass%'), ('break_glass', '%emergency%'), ('root', '%root%')
),
rules as (
  -- sign-on rules in force at the end of the period
  select coalesce(name, policy_id) as rule, policy_id, app_or_group, mfa_required, groups_excluded,
         coalesce(array_length(groups_excluded), 0) > 0 as leaves_out,
         coalesce(array_length(groups_included), 0) = 0 as covers_everyone,
         lower(coalesce(name, '') || ' ' || coalesce(app_or_group, '')) as words
  from idp_policies
  where lower(coalesce(status, 'active')) not in ('inactive', 'disabled', 'deleted', 'false', 'off')
    and (effective_from is null or cast(effective_from as date) <= $as_of)
    and (effective_to is null or cast(effective_to as date) > $as_of)
),
rules_in_scope as (
  select r.*, count(*) filter (where mfa_required and covers_everyone and not leaves_out) over () as rules_without_gap
  from rules as r
  cross join environment as e
  where ($scope_system is null or r.words like '%' || $scope_system || '%'
      or $scope_system in ('okta', 'entra', 'azure ad', 'jumpcloud', 'onelogin', 'ping', 'duo'))
    and ($scope_environment is null or regexp_matches(replace(replace(r.words, 'non-prod', ''), 'pre-prod', ''), e.words))
    and (r.covers_everyone or ($scope_privileged is null and $scope_worker_type is null and $scope_department is null))
),
roster as (
  select lower(email) as email, lower(max(department)) as department,
         max(case when regexp_matches(lower(worker_type), 'contract|consult|freelanc|agency') then 'contractor' else 'employee' end) as worker_type
  from people
  where email is not null
  group by lower(email)
),
newest_accounts as (
  select *, count(mfa_enabled) over (partition by lower(system)) > 0 as system_reports_mfa
  from app_accounts
  qualify rank() over (partition by lower(system) order by cast(as_of as date) desc nulls last) = 1
),
accounts as (
  -- open accounts of people
  select a.*, regexp_matches(replace(replace(lower(coalesce(a.env, a.system || ' ' || coalesce(a.role, ''))), 'non-prod', ''), 'pre-prod', ''), e.words) as in_environment
  from newest_accounts as a
  cross join environment as e
  where lower(coalesce(a.status, 'active')) not in ('inactive', 'disabled', 'deactivated', 'deprovisioned', 'suspended', 'deleted', 'removed', 'blocked', 'false', 'no')
    and (a.disabled_at is null or cast(a.disabled_at as date) > $as_of)
    and (a.created_at is null or cast(a.created_at as date) <= $as_of)
    and lower(coalesce(a.account_type, 'user')) not in ('service', 'bot', 'machine', 'system', 'application', 'app', 'api', 'integration')
),
factors as (
  select lower(user_id) as person, count(*) as number, string_agg(distinct factor_type, ', ' order by factor_type) as kinds
  from idp_factors
  where lower(coalesce(status, 'active')) in ('active', 'enrolled')
    and lower(factor_type) not in ('question', 'security_question', 'password')
  group by lower(user_id)
),
sign_ins_with_one_factor as (
  select lower(user_id) as person, count(*) as number, min(ts) as first_at
  from auth_events
  where cast(ts as date) between $period_start and $period_end
    and lower(result) in ('success', 'succeeded', 'allow', 'allowed', 'true', 'ok')
    and lower(factor_used) in ('none', 'single_factor', 'single factor', 'singlefactorauthentication', 'password_only', 'password only', '1fa')
  group by lower(user_id)
),
users as (
  -- active directory users that are people; who cannot sign in yet is left out
  select u.user_id, coalesce(u.email, u.user_id) as email, u.last_login_at, count(u.last_login_at) over () > 0 as sign_ins_are_known,
         coalesce(f.kinds, g.kinds) as kinds, coalesce(f.number, g.number, 0) as factors,
         coalesce(s.number, t.number, 0) as weak_sign_ins, coalesce(s.first_at, t.first_at) as first_weak_sign_in
  from idp_users as u
  left join factors as f on f.person = lower(u.user_id)
  left join factors as g on g.person = lower(u.email)
  left join sign_ins_with_one_factor as s on s.person = lower(u.user_id)
  left join sign_ins_with_one_factor as t on t.person = lower(u.email)
  left join roster as p on p.email = lower(u.email)
  where (case when u.status is null then u.deactivated_at is null or cast(u.deactivated_at as date) > $as_of
              else lower(u.status) not in ('inactive', 'disabled', 'deactivated', 'deprovisioned', 'suspended', 'deleted', 'staged', 'provisioned', 'pending', 'invited', 'blocked', 'false') end)
    and (u.created_at is null or cast(u.created_at as date) <= $as_of)
    and lower(coalesce(u.account_type, 'user')) not in ('service', 'bot', 'machine', 'system', 'application', 'integration')
    and ($scope_system is null or lower(u.directory) like '%' || $scope_system || '%'
         or (u.directory is null and $scope_system in ('okta', 'entra', 'azure ad', 'google workspace', 'jumpcloud', 'onelogin', 'ping', 'duo')))
    and ($scope_worker_type is null or coalesce(p.worker_type, 'employee') = $scope_worker_type)
    and ($scope_department is null or p.department like '%' || $scope_department || '%')
    and ($scope_privileged is null or u.is_admin
         or exists (select 1 from accounts as a where lower(a.email) = lower(u.email) and a.is_privileged))
    and ($scope_environment is null
         or exists (select 1 from accounts as a where lower(a.email) = lower(u.email) and a.in_environment))
),
findings as (
  select
    rule as item,
    case when not mfa_required then false when leaves_out and rules_without_gap = 0 then null else mfa_required end as holds,
    case when mfa_required then 'second factor required' when not mfa_required then 'no second factor required' else 'unknown' end as observed,
    case
      when not mfa_required then 'the sign-on rule is in force and requires no second factor'
      when mfa_required is null then 'the export does not say whether the sign-on rule requires a second factor'
      when leaves_out and rules_without_gap = 0
        then 'the sign-on rule leaves out ' || array_to_string(groups_excluded, ', ') || ', and no rule for everyone covers them'
      else 'the sign-on rule requires a second factor'
    end as reason,
    'sign-on rule' as kind, app_or_group as system, policy_id as account, cast(null as timestamp) as last_login_at
  from rules_in_scope

  union all

  select
    email,
    case
      when weak_sign_ins > 0 then false
      when factors > 0 then true
      when sign_ins_are_known and last_login_at is null then null
      else false
    end,
    case when factors > 0 then kinds else 'no second factor' end,
    case
      when weak_sign_ins > 0
        then 'signed in ' || weak_sign_ins || ' times with one factor, first on ' || cast(cast(first_weak_sign_in as date) as varchar)
      when factors > 0 then 'the active user has a second factor'
      when sign_ins_are_known and last_login_at is null then 'the active user has no second factor, and has never signed in'
      else 'the active user has no second factor'
    end,
    'directory user', 'identity provider', user_id, last_login_at
  from users
  where weak_sign_ins > 0 or exists (select 1 from factors)

  union all

  select
    coalesce(a.email, a.account_id),
    case when a.mfa_enabled or not coalesce(a.auth_via_sso, false) then a.mfa_enabled end,
    case when a.mfa_enabled then 'MFA on' when a.auth_via_sso then 'single sign-on' when not a.mfa_enabled then 'MFA off' else 'unknown' end,
    case
      when a.mfa_enabled then 'the account has MFA'
      when a.auth_via_sso then 'the account signs in through single sign-on, and the evidence does not say whether that asks for a second factor'
      when not a.mfa_enabled then 'the account can sign in to ' || a.system || ' without MFA'
      else 'the export of ' || a.system || ' does not say whether the account has MFA'
    end,
    coalesce(a.account_type, 'user') || ' account', a.system, a.account_id, a.last_login_at
  from accounts as a
  left join roster as p on p.email = lower(a.email)
  -- accounts behind single sign-on are told by the directory, where there is evidence of its factors or rules
  where (not coalesce(a.auth_via_sso, false) or not exists (select 1 from factors) and not exists (select 1 from rules))
    and (a.system_reports_mfa or $scope_system is not null)
    -- who administers the directory is one of its users
    and not (a.mfa_enabled is null and exists (select 1 from idp_users as d where lower(d.directory) = lower(a.system)))
    and ($scope_system is null or lower(a.system) like '%' || $scope_system || '%')
    and ($scope_environment is null or a.in_environment)
    and ($scope_privileged is null or a.is_privileged or lower(a.account_type) = 'root')
    and ($scope_worker_type is null or coalesce(p.worker_type, 'employee') = $scope_worker_type)
    and ($scope_department is null or p.department like '%' || $scope_department || '%')
    and not exists (
      select 1 from left_out_by_the_text as l
      where list_contains(cast($exceptions as varchar[]), l.word)
        and lower(a.account_id || ' ' || coalesce(a.account_type, '')) like l.pattern
    )
)
select item, holds, observed, reason, kind, system, account, last_login_at
from findings
where coalesce($enforcement, 'required') = 'required'
order by kind, item, system
