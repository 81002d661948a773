with t as (
  select
    record->>'$.name' as name, record->>'$.user_id' as user_id, record->>'$.arn' as arn,
    record->>'$.create_date' as create_date, record->>'$.password_last_used' as password_last_used,
    record->>'$.mfa_enabled' as mfa_enabled,
    case json_type(record, '$.login_profile') when 'VARCHAR' then try_cast(record->>'$.login_profile' as json) when 'NULL' then null else record->'$.login_profile' end as login_profile,
    case json_type(record, '$.mfa_devices') when 'VARCHAR' then try_cast(record->>'$.mfa_devices' as json) when 'NULL' then null else record->'$.mfa_devices' end as mfa_devices,
    case json_type(record, '$.groups') when 'VARCHAR' then try_cast(record->>'$.groups' as json) when 'NULL' then null else record->'$.groups' end as groups,
    case json_type(record, '$.inline_policies') when 'VARCHAR' then try_cast(record->>'$.inline_policies' as json) when 'NULL' then null else record->'$.inline_policies' end as inline_policies,
    case json_type(record, '$.attached_policy_arns') when 'VARCHAR' then try_cast(record->>'$.attached_policy_arns' as json) when 'NULL' then null else record->'$.attached_policy_arns' end as attached_policy_arns,
    record->>'$.account_id' as account_id, file, row_number
  from raw
)
