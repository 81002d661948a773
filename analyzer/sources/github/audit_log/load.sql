insert into account_events (ts, system, account_id, event, actor, role_before, role_after, evidence_file, evidence_row)
with changes as (
  select
    record, file, row_number,
    case record->>'$.action'
      when 'org.add_member' then 'granted'
      when 'org.remove_member' then 'revoked'
      when 'org.update_member' then 'role changed'
      when 'org.add_outside_collaborator' then 'granted'
      when 'org.remove_outside_collaborator' then 'revoked'
      when 'org.block_user' then 'revoked'
      when 'team.add_member' then 'granted'
      when 'team.remove_member' then 'revoked'
      when 'team.promote_maintainer' then 'role changed'
      when 'team.demote_maintainer' then 'role changed'
      when 'repo.add_member' then 'granted'
      when 'repo.remove_member' then 'revoked'
      when 'repo.update_member' then 'role changed'
    end as event
  from raw
)
select
  -- the log counts milliseconds
  coalesce(
    cast(to_timestamp(try_cast(record->>'$."@timestamp"' as bigint) / 1000) as varchar),
    record->>'$.created_at'
  ),
  'GitHub',
  coalesce(record->>'$.user', record->>'$.name'),
  event,
  record->>'$.actor',
  coalesce(record->>'$.old_permission', record->>'$.old_repo_permission'),
  case
    when (record->>'$.action') like 'team.%' then concat_ws(' ', 'team', record->>'$.team')
    when (record->>'$.action') like 'repo.%' then concat_ws(' ', coalesce(record->>'$.new_repo_permission', record->>'$.permission'), record->>'$.repo')
    else record->>'$.permission'
  end,
  file, row_number
from changes
where event is not null;
