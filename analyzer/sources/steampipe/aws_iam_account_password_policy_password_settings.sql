select
  'AWS IAM', 'account password policy' || coalesce(' of ' || account_id, ''), minimum_password_length,
  case
    when (case when require_symbols = 'true' then 1 else 0 end + case when require_numbers = 'true' then 1 else 0 end
      + case when require_uppercase_characters = 'true' then 1 else 0 end
      + case when require_lowercase_characters = 'true' then 1 else 0 end) >= 3 then 'true'
    else 'false'
  end,
  max_password_age, coalesce(password_reuse_prevention, '0'), file, row_number
from t
where minimum_password_length is not null
