insert into auth_events (ts, user_id, app, result, factor_used, ip, country, evidence_file, evidence_row)
select
  record->>'$.createdDateTime',
  coalesce(nullif(record->>'$.userId', ''), record->>'$.userPrincipalName'),
  record->>'$.appDisplayName',
  case when (record->>'$.status.errorCode') = '0' then 'success' else 'failure' end,
  -- what the sign-in required; the downloads of the portal have it
  record->>'$.authenticationRequirement',
  record->>'$.ipAddress',
  record->>'$.location.countryOrRegion',
  file, row_number
from raw;
