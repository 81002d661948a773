with t as (
  select
    nullif(id, '') as id, nullif(primary_email, '') as primary_email, nullif(full_name, '') as full_name,
    nullif(is_admin, '') as is_admin, nullif(is_delegated_admin, '') as is_delegated_admin,
    nullif(suspended, '') as suspended, nullif(archived, '') as archived, nullif(creation_time, '') as creation_time,
    nullif(last_login_time, '') as last_login_time, nullif(is_enrolled_in_2sv, '') as is_enrolled_in_2sv,
    nullif(is_enforced_in_2sv, '') as is_enforced_in_2sv, file, row_number
  from raw
)
