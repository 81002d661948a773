insert into idp_factors (user_id, factor_id, factor_type, status, enrolled_at, evidence_file, evidence_row)
with methods as (
  select record->>'$.id' as user_id, unnest(cast(record->'$.methods' as json[])) as method, file, row_number
  from raw
  where json_array_length(record->'$.methods') > 0
),
kinds as (
  select user_id, method, replace(method->>'$."@odata.type"', '#microsoft.graph.', '') as kind, lower(method->>'$.model') as model,
         file, row_number
  from methods
)
select
  user_id,
  method->>'$.id',
  case
    when kind = 'phoneAuthenticationMethod' then 'sms_voice'
    when kind = 'emailAuthenticationMethod' then 'email_otp'
    when kind = 'microsoftAuthenticatorAuthenticationMethod' then 'push_number_match'
    when kind = 'softwareOathAuthenticationMethod' then 'totp_app'
    when kind = 'hardwareOathAuthenticationMethod' then 'otp_hardware_token'
    when kind = 'windowsHelloForBusinessAuthenticationMethod' then 'passkey_platform_bound'
    when kind = 'platformCredentialAuthenticationMethod' then 'passkey_platform_bound'
    when kind = 'x509CertificateAuthenticationMethod' then 'certificate_smartcard'
    when kind = 'fido2AuthenticationMethod' and (method->>'$.passkeyType') = 'synced' then 'passkey_synced'
    when kind = 'fido2AuthenticationMethod' and regexp_matches(model, 'authenticator|windows hello|touch id|face id|android')
      then 'passkey_platform_bound'
    -- a key is one whose maker attests the model; what nobody attests may be a passkey in software
    when kind = 'fido2AuthenticationMethod' and (method->>'$.attestationLevel') = 'attested' then 'webauthn_hardware_key'
    when kind = 'fido2AuthenticationMethod' then 'webauthn'
    else replace(kind, 'AuthenticationMethod', '')
  end,
  -- an e-mail address resets a password; nobody signs in with it
  case when kind = 'emailAuthenticationMethod' then 'PASSWORD_RESET_ONLY' else 'ACTIVE' end,
  method->>'$.createdDateTime',
  file, row_number
from kinds
-- a pass for a few hours is no factor, and neither is the password
where kind not in ('passwordAuthenticationMethod', 'temporaryAccessPassAuthenticationMethod', 'qrCodePinAuthenticationMethod');
