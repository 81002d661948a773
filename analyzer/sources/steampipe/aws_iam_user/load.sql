insert into app_accounts
  (system, tenant, account_id, email, account_type, is_privileged, status, created_at, last_login_at, mfa_enabled,
   auth_via_sso, evidence_file, evidence_row)
-- include aws_iam_user_of_json.sql
-- include aws_iam_user_app_accounts.sql
;

insert into idp_users
  (user_id, email, name, status, created_at, last_login_at, is_admin, account_type, directory, evidence_file, evidence_row)
-- include aws_iam_user_of_json.sql
-- include aws_iam_user_idp_users.sql
;

insert into idp_factors
  (user_id, factor_id, factor_type, status, enrolled_at, evidence_file, evidence_row)
-- include aws_iam_user_of_json.sql
-- include aws_iam_user_idp_factors.sql
;
