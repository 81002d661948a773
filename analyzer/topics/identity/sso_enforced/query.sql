with environment as (
  select case $scope_environment
           when 'production' then '(^|[^a-z])prod(uction)?([^a-z]|$)'
           when 'staging' then '(^|[^a-z])stag(e|ing)([^a-z]|$)'
           when 'development' then '(^|[^a-z])dev(elopment)?([^a-z]|$)'
         end as words
),
roster as (
  select lower(email) as email, lower(max(department)) as department,
         max(case when regexp_matches(lower(worker_type), 'contract|consult|freelanc|agency') then 'contractor' else 'employee' end) as worker_type
  from people
  where email is not null
  group by lower(email)
),
newest_accounts as (
  select *, count(auth_via_sso) over (partition by lower(system)) > 0 as system_reports_sso
  from app_accounts
  qualify rank() over (partition by lower(system) order by cast(as_of as date) desc nulls last) = 1
),
accounts as (
  -- open accounts of people; a root account cannot be federated
  select a.*
  from newest_accounts as a
  cross join environment as e
  where lower(coalesce(a.status, 'active')) not in ('inactive', 'disabled', 'deactivated', 'deprovisioned', 'suspended', 'deleted', 'removed', 'blocked', 'false', 'no')
    and (a.disabled_at is null or cast(a.disabled_at as date) > $as_of)
    and (a.created_at is null or cast(a.created_at as date) <= $as_of)
    and lower(coalesce(a.account_type, 'user')) not in ('service', 'bot', 'machine', 'system', 'application', 'app', 'api', 'integration', 'root')
    -- the cloud that a company builds on is no application that it uses
    and ($kind is null or not regexp_matches(lower(a.system), '^(aws|amazon|gcp|google cloud|azure)'))
    and ($scope_environment is null
         or regexp_matches(replace(replace(lower(coalesce(a.env, a.system || ' ' || coalesce(a.role, ''))), 'non-prod', ''), 'pre-prod', ''), e.words))
)
select
  coalesce(a.email, a.account_id) as item,
  a.auth_via_sso as holds,
  case when a.auth_via_sso then 'single sign-on' when not a.auth_via_sso then 'own password' else 'unknown' end as observed,
  case
    when a.auth_via_sso then 'the account signs in through single sign-on'
    when not a.auth_via_sso then 'the account signs in to ' || a.system || ' with a password of its own'
    else 'the export of ' || a.system || ' does not say how the account signs in'
  end as reason,
  a.system, a.account_id as account, a.role, a.created_at, a.last_login_at
from accounts as a
left join roster as p on p.email = lower(a.email)
where (a.system_reports_sso or $scope_system is not null)
  and ($scope_system is null or lower(a.system) like '%' || $scope_system || '%')
  and ($scope_privileged is null or a.is_privileged)
  and ($scope_worker_type is null or coalesce(p.worker_type, 'employee') = $scope_worker_type)
  and ($scope_department is null or p.department like '%' || $scope_department || '%')
order by item, system
