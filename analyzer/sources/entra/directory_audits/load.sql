insert into account_events (ts, system, account_id, event, actor, role_before, role_after, evidence_file, evidence_row)
with changes as (
  select record, unnest(cast(record->'$.targetResources' as json[])) as target, file, row_number
  from raw
  where (record->>'$.category') in ('UserManagement', 'GroupManagement', 'RoleManagement')
    and coalesce(record->>'$.result', 'success') = 'success'
    and regexp_matches(lower(record->>'$.activityDisplayName'), '(^| )(user|account|member|owner|assignment)( |$)')
    and not regexp_matches(lower(record->>'$.activityDisplayName'), 'update user|password|licen[cs]e|security info')
    and json_array_length(record->'$.targetResources') > 0
),
properties as (
  -- what became of the user's role or group; the log writes the values as JSON in a text
  select row_number, max(replace(property->>'$.newValue', '"', '')) as after, max(replace(property->>'$.oldValue', '"', '')) as before
  from (select row_number, unnest(cast(target->'$.modifiedProperties' as json[])) as property from changes
        where json_array_length(target->'$.modifiedProperties') > 0) as listed
  where (property->>'$.displayName') in ('Role.DisplayName', 'Group.DisplayName', 'AppRole.DisplayName')
  group by row_number
)
select
  record->>'$.activityDateTime',
  'Microsoft Entra ID',
  -- the name of a deleted user stands behind its id
  case when regexp_matches(target->>'$.userPrincipalName', '^[0-9a-fA-F]{32}') then substr(target->>'$.userPrincipalName', 33)
       else coalesce(nullif(target->>'$.userPrincipalName', ''), target->>'$.id') end,
  record->>'$.activityDisplayName',
  coalesce(nullif(record->>'$.initiatedBy.user.userPrincipalName', ''), record->>'$.initiatedBy.app.displayName',
           record->>'$.initiatedBy.user.id'),
  nullif(p.before, ''), nullif(p.after, ''),
  file, c.row_number
from changes as c
left join properties as p on p.row_number = c.row_number
where (target->>'$.type') = 'User';
