select
  id, method,
  case method
    when 'mobilePhone' then 'sms_voice' when 'alternateMobilePhone' then 'sms_voice' when 'officePhone' then 'sms_voice'
    when 'email' then 'email_otp' when 'securityQuestion' then 'security_question'
    when 'microsoftAuthenticatorPush' then 'push_number_match' when 'microsoftAuthenticatorPasswordless' then 'push_number_match'
    when 'softwareOneTimePasscode' then 'totp_app' when 'hardwareOneTimePasscode' then 'otp_hardware_token'
    when 'fido2SecurityKey' then 'webauthn_hardware_key' when 'passKeyDeviceBound' then 'webauthn'
    when 'passKeyDeviceBoundAuthenticator' then 'passkey_platform_bound'
    when 'passKeyDeviceBoundWindowsHello' then 'passkey_platform_bound' when 'passKeySynced' then 'passkey_synced'
    when 'windowsHelloForBusiness' then 'passkey_platform_bound' when 'macOsSecureEnclaveKey' then 'passkey_platform_bound'
    when 'x509Certificate' then 'certificate_smartcard' else method
  end,
  -- these reset a password; nobody signs in with them
  case when method in ('email', 'securityQuestion') then 'PASSWORD_RESET_ONLY' else 'ACTIVE' end,
  file, row_number
from (
  select id, unnest(cast(methods_registered as varchar[])) as method, file, row_number
  from t where json_array_length(methods_registered) > 0
) as listed
where method not in ('none', 'temporaryAccessPass')
