-- the other users are those of aws_iam_user
select
  'AWS', account_id, user_name, 'root', 'true', 'active', user_creation_time, password_last_used, mfa_active, 'false', file, row_number
from t
where user_name = '<root_account>'
