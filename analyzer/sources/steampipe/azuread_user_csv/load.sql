insert into idp_users
  (user_id, email, name, status, created_at, last_login_at, account_type, directory, evidence_file, evidence_row)
with t as (
  select
    nullif(id, '') as id, nullif(display_name, '') as display_name, nullif(user_principal_name, '') as user_principal_name,
    nullif(account_enabled, '') as account_enabled, nullif(user_type, '') as user_type, nullif(mail, '') as mail,
    nullif(created_date_time, '') as created_date_time, try_cast(nullif(sign_in_activity, '') as json) as sign_in_activity,
    file, row_number
  from raw
)
-- include azuread_user_idp_users.sql
;
