insert into network_rules
  (rule_id, group_id, account_id, direction, action, protocol, port_from, port_to, ports, source, destination, description,
   enabled, evidence_file, evidence_row)
with t as (
  select
    record->>'$.security_group_rule_id' as security_group_rule_id, record->>'$.group_id' as group_id,
    record->>'$.is_egress' as is_egress, record->>'$.description' as description, record->>'$.ip_protocol' as ip_protocol,
    record->>'$.from_port' as from_port, record->>'$.to_port' as to_port, record->>'$.cidr_ipv4' as cidr_ipv4,
    record->>'$.cidr_ipv6' as cidr_ipv6, record->>'$.referenced_group_id' as referenced_group_id,
    record->>'$.prefix_list_id' as prefix_list_id, record->>'$.region' as region, record->>'$.account_id' as account_id,
    file, row_number
  from raw
)
-- include aws_vpc_security_group_rule_network_rules.sql
;
