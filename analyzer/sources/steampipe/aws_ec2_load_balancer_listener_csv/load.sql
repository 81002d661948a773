insert into tls_endpoints
  (endpoint, endpoint_id, name, min_protocol, port, notes, evidence_file, evidence_row)
with t as (
  select
    nullif(arn, '') as arn, nullif(load_balancer_arn, '') as load_balancer_arn, nullif(port, '') as port,
    nullif(protocol, '') as protocol, nullif(ssl_policy, '') as ssl_policy, nullif(region, '') as region,
    nullif(account_id, '') as account_id, file, row_number
  from raw
)
-- include aws_ec2_load_balancer_listener_tls_endpoints.sql
;
