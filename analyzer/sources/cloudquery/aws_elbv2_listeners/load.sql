insert into tls_endpoints
  (endpoint, endpoint_id, name, min_protocol, port, notes, evidence_file, evidence_row)
with t as (
  select
    record->>'$.account_id' as account_id, record->>'$.region' as region, record->>'$.listener_arn' as listener_arn,
    record->>'$.load_balancer_arn' as load_balancer_arn, record->>'$.port' as port, record->>'$.protocol' as protocol,
    record->>'$.ssl_policy' as ssl_policy, file, row_number
-- include last_synchronisation.sql
)
-- the name of a policy that Amazon publishes tells the lowest version
select
  regexp_replace(load_balancer_arn, '^.*loadbalancer/', '') || ':' || port, listener_arn, regexp_replace(load_balancer_arn, '^.*loadbalancer/', ''),
  case
    when regexp_matches(ssl_policy, '^ELBSecurityPolicy-.*-1-[0-3]-') then 'TLSv1.' || regexp_extract(ssl_policy, '-1-([0-3])-', 1)
    when ssl_policy in ('ELBSecurityPolicy-2016-08', 'ELBSecurityPolicy-2015-05') then 'TLSv1.0'
  end,
  port, 'policy ' || ssl_policy, file, row_number
from t
-- a listener that speaks no TLS has no version of it; whether plain traffic is redirected is another question
where protocol in ('HTTPS', 'TLS');
