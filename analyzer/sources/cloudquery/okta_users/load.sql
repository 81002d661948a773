insert into idp_users
  (user_id, email, name, status, created_at, deactivated_at, last_login_at, account_type, evidence_file, evidence_row)
with t as (
  select
    record->>'$.id' as id, record->>'$.created' as created, record->>'$.last_login' as last_login,
    case json_type(record, '$.profile') when 'VARCHAR' then try_cast(record->>'$.profile' as json) when 'NULL' then null else record->'$.profile' end as profile,
    record->>'$.status' as status, record->>'$.status_changed' as status_changed,
    record->>'$.transitioning_to_status' as transitioning_to_status, file, row_number
-- include last_synchronisation.sql
)
select
  id, coalesce(profile->>'$.email', profile->>'$.login'),
  coalesce(
    profile->>'$.displayName',
    nullif(trim(coalesce(profile->>'$.firstName', '') || ' ' || coalesce(profile->>'$.lastName', '')), '')
  ),
  status, created,
  -- the API dates the last change of the status, whichever it was
  case when status in ('DEPROVISIONED', 'SUSPENDED') then status_changed end, last_login,
  -- include okta_account_type.sql
  file, row_number
from (select *, profile->>'$.userType' as user_type from t) as users;
