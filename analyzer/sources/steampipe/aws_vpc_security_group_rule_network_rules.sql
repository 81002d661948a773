select
  security_group_rule_id, group_id, account_id, case is_egress when 'true' then 'outbound' when 'false' then 'inbound' end, 'allow',
  case when ip_protocol = '-1' then 'all' else ip_protocol end, case when ip_protocol = '-1' then '0' else from_port end,
  case when ip_protocol = '-1' then '65535' else to_port end,
  case when ip_protocol = '-1' then 'all' when from_port = to_port then from_port else from_port || '-' || to_port end,
  case when is_egress = 'false' then coalesce(cidr_ipv4, cidr_ipv6, referenced_group_id, prefix_list_id) end,
  case when is_egress = 'true' then coalesce(cidr_ipv4, cidr_ipv6, referenced_group_id, prefix_list_id) end,
  description, 'true', file, row_number
from t
