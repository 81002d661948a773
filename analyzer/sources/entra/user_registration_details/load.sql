insert into idp_factors (user_id, factor_id, factor_type, status, evidence_file, evidence_row)
with methods as (
  select record->>'$.id' as user_id, unnest(cast(record->'$.methodsRegistered' as varchar[])) as method, file, row_number
  from raw
  where json_array_length(record->'$.methodsRegistered') > 0
)
select
  user_id, method,
  case method
    when 'mobilePhone' then 'sms_voice'
    when 'alternateMobilePhone' then 'sms_voice'
    when 'officePhone' then 'sms_voice'
    when 'email' then 'email_otp'
    when 'securityQuestion' then 'security_question'
    when 'microsoftAuthenticatorPush' then 'push_number_match'
    when 'microsoftAuthenticatorPasswordless' then 'push_number_match'
    when 'softwareOneTimePasscode' then 'totp_app'
    when 'hardwareOneTimePasscode' then 'otp_hardware_token'
    when 'fido2SecurityKey' then 'webauthn_hardware_key'
    -- bound to a device, which may be a security key as well as a telephone or a computer
    when 'passKeyDeviceBound' then 'webauthn'
    when 'passKeyDeviceBoundAuthenticator' then 'passkey_platform_bound'
    when 'passKeyDeviceBoundWindowsHello' then 'passkey_platform_bound'
    when 'passKeySynced' then 'passkey_synced'
    when 'windowsHelloForBusiness' then 'passkey_platform_bound'
    when 'macOsSecureEnclaveKey' then 'passkey_platform_bound'
    when 'x509Certificate' then 'certificate_smartcard'
    else method
  end,
  -- these reset a password; nobody signs in with them
  case when method in ('email', 'securityQuestion') then 'PASSWORD_RESET_ONLY' else 'ACTIVE' end,
  file, row_number
from methods as m
where method not in ('none', 'temporaryAccessPass')
  -- a user's own list of methods, where it was collected, says more
  and not exists (select 1 from idp_factors as f where f.user_id = m.user_id and f.evidence_file <> m.file);
