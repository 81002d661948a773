insert into idp_users
  (user_id, email, name, status, created_at, last_login_at, is_admin, account_type, directory, evidence_file, evidence_row)
with t as (
  select
    record->>'$.id' as id, record->>'$.primary_email' as primary_email, record->>'$.full_name' as full_name,
    record->>'$.is_admin' as is_admin, record->>'$.is_delegated_admin' as is_delegated_admin,
    record->>'$.suspended' as suspended, record->>'$.archived' as archived, record->>'$.creation_time' as creation_time,
    record->>'$.last_login_time' as last_login_time, record->>'$.is_enrolled_in_2sv' as is_enrolled_in_2sv,
    record->>'$.is_enforced_in_2sv' as is_enforced_in_2sv, file, row_number
  from raw
)
-- include googledirectory_user_idp_users.sql
;

insert into idp_factors
  (user_id, factor_type, status, evidence_file, evidence_row)
with t as (
  select
    record->>'$.id' as id, record->>'$.primary_email' as primary_email, record->>'$.full_name' as full_name,
    record->>'$.is_admin' as is_admin, record->>'$.is_delegated_admin' as is_delegated_admin,
    record->>'$.suspended' as suspended, record->>'$.archived' as archived, record->>'$.creation_time' as creation_time,
    record->>'$.last_login_time' as last_login_time, record->>'$.is_enrolled_in_2sv' as is_enrolled_in_2sv,
    record->>'$.is_enforced_in_2sv' as is_enforced_in_2sv, file, row_number
  from raw
)
-- include googledirectory_user_idp_factors.sql
;
