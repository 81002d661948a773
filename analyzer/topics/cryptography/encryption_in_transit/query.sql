-- One row per endpoint, by the lowest protocol it accepts. Of several tests in the period the worst counts. Where the
-- list tells public from internal endpoints, those of the kind that the sentence does not speak of prove nothing against it.
with tests as (
  select
    coalesce(endpoint, name) as endpoint, endpoint_id, name, exposure, env, min_protocol, protocols, http_redirect, hsts, cert_not_after, tested_at,
    case
      when regexp_matches(lower(exposure), 'intern|private') and not regexp_matches(lower(exposure), 'internet') then 'internal'
      when regexp_matches(lower(exposure), 'public|extern|internet') then 'public'
      -- what a service mesh lists stands inside
      when sidecar is not null or mtls is not null then 'internal'
    end as reach,
    row_number() over (order by coalesce(endpoint, name), tested_at) as test_number
  from tls_endpoints
  where ($scope_environment is null or env is null
      or lower(env) like substr($scope_environment, 1, 3) || '%'
      or ($scope_environment = 'production' and lower(env) in ('prd', 'live')))
    and (tested_at is null or cast(tested_at as date) <= $as_of)
),
accepted_protocols as (
  select test_number, protocol
  from (select test_number, unnest(protocols) as protocol from tests) as listed
  union all
  select test_number, min_protocol from tests where min_protocol is not null
),
ranked_protocols as (
  select
    test_number,
    case
      when protocol = '0.0' or protocol ilike '%plain%text%' or protocol ilike '%clear%text%' or lower(protocol) in ('http', 'none') then 0.0
      when protocol = '0.3' or protocol ilike '%ssl%' then 0.3
      -- of several versions in one cell the lowest counts
      when protocol ilike '%1.0%' or protocol ilike '%1_0%' or lower(protocol) in ('tlsv1', 'tls1', 'tls 1', '1') then 1.0
      when protocol ilike '%1.1%' or protocol ilike '%1_1%' then 1.1
      when protocol ilike '%1.2%' or protocol ilike '%1_2%' then 1.2
      when protocol ilike '%1.3%' or protocol ilike '%1_3%' then 1.3
    end as version
  from accepted_protocols
),
lowest_protocols as (
  select test_number, min(version) as lowest from ranked_protocols group by test_number
),
judged as (
  select
    t.endpoint, t.endpoint_id, t.name, t.exposure, t.env, t.http_redirect, t.hsts, t.cert_not_after, t.tested_at, l.lowest,
    case when l.lowest = 0.0 then 'connections without TLS' when l.lowest = 0.3 then 'SSL 3' else 'TLS ' || cast(cast(l.lowest as decimal(2, 1)) as varchar) end as lowest_name,
    $scope_environment is null or t.env is not null as is_environment_known,
    t.reach is null or t.reach = case when $internal or $facing = 'internal' then 'internal' else 'public' end as is_meant,
    case
      when t.http_redirect = false then false
      when l.lowest < coalesce(cast($min_version as double), 1.0) then false
      when l.lowest is null then null
      else true
    end as is_as_stated
  from tests as t
  left join lowest_protocols as l on l.test_number = t.test_number
),
worst_tests as (
  select *
  from judged
  qualify row_number() over (
    partition by endpoint
    order by
      case when tested_at is null or cast(tested_at as date) >= $period_start then 1 else 2 end,
      case when is_as_stated then 3 when is_as_stated is null then 2 else 1 end,
      tested_at desc nulls last
  ) = 1
)
select
  endpoint as item,
  case when (is_environment_known and is_meant) or is_as_stated then is_as_stated end as holds,
  case
    when lowest is null and http_redirect = false then 'plain HTTP'
    when lowest is null then 'unknown'
    else 'accepts ' || lowest_name
  end as observed,
  case
    when http_redirect = false then 'it answers plain HTTP without sending the visitor to HTTPS'
    when lowest is null then 'the evidence does not say which protocols it accepts'
    when lowest < coalesce(cast($min_version as double), 1.0)
      then 'it accepts ' || lowest_name || ', which is lower than ' || coalesce('the TLS ' || $min_version || ' stated', 'any TLS')
    else 'it accepts nothing lower than ' || lowest_name
  end
  || case
    when is_as_stated then ''
    when not is_meant then '; it is ' || coalesce(exposure, 'internal') || ', and the sentence does not say that it is meant'
    when not is_environment_known then '; the evidence does not say which environment it belongs to'
    else ''
  end as reason,
  endpoint_id, name, exposure, env, lowest_name as lowest_protocol, http_redirect, hsts, cert_not_after, tested_at
from worst_tests
order by item
