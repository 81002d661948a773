insert into idp_users
  (user_id, email, name, status, created_at, last_login_at, account_type, directory, evidence_file, evidence_row)
with t as (
  select
    record->>'$.id' as id, record->>'$.display_name' as display_name,
    record->>'$.user_principal_name' as user_principal_name, record->>'$.account_enabled' as account_enabled,
    record->>'$.user_type' as user_type, record->>'$.mail' as mail, record->>'$.created_date_time' as created_date_time,
    case json_type(record, '$.sign_in_activity') when 'VARCHAR' then try_cast(record->>'$.sign_in_activity' as json) when 'NULL' then null else record->'$.sign_in_activity' end as sign_in_activity,
    file, row_number
  from raw
)
-- include azuread_user_idp_users.sql
;
