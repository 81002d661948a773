insert into password_settings
  (system, policy, min_length, complexity, max_age_days, history, evidence_file, evidence_row)
with t as (
  select
    record->>'$.account_id' as account_id, record->>'$.minimum_password_length' as minimum_password_length,
    record->>'$.max_password_age' as max_password_age, record->>'$.password_reuse_prevention' as password_reuse_prevention,
    record->>'$.require_lowercase_characters' as require_lowercase_characters,
    record->>'$.require_numbers' as require_numbers, record->>'$.require_symbols' as require_symbols,
    record->>'$.require_uppercase_characters' as require_uppercase_characters, record->>'$.policy_exists' as policy_exists,
    file, row_number
-- include last_synchronisation.sql
)
select
  'AWS IAM', 'account password policy of ' || account_id, minimum_password_length,
  case
    when (case when require_symbols = 'true' then 1 else 0 end + case when require_numbers = 'true' then 1 else 0 end
      + case when require_uppercase_characters = 'true' then 1 else 0 end
      + case when require_lowercase_characters = 'true' then 1 else 0 end) >= 3 then 'true'
    else 'false'
  end,
  max_password_age, coalesce(password_reuse_prevention, '0'), file, row_number
from t
where policy_exists = 'true';
