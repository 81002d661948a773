insert into auth_events (ts, user_id, app, result, factor_used, ip, country, evidence_file, evidence_row)
with sign_ins as (
  select
    record->>'$.createdDateTime' as ts,
    coalesce(nullif(record->>'$.userId', ''), record->>'$.userPrincipalName') as user_id,
    record->>'$.appDisplayName' as app,
    case when (record->>'$.status.errorCode') = '0' then 'success' else 'failure' end as result,
    -- what the sign-in required; the downloads of the portal have it
    record->>'$.authenticationRequirement' as factor_used,
    record->>'$.ipAddress' as ip,
    record->>'$.location.countryOrRegion' as country,
    file, row_number
  from raw
)
select ts, user_id, app, result, factor_used, ip, country, file, row_number
from sign_ins as s
-- what two windows both have is one sign-in, though the log may have come to say more of it, such as its risk
where not exists (
  select 1 from auth_events as e
  where e.evidence_file <> s.file and e.ts = s.ts and e.user_id is not distinct from s.user_id
    and e.app is not distinct from s.app and e.result = s.result and e.ip is not distinct from s.ip
);
