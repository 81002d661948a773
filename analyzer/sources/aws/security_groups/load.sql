insert into network_groups (group_id, group_name, network, env, description, evidence_file, evidence_row)
with tagged as (
  -- include tagged.sql
)
select r.record->>'$.GroupId', r.record->>'$.GroupName', r.record->>'$.VpcId',
  t.env,
  r.record->>'$.Description', r.file, r.row_number
from raw as r
left join tagged as t on t.row_number = r.row_number;

insert into network_rules
  (group_id, group_name, account_id, network, env, direction, action, protocol, port_from, port_to, ports, source, destination,
   description, enabled, evidence_file, evidence_row)
with permits as (
  select record, 'inbound' as direction, unnest(cast(record->'$.IpPermissions' as json[])) as permit, file, row_number
  from raw where json_array_length(record->'$.IpPermissions') > 0
  union all
  select record, 'outbound', unnest(cast(record->'$.IpPermissionsEgress' as json[])), file, row_number
  from raw where json_array_length(record->'$.IpPermissionsEgress') > 0
),
peers as (
  select record, direction, permit, unnest(cast(permit->'$.IpRanges' as json[]))->>'$.CidrIp' as peer,
    unnest(cast(permit->'$.IpRanges' as json[]))->>'$.Description' as words, file, row_number
  from permits where json_array_length(permit->'$.IpRanges') > 0
  union all
  select record, direction, permit, unnest(cast(permit->'$.Ipv6Ranges' as json[]))->>'$.CidrIpv6',
    unnest(cast(permit->'$.Ipv6Ranges' as json[]))->>'$.Description', file, row_number
  from permits where json_array_length(permit->'$.Ipv6Ranges') > 0
  union all
  select record, direction, permit, unnest(cast(permit->'$.UserIdGroupPairs' as json[]))->>'$.GroupId',
    unnest(cast(permit->'$.UserIdGroupPairs' as json[]))->>'$.Description', file, row_number
  from permits where json_array_length(permit->'$.UserIdGroupPairs') > 0
  union all
  select record, direction, permit, unnest(cast(permit->'$.PrefixListIds' as json[]))->>'$.PrefixListId',
    unnest(cast(permit->'$.PrefixListIds' as json[]))->>'$.Description', file, row_number
  from permits where json_array_length(permit->'$.PrefixListIds') > 0
)
select
  p.record->>'$.GroupId', p.record->>'$.GroupName', coalesce(p.record->>'$.OwnerId', p.record->>'$._account'),
  p.record->>'$.VpcId', g.env,
  p.direction, 'allow', case when (p.permit->>'$.IpProtocol') = '-1' then 'all' else p.permit->>'$.IpProtocol' end,
  case when (p.permit->>'$.IpProtocol') = '-1' then '0' else p.permit->>'$.FromPort' end,
  case when (p.permit->>'$.IpProtocol') = '-1' then '65535' else p.permit->>'$.ToPort' end,
  case
    when (p.permit->>'$.IpProtocol') = '-1' then 'all'
    when (p.permit->>'$.FromPort') = (p.permit->>'$.ToPort') then p.permit->>'$.FromPort'
    else (p.permit->>'$.FromPort') || '-' || (p.permit->>'$.ToPort')
  end,
  case when p.direction = 'inbound' then p.peer end, case when p.direction = 'outbound' then p.peer end, p.words, 'true',
  p.file, p.row_number
from peers as p
left join network_groups as g on g.evidence_file = p.file and g.evidence_row = p.row_number;
