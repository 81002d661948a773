select
  id, coalesce(email, profile->>'$.email', login),
  coalesce(
    profile->>'$.displayName',
    nullif(trim(coalesce(profile->>'$.firstName', '') || ' ' || coalesce(profile->>'$.lastName', '')), '')
  ),
  status, created,
  -- the API dates the last change of the status, whichever it was
  case when status in ('DEPROVISIONED', 'SUSPENDED') then status_changed end, last_login,
  -- include okta_account_type.sql
  file, row_number
from (select *, profile->>'$.userType' as user_type from t) as users
