insert into app_accounts
  (system, tenant, account_id, email, account_type, is_privileged, status, created_at, last_login_at, mfa_enabled,
   auth_via_sso, evidence_file, evidence_row)
-- include aws_iam_users_columns.sql
-- include last_synchronisation.sql
)
select
  'AWS', account_id, user_name, case when user_name like '%@%' then user_name end,
  -- who has no password cannot sign in to the console and is used by programs
  case
    when user_name = '<root_account>' then 'root' when (credential_report->>'$.password_enabled') = 'true' then 'user'
    when (credential_report->>'$.password_enabled') = 'false' then 'service'
  end,
  -- which policies a user has is not told
  case when user_name = '<root_account>' then 'true' end,
  case
    when user_name = '<root_account>' or 'true' in (
      credential_report->>'$.password_enabled', credential_report->>'$.access_key1_active', credential_report->>'$.access_key2_active'
    ) then 'active'
    when credential_report is not null then 'disabled'
  end,
  create_date, password_last_used,
  case when json_array_length(mfa_devices) > 0 then 'true' else credential_report->>'$.mfa_active' end, 'false', file, row_number
from t;

insert into idp_users
  (user_id, email, name, status, created_at, last_login_at, account_type, directory, evidence_file, evidence_row)
-- include aws_iam_users_columns.sql
-- include last_synchronisation.sql
)
select arn, user_name, user_name, 'ACTIVE', create_date, password_last_used, 'user', 'AWS IAM', file, row_number
from t
where (credential_report->>'$.password_enabled') = 'true' and user_name <> '<root_account>' and mfa_devices is not null;

insert into idp_factors
  (user_id, factor_id, factor_type, status, enrolled_at, evidence_file, evidence_row)
-- include aws_iam_users_columns.sql
-- include last_synchronisation.sql
)
select
  arn, device->>'$.serial_number',
  case
    when (device->>'$.serial_number') like 'arn:%:mfa/%' then 'totp_app'
    when (device->>'$.serial_number') like 'arn:%:sms-mfa/%' then 'sms_voice'
    -- a key or a passkey: nothing here tells which
    when (device->>'$.serial_number') like 'arn:%:u2f/%' then 'webauthn'
    when (device->>'$.serial_number') not like 'arn:%' then 'otp_hardware_token'
    else device->>'$.serial_number'
  end,
  'ACTIVE', device->>'$.enable_date', file, row_number
from (
  select arn, unnest(cast(mfa_devices as json[])) as device, file, row_number
  from t where json_array_length(mfa_devices) > 0 and (credential_report->>'$.password_enabled') = 'true'
) as listed;

insert into secrets
  (system, credential_id, owner, kind, created_at, last_rotated_at, last_used_at, evidence_file, evidence_row)
-- include aws_iam_users_columns.sql
-- include last_synchronisation.sql
)
select
  'AWS', user_name || ' access key 1', user_name, 'access_key', credential_report->>'$.access_key_1_last_rotated', credential_report->>'$.access_key_1_last_rotated',
  credential_report->>'$.access_key_1_last_used_date', file, row_number
from t where (credential_report->>'$.access_key1_active') = 'true'
union all
select
  'AWS', user_name || ' access key 2', user_name, 'access_key', credential_report->>'$.access_key_2_last_rotated', credential_report->>'$.access_key_2_last_rotated',
  credential_report->>'$.access_key_2_last_used_date', file, row_number
from t where (credential_report->>'$.access_key2_active') = 'true';
