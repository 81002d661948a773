select
  'AWS', account_id, name, case when name like '%@%' then name end,
  -- who has no password cannot sign in to the console and is used by programs
  case when login_profile is null then 'service' else 'user' end,
  case
    when cast(attached_policy_arns as varchar) like '%policy/AdministratorAccess"%' or cast(attached_policy_arns as varchar) like '%policy/IAMFullAccess"%'
      or cast(attached_policy_arns as varchar) like '%policy/PowerUserAccess"%' then 'true'
    -- what a group or an inline policy gives is not told
    when coalesce(json_array_length(groups), 0) = 0 and coalesce(json_array_length(inline_policies), 0) = 0 then 'false'
  end,
  case when login_profile is not null then 'active' end, create_date, password_last_used, mfa_enabled, 'false', file, row_number
from t
