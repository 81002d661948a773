select
  arn, name, name, 'ACTIVE', create_date, password_last_used,
  case
    when cast(attached_policy_arns as varchar) like '%policy/AdministratorAccess"%' or cast(attached_policy_arns as varchar) like '%policy/IAMFullAccess"%'
      or cast(attached_policy_arns as varchar) like '%policy/PowerUserAccess"%' then 'true'
    -- what a group or an inline policy gives is not told
    when coalesce(json_array_length(groups), 0) = 0 and coalesce(json_array_length(inline_policies), 0) = 0 then 'false'
  end,
  'user', 'AWS IAM', file, row_number
from t
where login_profile is not null
