with promise as (
  select
    case when lower($sla) like 'immediate%' then 0 else $sla_hours end as hours, -- immediately: on the day itself
    $sla_business_days as business_days,
    case when lower($sla) like 'immediate%' then 'the same day' when $sla like '1 %' then rtrim(replace($sla, '_', ' '), 's') else replace($sla, '_', ' ') end as words
),
environment as (
  select case $scope_environment
           when 'production' then '(^|[^a-z])prod(uction)?([^a-z]|$)'
           when 'staging' then '(^|[^a-z])stag(e|ing)([^a-z]|$)'
           when 'development' then '(^|[^a-z])dev(elopment)?([^a-z]|$)'
         end as words
),
leavers as (
  -- people whose work has ended and who did not come back
  select
    p.person_id, lower(p.email) as email, p.name, p.department, p.worker_type, p.end_date, p.notice_at,
    replace(replace(replace(split_part(lower(p.email), '@', 1), '.', ''), '-', ''), '_', '') as login,
    case when $clock_start = 'hr_notice' and p.notice_at > p.end_date then p.notice_at else p.end_date end as clock_at,
    lower(p.status) in ('active', 'employed', 'current', 'true') as still_on_the_roster,
    cast(p.end_date as date) >= $period_start as left_in_period
  from people as p
  where cast(p.end_date as date) <= least(cast($period_end as date), cast($as_of as date))
    and (p.start_date is null or p.start_date <= p.end_date)
    and not exists (
      select 1 from people as again
      where (lower(again.email) = lower(p.email) or again.person_id = p.person_id)
        and cast(again.start_date as date) > cast(p.end_date as date) and cast(again.start_date as date) <= $as_of
    )
    and ($scope_department is null or lower(p.department) like '%' || $scope_department || '%')
    and ($scope_worker_type is null or $scope_worker_type
         = case when regexp_matches(lower(p.worker_type), 'contract|consult|freelanc|agency') then 'contractor' else 'employee' end)
  qualify row_number() over (partition by coalesce(lower(p.email), p.person_id) order by p.end_date desc nulls last) = 1
),
removals as (
  -- events that close an account as a whole, not ones that take a role or a group from it
  select lower(system) as system, lower(account_id) as account_id, ts
  from account_events
  where regexp_matches(lower(event), 'revok|remov|delet|deactivat|disabl|suspend|deprovision|terminat')
    and not regexp_matches(lower(event), 'role|group|team|repo|polic|key|token')
    and role_after is null

  union all

  -- what the list of leavers itself says of their accounts
  select lower(system), lower(coalesce(email, person_id)), removed_at
  from account_removals
  where removed_at is not null
),
newest_lists as (
  select lower(system) as system, max(cast(as_of as date)) as listed_on
  from app_accounts
  group by lower(system)
),
newest_accounts as not materialized (
  select a.*
  from app_accounts as a
  join newest_lists as n on n.system is not distinct from lower(a.system) and (n.listed_on is null or n.listed_on = cast(a.as_of as date))
),
accounts as not materialized (
  select 'identity provider' as system, user_id as account, lower(email) as email, lower(coalesce(email, user_id)) as name,
         lower(status) as status, deactivated_at as disabled_at, last_login_at
  from idp_users
  where lower(coalesce(account_type, 'user')) not in ('service', 'bot', 'machine', 'system', 'application', 'integration')
    and $scope_environment is null
    and ($scope_privileged is null or is_admin)
    and ($scope_system is null or $scope_system in ('okta', 'entra', 'azure ad', 'active directory', 'google workspace', 'jumpcloud', 'onelogin', 'sso', 'identity provider'))

  union all

  select a.system, a.account_id, lower(a.email), lower(a.account_id), lower(a.status), a.disabled_at, a.last_login_at
  from newest_accounts as a
  cross join environment as e
  where lower(coalesce(a.account_type, 'user')) not in ('service', 'bot', 'machine', 'system', 'application', 'app', 'api', 'integration', 'root')
    and ($scope_system is null or lower(a.system) like '%' || $scope_system || '%')
    and ($scope_privileged is null or a.is_privileged)
    and ($scope_environment is null
         or regexp_matches(replace(replace(lower(coalesce(a.env, a.system || ' ' || coalesce(a.role, ''))), 'non-prod', ''), 'pre-prod', ''), e.words))

  union all

  -- accounts that are gone from the lists, of which the log knows the end
  select r.system, r.account_id, case when r.account_id like '%@%' then r.account_id end, r.account_id, 'removed', min(r.ts), cast(null as timestamp)
  from removals as r
  where $scope_environment is null and $scope_privileged is null
    and ($scope_system is null or r.system like '%' || $scope_system || '%')
    and not exists (select 1 from newest_accounts as a where lower(a.system) = r.system and lower(a.account_id) = r.account_id)
    and not exists (select 1 from idp_users as u where r.account_id in (lower(u.user_id), lower(u.email)) and regexp_matches(r.system, 'okta|entra|azure|google|jumpcloud|identity|sso'))
  group by r.system, r.account_id

  union all

  -- accounts that the list of leavers names without the date of their end
  select r.system, coalesce(r.email, r.person_id), lower(r.email), lower(coalesce(r.email, r.person_id)), lower(r.status),
         cast(null as timestamp), cast(null as timestamp)
  from account_removals as r
  where r.removed_at is null and $scope_environment is null and $scope_privileged is null
    and ($scope_system is null or lower(r.system) like '%' || $scope_system || '%')
    and not exists (select 1 from newest_accounts as a where lower(a.system) = lower(r.system) and lower(r.email) in (lower(a.email), lower(a.account_id)))
),
accounts_of_leavers as (
  -- by e-mail; by the number of the person; by login where the list has no address that the roster knows
  select l.*, a.system, a.account, a.status, a.disabled_at, a.last_login_at
  from leavers as l
  join accounts as a on a.email = l.email

  union all

  select l.*, a.system, a.account, a.status, a.disabled_at, a.last_login_at
  from leavers as l
  join accounts as a on a.name = lower(l.person_id)
  where a.email is null

  union all

  select l.*, a.system, a.account, a.status, a.disabled_at, a.last_login_at
  from leavers as l
  join (
    select each_account.* from accounts as each_account
    left join (select distinct lower(email) as email from people) as known on known.email = each_account.email
    where each_account.system <> 'identity provider' and known.email is null
  ) as a on replace(replace(replace(split_part(a.name, '@', 1), '.', ''), '-', ''), '_', '') = l.login
  where a.name is distinct from lower(l.person_id)
),
removed as (
  select a.*,
    coalesce(a.status, case when a.disabled_at is null then 'active' else 'disabled' end) in
      ('inactive', 'disabled', 'deactivated', 'deprovisioned', 'suspended', 'deleted', 'removed', 'blocked', 'revoked', 'terminated', 'false', 'no') as is_off,
    coalesce(
      a.disabled_at,
      (select min(r.ts) from removals as r
       where (r.system = lower(a.system) or a.system = 'identity provider' and regexp_matches(r.system, 'okta|entra|azure|google|jumpcloud|identity|sso'))
         and r.account_id in (lower(a.account), a.email, lower(a.person_id)) and cast(r.ts as date) >= cast(a.end_date as date) - 31)
    ) as removed_at
  from accounts_of_leavers as a
),
measured as (
  -- a date without a time is midnight; hours are counted only where both moments have a time
  select r.*, t.words, t.hours as promised_hours, t.business_days as promised_business_days,
    cast(r.removed_at as date) - cast(r.clock_at as date) as days,
    c.business_day_number - s.business_day_number as business_days,
    case when r.removed_at <> date_trunc('day', r.removed_at) and r.clock_at <> date_trunc('day', r.clock_at)
         then round(epoch(r.removed_at - r.clock_at) / 360.0) / 10.0 end as hours,
    cast($as_of as date) - cast(r.clock_at as date) as days_until_now,
    now.business_day_number - s.business_day_number as business_days_until_now,
    cast(l.day as date) - cast(r.clock_at as date) as days_until_login,
    l.business_day_number - s.business_day_number as business_days_until_login
  from removed as r
  cross join promise as t
  left join calendar as s on s.day = cast(r.clock_at as date)
  left join calendar as c on c.day = cast(r.removed_at as date)
  left join calendar as l on l.day = cast(r.last_login_at as date)
  left join calendar as now on now.day = cast($as_of as date)
),
compared as (
  select *,
    case
      when days < 0 then true
      when promised_business_days is not null then business_days <= promised_business_days
      when promised_hours is null then true
      when hours is not null and promised_hours > 0 then hours <= promised_hours
      else days <= floor(promised_hours / 24)
    end as in_time,
    case
      when promised_business_days is not null then business_days_until_now > promised_business_days
      else days_until_now > floor(coalesce(promised_hours, 0) / 24)
    end as time_is_over,
    case
      when promised_business_days is not null then business_days_until_login > promised_business_days
      else days_until_login > floor(promised_hours / 24)
    end as signed_in_too_late,
    $clock_start = 'hr_notice' and notice_at is null as start_is_unknown,
    case
      when promised_business_days is not null and business_days = 1 then '1 business day'
      when promised_business_days is not null then cast(business_days as varchar) || ' business days'
      when hours is not null and promised_hours > 0 then cast(hours as varchar) || ' hours'
      when days = 1 then '1 day'
      else cast(days as varchar) || ' days'
    end as lag
  from measured
),
findings as (
  select
    coalesce(email, person_id) as item,
    case
      when still_on_the_roster then null
      when not is_off and removed_at is not null then null
      when status = 'removal not recorded' then null
      when not is_off then false
      when removed_at is null and signed_in_too_late then false
      when removed_at is null and words is null then true
      when removed_at is null then null
      when not in_time and start_is_unknown then null
      else in_time
    end as holds,
    case when status = 'removal not recorded' then 'unknown' when not is_off then 'still open' when removed_at is null then 'closed, date unknown' else 'closed ' || cast(cast(removed_at as date) as varchar) end as observed,
    case
      when still_on_the_roster then 'the roster names a last day and still lists the person as active'
      when not is_off and removed_at is not null then 'the list calls the account active and names a date on which it was closed'
      when status = 'removal not recorded' then 'the list of leavers does not say whether and when the access was removed'
      when not is_off then 'the account is still open ' || days_until_now || ' days after the last day' || coalesce('; promised within ' || words, '')
      when removed_at is null and signed_in_too_late
        then 'signed in on ' || cast(cast(last_login_at as date) as varchar) || ', after the promised time; closed on an unknown date'
      when removed_at is null then 'the account is closed, and no export says since when'
      when not in_time and start_is_unknown then 'access removed ' || lag || ' after the last day, and the roster does not say when HR gave notice'
      when not in_time then 'access removed ' || lag || ' after ' || case when clock_at > end_date then 'the notice' else 'the last day' end || '; promised within ' || words
      when days < 0 then 'access removed before the last day'
      when days = 0 then 'access removed on the last day'
      else 'access removed ' || lag || ' after ' || case when clock_at > end_date then 'the notice' else 'the last day' end
    end as reason,
    system, account, end_date, removed_at as disabled_at, hours, days, last_login_at, name as person, department, worker_type
  from compared
  where case when left_in_period then is_off or status = 'removal not recorded' or time_is_over or removed_at is not null or still_on_the_roster
             else not is_off and status is distinct from 'removal not recorded' and removed_at is null and not coalesce(still_on_the_roster, false) end

  union all

  -- nobody knows an account of this leaver: it may never have been one, or no export reaches it
  select
    coalesce(l.email, l.person_id), null, 'no account found', 'no export knows an account of this leaver',
    null, null, l.end_date, null, null, null, null, l.name, l.department, l.worker_type
  from leavers as l
  where l.left_in_period
    and $scope_system is null and $scope_environment is null and $scope_privileged is null
    and not exists (select 1 from accounts_of_leavers as a where a.email is not distinct from l.email and a.person_id is not distinct from l.person_id)

  union all

  -- somebody left, and the roster does not say when
  select
    coalesce(lower(p.email), p.person_id), null, 'last day unknown', 'the roster says that the person left and names no last day',
    null, null, null, null, null, null, null, p.name, p.department, p.worker_type
  from people as p
  where p.end_date is null
    and lower(p.status) in ('inactive', 'terminated', 'left', 'former', 'offboarded', 'separated')
    and not exists (
      select 1 from people as again
      where (lower(again.email) = lower(p.email) or again.person_id = p.person_id)
        and (again.end_date is not null or coalesce(lower(again.status), 'active') in ('active', 'employed', 'current', 'true'))
    )
    and ($scope_department is null or lower(p.department) like '%' || $scope_department || '%')
    and ($scope_worker_type is null or $scope_worker_type
         = case when regexp_matches(lower(p.worker_type), 'contract|consult|freelanc|agency') then 'contractor' else 'employee' end)
)
select item, holds, observed, reason, system, account, end_date, disabled_at, hours, days, last_login_at, person, department, worker_type
from findings
order by item, system
