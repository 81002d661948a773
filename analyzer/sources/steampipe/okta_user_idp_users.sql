select
  id, coalesce(email, profile->>'$.email', login),
  coalesce(
    profile->>'$.displayName',
    nullif(trim(coalesce(profile->>'$.firstName', '') || ' ' || coalesce(profile->>'$.lastName', '')), '')
  ),
  status, created,
  -- the API dates the last change of the status, whichever it was
  case when status in ('DEPROVISIONED', 'SUSPENDED') then status_changed end, last_login,
  case when regexp_matches(lower(profile->>'$.userType'), '^service$|service[ _-]*account|(^|[^a-z])(bot|svc)([^a-z]|$)') then 'service' else 'user' end,
  file, row_number
from t
