with t as (
  select
    record->>'$.account_id' as account_id, record->>'$.arn' as arn, record->>'$.create_date' as create_date,
    record->>'$.user_name' as user_name, record->>'$.password_last_used' as password_last_used,
    case json_type(record, '$.mfa_devices') when 'VARCHAR' then try_cast(record->>'$.mfa_devices' as json) when 'NULL' then null else record->'$.mfa_devices' end as mfa_devices,
    case json_type(record, '$.credential_report') when 'VARCHAR' then try_cast(record->>'$.credential_report' as json) when 'NULL' then null else record->'$.credential_report' end as credential_report,
    file, row_number
