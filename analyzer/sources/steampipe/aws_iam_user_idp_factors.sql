select
  arn, device->>'$.SerialNumber',
  case
    when (device->>'$.SerialNumber') like 'arn:%:mfa/%' then 'totp_app'
    when (device->>'$.SerialNumber') like 'arn:%:sms-mfa/%' then 'sms_voice'
    -- a key or a passkey: nothing here tells which
    when (device->>'$.SerialNumber') like 'arn:%:u2f/%' then 'webauthn'
    when (device->>'$.SerialNumber') not like 'arn:%' then 'otp_hardware_token'
    else device->>'$.SerialNumber'
  end,
  'ACTIVE', device->>'$.EnableDate', file, row_number
from (
  select arn, unnest(cast(mfa_devices as json[])) as device, file, row_number
  from t where json_array_length(mfa_devices) > 0 and login_profile is not null
) as listed
