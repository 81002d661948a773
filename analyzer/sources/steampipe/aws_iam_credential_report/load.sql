insert into app_accounts
  (system, tenant, account_id, account_type, is_privileged, status, created_at, last_login_at, mfa_enabled, auth_via_sso,
   evidence_file, evidence_row)
-- include aws_iam_credential_report_of_json.sql
-- include aws_iam_credential_report_app_accounts.sql
;

insert into secrets
  (system, credential_id, owner, kind, created_at, last_rotated_at, last_used_at, evidence_file, evidence_row)
-- include aws_iam_credential_report_of_json.sql
-- include aws_iam_credential_report_secrets.sql
;
