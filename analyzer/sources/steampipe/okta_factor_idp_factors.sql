select
  user_id, id,
  case factor_type
    when 'sms' then 'sms_voice' when 'call' then 'sms_voice' when 'email' then 'email_otp' when 'question' then 'security_question'
    when 'push' then 'push' when 'token:software:totp' then 'totp_app' when 'token:hardware' then 'otp_hardware_token'
    when 'u2f' then 'webauthn_hardware_key' when 'signed_nonce' then 'passkey_platform_bound'
    when 'webauthn' then
      case
        when regexp_matches(lower(profile->>'$.authenticatorName'), 'yubi|titan|feitian|security key|hardware key') then 'webauthn_hardware_key'
        when regexp_matches(lower(profile->>'$.authenticatorName'), 'icloud|google password|1password|bitwarden') then 'passkey_synced'
        when regexp_matches(lower(profile->>'$.authenticatorName'), 'touch id|face id|windows hello|macbook') then 'passkey_platform_bound'
        -- it may be a key or a passkey
        else 'webauthn'
      end
    else factor_type
  end,
  status, created, file, row_number
from t
where factor_type is not null
