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
  -- include okta_account_type.sql
  file, row_number
from (select *, record->>'$.profile.userType' as user_type from raw) as users;
