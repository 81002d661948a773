insert into app_accounts
  (system, tenant, account_id, email, account_type, is_privileged, status, created_at, last_login_at, mfa_enabled,
   auth_via_sso, evidence_file, evidence_row)
-- include aws_iam_credential_reports_columns.sql
-- include last_synchronisation.sql
)
select
  'AWS', regexp_extract(arn, 'arn:[^:]*:iam::([0-9]+):', 1), "user", case when "user" like '%@%' then "user" end,
  -- who has no password cannot sign in to the console and is used by programs
  case when "user" = '<root_account>' then 'root' when password_enabled = 'true' then 'user' else 'service' end,
  case when "user" = '<root_account>' then 'true' end,
  case
    when "user" = '<root_account>' or 'true' in (password_enabled, access_key1_active, access_key2_active) then 'active' else 'disabled'
  end,
  user_creation_time, password_last_used, mfa_active, 'false', file, row_number
from t;

insert into secrets
  (system, credential_id, owner, kind, created_at, last_rotated_at, last_used_at, evidence_file, evidence_row)
-- include aws_iam_credential_reports_columns.sql
-- include last_synchronisation.sql
)
select
  'AWS', "user" || ' access key 1', "user", 'access_key', access_key_1_last_rotated, access_key_1_last_rotated,
  access_key_1_last_used_date, file, row_number
from t where (access_key1_active) = 'true'
union all
select
  'AWS', "user" || ' access key 2', "user", 'access_key', access_key_2_last_rotated, access_key_2_last_rotated,
  access_key_2_last_used_date, file, row_number
from t where (access_key2_active) = 'true';
