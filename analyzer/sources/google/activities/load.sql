insert into auth_events (ts, user_id, app, result, factor_used, ip, country, evidence_file, evidence_row)
with events as (
  select record, unnest(cast(record->'$.events' as json[])) as event, file, row_number
  from raw
  where (record->>'$.id.applicationName') = 'login' and json_array_length(record->'$.events') > 0
),
methods as (
  -- how somebody was asked; no challenge is no statement, as a session of another sign-in may have answered it
  select row_number, string_agg(distinct method, '+' order by method) as methods
  from (
    select row_number, unnest(cast(parameter->'$.multiValue' as varchar[])) as method
    from (
      select row_number, unnest(cast(event->'$.parameters' as json[])) as parameter
      from events where json_array_length(event->'$.parameters') > 0 and (event->>'$.name') = 'login_success'
    ) as listed
    where (parameter->>'$.name') = 'login_challenge_method'
  ) as asked
  where method <> 'none'
  group by row_number
)
select
  record->>'$.id.time',
  coalesce(record->>'$.actor.profileId', record->>'$.actor.email'),
  'Google Workspace',
  case event->>'$.name' when 'login_success' then 'success' else 'failure' end,
  case event->>'$.name' when 'login_success' then m.methods end,
  record->>'$.ipAddress',
  record->>'$.networkInfo.regionCode',
  file, e.row_number
from events as e
left join methods as m on m.row_number = e.row_number
where (event->>'$.name') in ('login_success', 'login_failure');

insert into account_events
  (ts, system, account_id, event, actor, role_before, role_after, evidence_file, evidence_row)
with events as (
  select record, unnest(cast(record->'$.events' as json[])) as event, file, row_number
  from raw
  where (record->>'$.id.applicationName') = 'admin' and json_array_length(record->'$.events') > 0
),
parameters as (
  select row_number, event,
    max(case when (parameter->>'$.name') = 'USER_EMAIL' then parameter->>'$.value' end) as account,
    max(case when (parameter->>'$.name') = 'ROLE_NAME' then parameter->>'$.value' end) as role,
    max(case when (parameter->>'$.name') = 'GROUP_EMAIL' then parameter->>'$.value' end) as in_group
  from (
    select row_number, event, unnest(cast(event->'$.parameters' as json[])) as parameter
    from events where json_array_length(event->'$.parameters') > 0
  ) as listed
  group by row_number, event
),
changes as (
  select e.record, e.event->>'$.name' as name, p.account, coalesce(p.role, p.in_group) as role, e.file, e.row_number
  from events as e
  join parameters as p on p.row_number = e.row_number and p.event = e.event
)
select
  record->>'$.id.time',
  'Google Workspace',
  account,
  case name
    when 'CREATE_USER' then 'created'
    when 'DELETE_USER' then 'deleted'
    when 'UNDELETE_USER' then 'restored'
    when 'SUSPEND_USER' then 'suspended'
    when 'UNSUSPEND_USER' then 'restored'
    when 'ARCHIVE_USER' then 'deactivated'
    when 'UNARCHIVE_USER' then 'restored'
    when 'GRANT_ADMIN_PRIVILEGE' then 'role granted'
    when 'GRANT_DELEGATED_ADMIN_PRIVILEGES' then 'role granted'
    when 'REVOKE_ADMIN_PRIVILEGE' then 'role revoked'
    when 'ASSIGN_ROLE' then 'role granted'
    when 'UNASSIGN_ROLE' then 'role revoked'
    when 'ADD_GROUP_MEMBER' then 'added to group'
    when 'REMOVE_GROUP_MEMBER' then 'removed from group'
  end,
  record->>'$.actor.email',
  case when name in ('REVOKE_ADMIN_PRIVILEGE', 'UNASSIGN_ROLE', 'REMOVE_GROUP_MEMBER') then coalesce(role, 'administrator') end,
  case when name in ('GRANT_ADMIN_PRIVILEGE', 'GRANT_DELEGATED_ADMIN_PRIVILEGES', 'ASSIGN_ROLE', 'ADD_GROUP_MEMBER')
       then coalesce(role, 'administrator') end,
  file, row_number
from changes
where account is not null
  and name in (
    'CREATE_USER', 'DELETE_USER', 'UNDELETE_USER', 'SUSPEND_USER', 'UNSUSPEND_USER', 'ARCHIVE_USER', 'UNARCHIVE_USER',
    'GRANT_ADMIN_PRIVILEGE', 'GRANT_DELEGATED_ADMIN_PRIVILEGES', 'REVOKE_ADMIN_PRIVILEGE', 'ASSIGN_ROLE', 'UNASSIGN_ROLE',
    'ADD_GROUP_MEMBER', 'REMOVE_GROUP_MEMBER');

insert into config_history (ts, resource_id, attribute, old_value, new_value, actor, evidence_file, evidence_row)
with events as (
  select record, unnest(cast(record->'$.events' as json[])) as event, file, row_number
  from raw
  where (record->>'$.id.applicationName') = 'admin' and json_array_length(record->'$.events') > 0
),
parameters as (
  select row_number, event,
    max(case when (parameter->>'$.name') in ('USER_EMAIL', 'GROUP_EMAIL') then parameter->>'$.value' end) as account,
    max(case when (parameter->>'$.name') = 'ORG_UNIT_NAME' then parameter->>'$.value' end) as unit,
    max(case when (parameter->>'$.name') = 'DOMAIN_NAME' then parameter->>'$.value' end) as domain,
    max(case when (parameter->>'$.name') = 'SETTING_NAME' then parameter->>'$.value' end) as setting,
    max(case when (parameter->>'$.name') = 'OLD_VALUE' then coalesce(parameter->>'$.value', parameter->>'$.boolValue') end) as before,
    max(case when (parameter->>'$.name') = 'NEW_VALUE' then coalesce(parameter->>'$.value', parameter->>'$.boolValue') end) as after
  from (
    select row_number, event, unnest(cast(event->'$.parameters' as json[])) as parameter
    from events where json_array_length(event->'$.parameters') > 0
  ) as listed
  group by row_number, event
)
select
  e.record->>'$.id.time',
  coalesce(p.unit, p.domain, 'Google Workspace'),
  coalesce(p.setting, e.event->>'$.name'),
  p.before, p.after,
  e.record->>'$.actor.email',
  e.file, e.row_number
from events as e
join parameters as p on p.row_number = e.row_number and p.event = e.event
where p.account is null and p.after is not null;
