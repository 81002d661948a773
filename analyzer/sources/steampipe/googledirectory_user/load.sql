insert into idp_users
  (user_id, email, name, status, created_at, last_login_at, is_admin, account_type, directory, evidence_file, evidence_row)
-- include googledirectory_user_of_json.sql
-- include googledirectory_user_idp_users.sql
;

insert into idp_factors
  (user_id, factor_type, status, evidence_file, evidence_row)
-- include googledirectory_user_of_json.sql
-- include googledirectory_user_idp_factors.sql
;
