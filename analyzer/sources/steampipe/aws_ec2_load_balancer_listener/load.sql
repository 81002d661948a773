insert into tls_endpoints
  (endpoint, endpoint_id, name, min_protocol, port, notes, evidence_file, evidence_row)
with t as (
  select
    record->>'$.arn' as arn, record->>'$.load_balancer_arn' as load_balancer_arn, record->>'$.port' as port,
    record->>'$.protocol' as protocol, record->>'$.ssl_policy' as ssl_policy, record->>'$.region' as region,
    record->>'$.account_id' as account_id, file, row_number
  from raw
)
-- include aws_ec2_load_balancer_listener_tls_endpoints.sql
;
