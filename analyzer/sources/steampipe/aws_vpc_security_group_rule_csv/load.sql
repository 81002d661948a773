insert into network_rules
  (rule_id, group_id, account_id, direction, action, protocol, port_from, port_to, ports, source, destination, description,
   enabled, evidence_file, evidence_row)
with t as (
  select
    nullif(security_group_rule_id, '') as security_group_rule_id, nullif(group_id, '') as group_id,
    nullif(is_egress, '') as is_egress, nullif(description, '') as description, nullif(ip_protocol, '') as ip_protocol,
    nullif(from_port, '') as from_port, nullif(to_port, '') as to_port, nullif(cidr_ipv4, '') as cidr_ipv4,
    nullif(cidr_ipv6, '') as cidr_ipv6, nullif(referenced_group_id, '') as referenced_group_id,
    nullif(prefix_list_id, '') as prefix_list_id, nullif(region, '') as region, nullif(account_id, '') as account_id,
    file, row_number
  from raw
)
-- include aws_vpc_security_group_rule_network_rules.sql
;
