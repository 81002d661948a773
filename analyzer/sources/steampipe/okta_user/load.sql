insert into idp_users
  (user_id, email, name, status, created_at, deactivated_at, last_login_at, account_type, evidence_file, evidence_row)
with t as (
  select
    record->>'$.id' as id, record->>'$.login' as login, record->>'$.email' as email, record->>'$.created' as created,
    record->>'$.last_login' as last_login, record->>'$.status' as status, record->>'$.status_changed' as status_changed,
    case json_type(record, '$.profile') when 'VARCHAR' then try_cast(record->>'$.profile' as json) when 'NULL' then null else record->'$.profile' end as profile,
    file, row_number
  from raw
)
-- include okta_user_idp_users.sql
;
