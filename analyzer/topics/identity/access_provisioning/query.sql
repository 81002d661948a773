with roster as (
  select lower(email) as email, lower(max(person_id)) as person_id, max(name) as name, max(manager_id) as manager, lower(max(department)) as department,
         max(case when regexp_matches(lower(worker_type), 'contract|consult|freelanc|agency') then 'contractor' else 'employee' end) as worker_type,
         max(replace(replace(replace(split_part(lower(email), '@', 1), '.', ''), '-', ''), '_', '')) as login
  from people
  where email is not null
  group by lower(email)
),
addresses as (
  -- the address behind an account, where a list of the system knows it
  select lower(system) as system, lower(account_id) as account, max(lower(email)) as email
  from app_accounts
  where email is not null
  group by lower(system), lower(account_id)
),
requests as (
  select *, lower(system) as system_key, lower(email) as person,
         replace(replace(replace(split_part(lower(email), '@', 1), '.', ''), '-', ''), '_', '') as login,
         coalesce(granted_at, approved_at, requested_at) as placed_at
  from access_requests
),
logged_grants as (
  -- grants of the period as the systems logged them
  select e.ts, e.system, e.account_id, e.event, e.actor, e.role_after, lower(e.system) as system_key,
         coalesce(a.email, p.email, lower(e.account_id)) as person,
         replace(replace(replace(split_part(coalesce(a.email, p.email, lower(e.account_id)), '@', 1), '.', ''), '-', ''), '_', '') as login
  from account_events as e
  left join addresses as a on a.system = lower(e.system) and a.account = lower(e.account_id)
  left join roster as p on a.email is null
    and p.login = replace(replace(replace(split_part(lower(e.account_id), '@', 1), '.', ''), '-', ''), '_', '')
  where cast(e.ts as date) between $period_start and $period_end
    and regexp_matches(lower(e.event), 'grant|creat|add|assign|provision|invit|attach|elevat')
    and not regexp_matches(lower(e.event), 'revok|remov|delet|unassign|deprovision|detach|den(y|ied)|password|token|key|session|login|logon|mfa|factor')
    and not exists (
      select 1 from app_accounts as s
      where lower(s.system) = lower(e.system) and lower(s.account_id) = lower(e.account_id)
        and lower(s.account_type) in ('service', 'bot', 'machine', 'system', 'application', 'app', 'api', 'integration')
    )
),
matched_grants as (
  -- the request nearest in time of the same person for the same system, not more than 60 days away
  select g.*, r.ticket_id, r.role, r.requested_at, r.approver, r.approved_at, g.ts as granted_at
  from logged_grants as g
  left join requests as r
    on (r.system_key = g.system_key or r.system_key like '%' || g.system_key || '%' or g.system_key like '%' || r.system_key || '%')
    and (r.person = g.person or r.login = g.login)
    and abs(cast(r.placed_at as date) - cast(g.ts as date)) <= 60
  qualify row_number() over (
    partition by g.ts, g.system_key, g.account_id, g.event, g.role_after
    order by case when lower(r.role) = lower(g.role_after) then 0 else 1 end, abs(cast(r.placed_at as date) - cast(g.ts as date)), r.ticket_id
  ) = 1
),
grants as (
  select ticket_id, coalesce(ticket_id, person) as item, system, account_id as account, person, login, coalesce(role, role_after) as role,
         requested_at, approver, approved_at, granted_at
  from matched_grants

  union all

  -- tickets of systems that no log is there of
  select ticket_id, coalesce(ticket_id, person), system, cast(null as varchar), person, login, role, requested_at, approver, approved_at, granted_at
  from requests as r
  where (cast(granted_at as date) between $period_start and $period_end
      or (granted_at is null and $grant_sla is not null and cast(approved_at as date) between $period_start and $period_end))
    and not exists (
      select 1 from account_events as e
      where r.system_key like '%' || lower(e.system) || '%' or lower(e.system) like '%' || r.system_key || '%'
    )
),
compared as (
  select g.*, p.name, p.department, p.manager,
    lower(g.approver) = g.person or split_part(lower(g.approver), '@', 1) = split_part(g.person, '@', 1) as is_own_approval,
    case when p.manager is null or g.approver is null then null
         else lower(g.approver) = lower(p.manager)
           or exists (select 1 from roster as m where m.email = lower(g.approver) and (m.person_id = lower(p.manager) or lower(m.name) = lower(p.manager))) end as approver_is_manager,
    -- a date without a time is midnight: then days are compared
    case when g.approved_at = date_trunc('day', g.approved_at) or g.granted_at = date_trunc('day', g.granted_at)
         then cast(g.approved_at as date) <= cast(g.granted_at as date)
         else g.approved_at <= g.granted_at end as approved_before,
    cast(g.granted_at as date) - cast(coalesce(g.approved_at, g.requested_at) as date) as days,
    c.business_day_number - s.business_day_number as business_days,
    case when g.granted_at <> date_trunc('day', g.granted_at) and coalesce(g.approved_at, g.requested_at) <> date_trunc('day', coalesce(g.approved_at, g.requested_at))
         then epoch(g.granted_at - coalesce(g.approved_at, g.requested_at)) / 3600.0 end as hours
  from grants as g
  left join roster as p on p.email = g.person
  left join calendar as s on s.day = cast(coalesce(g.approved_at, g.requested_at) as date)
  left join calendar as c on c.day = cast(g.granted_at as date)
  where ($scope_system is null or lower(g.system) like '%' || $scope_system || '%')
    and ($scope_worker_type is null or coalesce(p.worker_type, 'employee') = $scope_worker_type)
    and ($scope_department is null or p.department like '%' || $scope_department || '%')
),
promise as (
  select $approval_before_grant or $approver_role is not null as on_approval,
         case when $grant_sla like '1 %' then rtrim(replace($grant_sla, '_', ' '), 's') else replace($grant_sla, '_', ' ') end as promised
),
judged as (
  select c.*, t.on_approval, t.promised,
    case
      when not coalesce(t.on_approval, false) then true
      when c.ticket_id is null then false
      when c.approved_at is null and c.approver is null then false
      when c.is_own_approval then false
      when c.approved_at is null then null
      else c.approved_before
    end as approval_holds,
    case
      when $grant_sla is null then true
      when $grant_sla_business_days is not null then c.business_days <= $grant_sla_business_days
      when c.hours is not null then c.hours <= $grant_sla_hours
      else c.days <= floor($grant_sla_hours / 24)
    end as time_holds
  from compared as c
  cross join promise as t
)
select
  item,
  case when not approval_holds or not time_holds then false else approval_holds and time_holds end as holds,
  case when ticket_id is null then 'no request' when approved_at is null then coalesce('approved by ' || approver || ', date unknown', 'not approved')
       else 'approved ' || cast(cast(approved_at as date) as varchar) || coalesce(' by ' || approver, '') end as observed,
  case
    when ticket_id is null then 'access to ' || system || ' was granted on ' || cast(cast(granted_at as date) as varchar) || ' and no request is on record'
    when not approval_holds and approved_at is null then 'access was granted on ' || cast(cast(granted_at as date) as varchar) || ' and the request was not approved'
    when not approval_holds and is_own_approval then approver || ' approved their own access'
    when granted_at is null then 'the request was approved, and no date is on record on which access was granted'
    when not approval_holds then 'approved on ' || cast(cast(approved_at as date) as varchar) || ', after access was granted on ' || cast(cast(granted_at as date) as varchar)
    when approval_holds is null then 'the request names an approver and no date of the approval'
    when not time_holds and $grant_sla_business_days is not null then 'access was granted ' || business_days || ' business days after the approval; promised within ' || promised
    when not time_holds and hours is not null then 'access was granted ' || round(hours * 10) / 10.0 || ' hours after the approval; promised within ' || promised
    when not time_holds then 'access was granted ' || days || ' days after the approval; promised within ' || promised
    when time_holds is null then 'the request has no date from which the promised time could run'
    when coalesce(on_approval, false) then 'approved before access was granted'
    else 'access was granted within the promised time'
  end as reason,
  ticket_id, system, account, person as email, name as person, department, role, requested_at, approver, approver_is_manager, approved_at, granted_at
from judged
where on_approval or ($grant_sla is not null and ticket_id is not null)
order by item, system
