insert into idp_users
  (user_id, email, name, status, created_at, deactivated_at, last_login_at, account_type, evidence_file, evidence_row)
select
  record->>'$.id',
  coalesce(record->>'$.profile.email', record->>'$.profile.login'),
  coalesce(
    record->>'$.profile.displayName',
    nullif(trim(coalesce(record->>'$.profile.firstName', '') || ' ' || coalesce(record->>'$.profile.lastName', '')), '')
  ),
  record->>'$.status',
  record->>'$.created',
  -- the API dates the last change of the status, whichever it was
  case when (record->>'$.status') in ('DEPROVISIONED', 'SUSPENDED') then record->>'$.statusChanged' end,
  record->>'$.lastLogin',
  case
    -- people of a customer service are people
    when regexp_matches(lower(record->>'$.profile.userType'), '^service$|service[ _-]*account|(^|[^a-z])(bot|svc)([^a-z]|$)') then 'service'
    else 'user'
  end,
  file, row_number
from raw;
