with t as (
  select
    record->>'$.id' as id, record->>'$.primary_email' as primary_email, record->>'$.full_name' as full_name,
    record->>'$.is_admin' as is_admin, record->>'$.is_delegated_admin' as is_delegated_admin,
    record->>'$.suspended' as suspended, record->>'$.archived' as archived, record->>'$.creation_time' as creation_time,
    record->>'$.last_login_time' as last_login_time, record->>'$.is_enrolled_in_2sv' as is_enrolled_in_2sv,
    record->>'$.is_enforced_in_2sv' as is_enforced_in_2sv, file, row_number
  from raw
)
