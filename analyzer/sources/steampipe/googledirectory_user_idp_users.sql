select
  id, primary_email, full_name,
  -- who is archived cannot sign in
  case when suspended = 'true' then 'SUSPENDED' when archived = 'true' then 'DEACTIVATED' else 'ACTIVE' end, creation_time,
  -- 1970 stands for "never"
  case when last_login_time not like '1970-%' then last_login_time end,
  case when is_admin = 'true' or is_delegated_admin = 'true' then 'true' else is_admin end, 'user', 'Google Workspace', file, row_number
from t
