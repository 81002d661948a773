insert into password_settings
  (system, policy, min_length, complexity, max_age_days, history, evidence_file, evidence_row)
with policies as (
  select case when json_type(record, '$.PasswordPolicy') = 'OBJECT' then record->'$.PasswordPolicy' else record end as policy,
         file, row_number
  from raw
),
classes as (
  -- how many classes of characters the policy requires
  select *,
    case when (policy->>'$.RequireSymbols') = 'true' then 1 else 0 end
    + case when (policy->>'$.RequireNumbers') = 'true' then 1 else 0 end
    + case when (policy->>'$.RequireUppercaseCharacters') = 'true' then 1 else 0 end
    + case when (policy->>'$.RequireLowercaseCharacters') = 'true' then 1 else 0 end as required
  from policies
)
select
  'AWS IAM',
  'account password policy',
  policy->>'$.MinimumPasswordLength',
  case when required >= 3 then 'true' else 'false' end,
  policy->>'$.MaxPasswordAge',
  coalesce(policy->>'$.PasswordReusePrevention', '0'),
  file, row_number
from classes;
