insert into network_groups
  (group_id, group_name, network, env, description, evidence_file, evidence_row)
-- include aws_ec2_security_groups_columns.sql
-- include last_synchronisation.sql
),
-- include environment.sql
select group_id, group_name, vpc_id, env, description, file, row_number from t;

insert into network_rules
  (group_id, group_name, account_id, network, env, direction, action, protocol, port_from, port_to, ports, source,
   destination, description, enabled, evidence_file, evidence_row)
-- include aws_ec2_security_groups_columns.sql
-- include last_synchronisation.sql
),
-- include environment.sql
, permits as (
  select row_number, 'inbound' as direction, unnest(cast(ip_permissions as json[])) as permit from t
  where json_array_length(ip_permissions) > 0
  union all
  select row_number, 'outbound', unnest(cast(ip_permissions_egress as json[])) from t where json_array_length(ip_permissions_egress) > 0
),
peers as (
  select row_number, direction, permit, peer->>'$.CidrIp' as peer, peer->>'$.Description' as words
  from (
    select row_number, direction, permit, unnest(cast(permit->'$.IpRanges' as json[])) as peer from permits
    where json_array_length(permit->'$.IpRanges') > 0
  ) as v4
  union all
  select row_number, direction, permit, peer->>'$.CidrIpv6', peer->>'$.Description'
  from (
    select row_number, direction, permit, unnest(cast(permit->'$.Ipv6Ranges' as json[])) as peer from permits
    where json_array_length(permit->'$.Ipv6Ranges') > 0
  ) as v6
  union all
  select row_number, direction, permit, peer->>'$.GroupId', peer->>'$.Description'
  from (
    select row_number, direction, permit, unnest(cast(permit->'$.UserIdGroupPairs' as json[])) as peer from permits
    where json_array_length(permit->'$.UserIdGroupPairs') > 0
  ) as pairs
)
select
  t.group_id, t.group_name, t.account_id, t.vpc_id, t.env, p.direction, 'allow',
  case when (p.permit->>'$.IpProtocol') = '-1' then 'all' else p.permit->>'$.IpProtocol' end,
  case when (p.permit->>'$.IpProtocol') = '-1' then '0' else p.permit->>'$.FromPort' end,
  case when (p.permit->>'$.IpProtocol') = '-1' then '65535' else p.permit->>'$.ToPort' end,
  case
    when (p.permit->>'$.IpProtocol') = '-1' then 'all'
    when (p.permit->>'$.FromPort') = (p.permit->>'$.ToPort') then p.permit->>'$.FromPort'
    else (p.permit->>'$.FromPort') || '-' || (p.permit->>'$.ToPort')
  end,
  case when p.direction = 'inbound' then p.peer end, case when p.direction = 'outbound' then p.peer end, p.words, 'true', t.file,
  t.row_number
from peers as p
join t on t.row_number = p.row_number;
