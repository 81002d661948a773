insert into idp_users
  (user_id, email, name, status, created_at, deactivated_at, last_login_at, account_type, evidence_file, evidence_row)
with t as (
  select
    nullif(id, '') as id, nullif(login, '') as login, nullif(email, '') as email, nullif(created, '') as created,
    nullif(last_login, '') as last_login, nullif(status, '') as status, nullif(status_changed, '') as status_changed,
    try_cast(nullif(profile, '') as json) as profile, file, row_number
  from raw
)
-- include okta_user_idp_users.sql
;
