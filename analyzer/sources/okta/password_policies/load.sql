insert into password_settings
  (system, policy, min_length, complexity, max_age_days, history, lockout_attempts, lockout_minutes, evidence_file,
   evidence_row)
with policies as (
  select record as policy, record->'$.settings.password' as password, file, row_number
  from raw
  where (record->>'$.type') = 'PASSWORD' and (record->>'$.status') = 'ACTIVE'
),
classes as (
  -- how many classes of characters each policy requires
  select *,
    case when cast(password->>'$.complexity.minLowerCase' as integer) > 0 then 1 else 0 end
    + case when cast(password->>'$.complexity.minUpperCase' as integer) > 0 then 1 else 0 end
    + case when cast(password->>'$.complexity.minNumber' as integer) > 0 then 1 else 0 end
    + case when cast(password->>'$.complexity.minSymbol' as integer) > 0 then 1 else 0 end as required
  from policies
)
select
  'Okta',
  policy->>'$.name',
  password->>'$.complexity.minLength',
  case when required >= 3 then 'true' else 'false' end,
  -- 0 stands for "never" and "off"
  nullif(password->>'$.age.maxAgeDays', '0'),
  password->>'$.age.historyCount',
  nullif(password->>'$.lockout.maxAttempts', '0'),
  nullif(password->>'$.lockout.autoUnlockMinutes', '0'),
  file, row_number
from classes;
