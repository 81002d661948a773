insert into password_settings
  (system, policy, min_length, complexity, max_age_days, history, evidence_file, evidence_row)
with t as (
  select
    nullif(minimum_password_length, '') as minimum_password_length, nullif(max_password_age, '') as max_password_age,
    nullif(password_reuse_prevention, '') as password_reuse_prevention,
    nullif(require_lowercase_characters, '') as require_lowercase_characters,
    nullif(require_numbers, '') as require_numbers, nullif(require_symbols, '') as require_symbols,
    nullif(require_uppercase_characters, '') as require_uppercase_characters, nullif(account_id, '') as account_id,
    file, row_number
  from raw
)
-- include aws_iam_account_password_policy_password_settings.sql
;
