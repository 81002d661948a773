insert into idp_users
  (user_id, email, name, status, created_at, deactivated_at, last_login_at, account_type, directory, evidence_file, evidence_row)
select
  record->>'$.id',
  record->>'$.primaryEmail',
  record->>'$.name.fullName',
  'DELETED',
  record->>'$.creationTime',
  record->>'$.deletionTime',
  case when (record->>'$.lastLoginTime') not like '1970-%' then record->>'$.lastLoginTime' end,
  'user',
  'Google Workspace',
  file, row_number
from raw
where (record->>'$.deletionTime') is not null;
