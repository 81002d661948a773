select
  'GitHub', organization, login, nullif(email, ''), case when login like '%[bot]' then 'service' else 'user' end, role,
  case lower(role) when 'admin' then 'true' when 'owner' then 'true' when 'member' then 'false' end,
  -- the list holds current members only
  'active', has_two_factor_enabled, file, row_number
from t
