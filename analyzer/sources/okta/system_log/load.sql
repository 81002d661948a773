insert into auth_events (ts, user_id, app, result, factor_used, ip, country, evidence_file, evidence_row)
with events as (
  select record, file, row_number
  from raw
  where (record->>'$.eventType') in ('user.session.start', 'user.authentication.sso', 'user.authentication.auth_via_mfa')
    and (record->>'$.actor.type') = 'User'
),
targets as (
  select row_number, unnest(cast(record->'$.target' as json[])) as target
  from events where json_array_length(record->'$.target') > 0
),
apps as (
  select row_number, max(target->>'$.displayName') as name
  from targets
  where (target->>'$.type') = 'AppInstance'
  group by row_number
)
select
  e.record->>'$.published',
  e.record->>'$.actor.id',
  coalesce(a.name, 'Okta'),
  e.record->>'$.outcome.result',
  case when (e.record->>'$.eventType') = 'user.authentication.auth_via_mfa' then e.record->>'$.debugContext.debugData.factor' end,
  e.record->>'$.client.ipAddress',
  e.record->>'$.client.geographicalContext.country',
  e.file, e.row_number
from events as e
left join apps as a on a.row_number = e.row_number;

insert into account_events
  (ts, system, account_id, event, actor, role_before, role_after, evidence_file, evidence_row)
with changes as (
  select record, file, row_number,
    case (record->>'$.eventType')
      when 'user.lifecycle.create' then 'created'
      when 'user.lifecycle.activate' then 'activated'
      when 'user.lifecycle.reactivate' then 'reactivated'
      when 'user.lifecycle.unsuspend' then 'reactivated'
      when 'user.lifecycle.suspend' then 'suspended'
      when 'user.lifecycle.deactivate' then 'deactivated'
      when 'user.lifecycle.delete.completed' then 'deleted'
      when 'user.mfa.factor.activate' then 'factor enrolled'
      when 'user.mfa.factor.deactivate' then 'factor reset'
      when 'user.mfa.factor.reset_all' then 'factor reset'
      when 'user.account.privilege.grant' then 'role granted'
      when 'user.account.privilege.revoke' then 'role revoked'
      when 'application.user_membership.add' then 'granted'
      when 'application.user_membership.remove' then 'revoked'
    end as event
  from raw
  where (record->>'$.outcome.result') = 'SUCCESS'
),
targets as (
  select row_number, unnest(cast(record->'$.target' as json[])) as target
  from changes where event is not null and json_array_length(record->'$.target') > 0
),
named as (
  select row_number,
    max(case when (target->>'$.type') in ('User', 'AppUser') then target->>'$.alternateId' end) as account,
    max(case when (target->>'$.type') = 'AppInstance' then target->>'$.displayName' end) as app
  from targets
  group by row_number
)
select
  c.record->>'$.published',
  case when (c.record->>'$.eventType') like 'application.%' then n.app else 'Okta' end,
  n.account,
  c.event,
  coalesce(c.record->>'$.actor.alternateId', c.record->>'$.actor.displayName'),
  case when c.event = 'role revoked' then c.record->>'$.debugContext.debugData.privilegeRevoked' end,
  case when c.event = 'role granted' then c.record->>'$.debugContext.debugData.privilegeGranted' end,
  c.file, c.row_number
from changes as c
join named as n on n.row_number = c.row_number
where c.event is not null
  -- what rules and groups of the directory assign by themselves is nobody's grant of a right
  and not ((c.record->>'$.eventType') like 'application.%' and (c.record->>'$.actor.type') <> 'User');
