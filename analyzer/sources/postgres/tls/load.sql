insert into tls_endpoints
  (endpoint, name, exposure, port, min_protocol, protocols, ciphers, mtls, notes, evidence_file, evidence_row)
with servers as (
  select
    record, record->'$.Settings' as s, file, row_number, record->>'$.Address' as address,
    json_type(record, '$.Rules') = 'ARRAY' as rules_seen, json_type(record, '$.Connections') = 'ARRAY' as connections_seen,
    coalesce((record->>'$.Settings."rds.force_ssl"') in ('1', 'on'), false)
      or coalesce((record->>'$.Settings.require_secure_transport') = 'on', false) as forced
  from raw
),
rules as (
  select
    row_number, place, cast(rule->>'$.line_number' as integer) as line, rule->>'$.type' as kind, rule->>'$.auth_method' as method,
    coalesce(rule->>'$.address', '') as address,
    (rule->>'$.database') = '["all"]' and (rule->>'$.user_name') = '["all"]' and (
      (rule->>'$.address') = 'all' or (rule->>'$.netmask') in ('0.0.0.0', '::')
    ) as for_all,
    rule->>'$.options' as options
  from (
    select
      row_number, unnest(cast(record->'$.Rules' as json[])) as rule,
      cast(coalesce(rule->>'$.rule_number', rule->>'$.line_number') as integer) as place
    from raw where json_array_length(record->'$.Rules') > 0
  ) as listed
),
open_rules as (
  -- a rule of type host takes connections with and without TLS; the first rule that fits decides
  select r.row_number, count(*) as number, min(r.line) as first_line
  from rules as r
  where r.kind in ('host', 'hostnossl', 'hostnogssenc') and r.method <> 'reject'
    and r.address not in ('127.0.0.1', '::1', 'localhost', 'samehost') and r.address not like '127.%'
    and not exists (
      select 1 from rules as e
      where e.row_number = r.row_number and e.place < r.place and e.method = 'reject' and e.for_all
        and e.kind in ('host', 'hostnossl')
        and (e.address = 'all' or (e.address like '%:%') = (r.address like '%:%') and r.address not in ('all', 'samenet'))
    )
  group by r.row_number
),
certificates as (
  select
    row_number,
    bool_and(options like '%clientcert=verify%' or options like '%clientcert=1%' or method = 'cert') as everyone
  from rules where kind like 'host%' and method <> 'reject' group by row_number
),
used as (
  select
    row_number, count(*) as number,
    count(*) filter (where (one->>'$.ssl') = 'false' and coalesce(one->>'$.gssEncrypted', 'false') = 'false') as bare,
    string_agg(distinct one->>'$.version', ', ' order by one->>'$.version') as versions,
    string_agg(distinct one->>'$.cipher', ', ' order by one->>'$.cipher') as ciphers
  from (
    select row_number, unnest(cast(record->'$.Connections' as json[])) as one
    from raw where json_array_length(record->'$.Connections') > 0
  ) as listed
  where (one->>'$.client') is not null and (one->>'$.client') not like '127.%' and (one->>'$.client') <> '::1'
  group by row_number
)
select
  v.record->>'$.PostgresServer', 'PostgreSQL ' || (v.record->>'$.PostgresServer'),
  case
    when regexp_matches(v.address, '^(10\.|192\.168\.|172\.(1[6-9]|2[0-9]|3[01])\.|127\.|169\.254\.|f[cd]|fe80|::1)')
      or (v.s->>'$.listen_addresses') in ('', 'localhost', '127.0.0.1', '::1') then 'internal'
    when v.address is not null then 'public'
  end,
  v.record->>'$.Port',
  case
    when u.bare > 0 then 'plaintext'
    when (v.s->>'$.ssl') = 'off' then 'plaintext'
    when v.forced then v.s->>'$.ssl_min_protocol_version'
    when o.number > 0 then 'plaintext'
    -- rules that nobody could read leave open whether TLS can be left out
    when v.rules_seen then coalesce(nullif(v.s->>'$.ssl_min_protocol_version', ''), 'TLSv1')
  end,
  -- what others happen to use says nothing of what is let in
  case when v.rules_seen or v.forced then u.versions end, u.ciphers,
  case when c.everyone then 'STRICT' end,
  array_to_string([
    case when (v.s->>'$.ssl') = 'off' then 'ssl is off' end,
    case
      when o.number > 0 and not v.forced
        then 'rules of pg_hba.conf that let connections without TLS in: ' || cast(o.number as varchar) || ', the first in line '
          || cast(o.first_line as varchar)
    end,
    case when not v.rules_seen then 'pg_hba.conf could not be read' end,
    case
      when v.connections_seen
        then cast(coalesce(u.bare, 0) as varchar) || ' of ' || cast(coalesce(u.number, 0) as varchar)
          || ' connections from elsewhere are without TLS'
    end
  ], '; '),
  v.file, v.row_number
from servers as v
left join open_rules as o on o.row_number = v.row_number
left join certificates as c on c.row_number = v.row_number
left join used as u on u.row_number = v.row_number
-- a server without TLS that nothing but this machine can reach is no endpoint of a network
where not (
  (v.s->>'$.ssl') = 'off' and coalesce(u.bare, 0) = 0
  and ((v.rules_seen and o.number is null) or (v.s->>'$.listen_addresses') in ('', 'localhost', '127.0.0.1', '::1'))
);
