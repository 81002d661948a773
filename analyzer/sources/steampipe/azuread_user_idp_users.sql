select
  id, coalesce(mail, user_principal_name), display_name, case account_enabled when 'true' then 'ACTIVE' when 'false' then 'DISABLED' end,
  created_date_time,
  coalesce(sign_in_activity->>'$.lastSuccessfulSignInDateTime', sign_in_activity->>'$.lastSignInDateTime'),
  case when display_name = 'On-Premises Directory Synchronization Service Account' then 'service' else 'user' end, 'Microsoft Entra ID',
  file, row_number
from t
