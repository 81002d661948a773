insert into idp_users
  (user_id, email, name, status, created_at, deactivated_at, account_type, directory, evidence_file, evidence_row)
select
  record->>'$.id',
  coalesce(
    nullif(record->>'$.mail', ''),
    -- the name of a deleted user stands behind its id
    case when regexp_matches(record->>'$.userPrincipalName', '^[0-9a-fA-F]{32}') then substr(record->>'$.userPrincipalName', 33)
         else record->>'$.userPrincipalName' end
  ),
  record->>'$.displayName',
  case when (record->>'$.deletedDateTime') is not null then 'DELETED' end,
  record->>'$.createdDateTime',
  record->>'$.deletedDateTime',
  'user',
  'Microsoft Entra ID',
  file, row_number
from raw;
