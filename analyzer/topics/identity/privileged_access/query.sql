with environment as (
  select case $scope_environment
           when 'production' then '(^|[^a-z])prod(uction)?([^a-z]|$)'
           when 'staging' then '(^|[^a-z])stag(e|ing)([^a-z]|$)'
           when 'development' then '(^|[^a-z])dev(elopment)?([^a-z]|$)'
         end as words
),
teams as (
  -- the promised teams as words that a department or a job title can hold: devops_team as devops
  select trim(replace(replace(replace(lower(word), '_', ' '), ' team', ''), 'team ', '')) as team
  from (select unnest(cast($role_set as varchar[])) as word) as words
),
roster as (
  -- one row a person, the latest employment
  select person_id, lower(email) as email, name, department, title,
         lower(coalesce(department, '') || ' ' || coalesce(title, '')) as position,
         replace(replace(replace(split_part(lower(email), '@', 1), '.', ''), '-', ''), '_', '') as login,
         (end_date is not null and cast(end_date as date) <= $as_of and not coalesce(start_date > end_date, false)) as has_left,
         end_date
  from people
  where email is not null
  qualify row_number() over (partition by lower(email) order by start_date desc nulls last) = 1
),
known_teams as (
  select count(*) as promised,
         count(*) filter (where exists (select 1 from roster as p where p.position like '%' || t.team || '%')) as on_the_roster
  from teams as t
),
newest_accounts as (
  select * from app_accounts
  qualify rank() over (partition by lower(system) order by cast(as_of as date) desc nulls last) = 1
),
privileged as (
  -- open privileged accounts of people
  select a.system, a.account_id as account, lower(a.email) as email, a.role, a.created_at, a.last_login_at, a.as_of
  from newest_accounts as a
  cross join environment as e
  where a.is_privileged
    and lower(coalesce(a.status, 'active')) not in ('inactive', 'disabled', 'deactivated', 'deprovisioned', 'suspended', 'deleted', 'removed', 'blocked', 'false', 'no')
    and (a.disabled_at is null or cast(a.disabled_at as date) > $as_of)
    and (a.created_at is null or cast(a.created_at as date) <= $as_of)
    and not regexp_matches(lower(coalesce(a.account_type, 'user')), 'service|bot|machine|system|application|^app$|^api$|integration|root|break|emergency')
    and ($scope_system is null or lower(a.system) like '%' || $scope_system || '%')
    and ($scope_environment is null
         or regexp_matches(replace(replace(lower(coalesce(a.env, a.system || ' ' || coalesce(a.role, ''))), 'non-prod', ''), 'pre-prod', ''), e.words))

  union all

  select 'identity provider', u.user_id, lower(u.email), 'administrator', u.created_at, u.last_login_at, cast(null as timestamp)
  from idp_users as u
  where u.is_admin
    and lower(coalesce(u.status, case when u.deactivated_at is null then 'active' else 'inactive' end))
      not in ('inactive', 'disabled', 'deactivated', 'deprovisioned', 'suspended', 'deleted', 'blocked', 'false')
    and lower(coalesce(u.account_type, 'user')) not in ('service', 'bot', 'machine', 'system', 'application', 'integration')
    and $scope_environment is null
    and ($scope_system is null or $scope_system in ('okta', 'entra', 'azure ad', 'google workspace', 'jumpcloud', 'onelogin', 'identity provider'))
),
holders as (
  select a.*, p.person_id, p.name, p.department, p.title, p.position, p.has_left, p.end_date,
         coalesce(p.email, a.email, lower(a.account)) as holder,
         exists (select 1 from teams as t where p.position like '%' || t.team || '%') as is_in_team,
         exists (
           select 1 from account_events as e
           where lower(e.system) = lower(a.system) and lower(e.account_id) = lower(a.account)
             and regexp_matches(lower(e.event), 'grant|assign|elevat|activat|add')
             and not regexp_matches(lower(e.event), 'deactivat|unassign')
             and e.ts > coalesce(a.as_of, cast($as_of as timestamp) + interval 1 day) - interval 24 hour
             and e.ts <= coalesce(a.as_of, cast($as_of as timestamp) + interval 1 day)
         ) as granted_within_a_day
  from privileged as a
  left join roster as p
    on p.email = a.email
    or (not exists (select 1 from roster as q where q.email = a.email)
        and p.login = replace(replace(replace(split_part(lower(a.account), '@', 1), '.', ''), '-', ''), '_', ''))
),
by_system as (
  select system, count(distinct holder) as number, string_agg(distinct holder, ', ' order by holder) as who,
         (select count(distinct holder) from holders) as everywhere, count(*) over () as systems
  from holders
  group by system
)

-- who holds privileged access, against the teams that may
select
  h.holder as item,
  case
    when h.has_left then false
    when h.is_in_team then true
    when h.person_id is null and h.email is null then null
    when k.on_the_roster < k.promised then null
    else false
  end as holds,
  coalesce(h.department || coalesce(', ' || h.title, ''), h.title, 'not on the roster') as observed,
  case
    when h.has_left then 'left on ' || cast(cast(h.end_date as date) as varchar) || ' and still holds privileged access to ' || h.system
    when h.is_in_team then 'belongs to a team that may hold privileged access'
    when h.person_id is null and h.email is null then 'the account names nobody of the roster'
    when k.on_the_roster < k.promised then 'the roster does not know every promised team: ' || array_to_string($role_set, ', ')
    when h.person_id is null then 'holds privileged access to ' || h.system || ' and is not on the roster'
    else 'holds privileged access to ' || h.system || ' and belongs to ' || coalesce(h.department, h.title, 'no department')
  end as reason,
  h.system, h.account, h.role, h.name as person, h.created_at, h.last_login_at
from holders as h
cross join known_teams as k
where $role_set is not null and exists (select 1 from roster)

union all

-- how many hold it; the text may mean each system or all together, and both have to hold
select
  system,
  case when number > $max_admins then false when everywhere <= $max_admins or systems = 1 then true end,
  number || ' with privileged access',
  case
    when number > $max_admins then number || ' people hold privileged access to ' || system || ', at most ' || cast($max_admins as integer) || ' promised: ' || who
    when everywhere <= $max_admins or systems = 1 then 'no more people hold privileged access than promised'
    else 'within the promise for ' || system || ', but ' || everywhere || ' people hold privileged access over all systems'
  end,
  system, null, null, null, null, null
from by_system
where $max_admins is not null

union all

-- just in time: nobody holds it for good
select
  holder, granted_within_a_day,
  case when granted_within_a_day then 'granted within a day' else 'standing access' end,
  case when granted_within_a_day then 'the privileged access was granted within a day of the list'
       else 'holds privileged access to ' || system || ' permanently; just-in-time promised' end,
  system, account, role, name, created_at, last_login_at
from holders
where $jit
order by item, system
