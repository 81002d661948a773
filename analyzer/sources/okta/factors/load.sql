insert into idp_factors (user_id, factor_id, factor_type, status, enrolled_at, last_used_at, evidence_file, evidence_row)
with factors as (
  -- one row per factor, with the record it came in
  select record as owner, record as factor, file, row_number
  from raw where json_type(record, '$.factors') is distinct from 'ARRAY'
  union all
  select record, unnest(cast(record->'$.factors' as json[])), file, row_number
  from raw where json_type(record, '$.factors') = 'ARRAY'
)
select
  coalesce(
    factor->>'$.userId',
    owner->>'$.userId',
    owner->>'$.user.id',
    case when json_type(owner, '$.user') = 'VARCHAR' then owner->>'$.user' end,
    owner->>'$._key',
    nullif(regexp_extract(factor->>'$._links.user.href', '/users/([^/?]+)', 1), ''),
    nullif(regexp_extract(factor->>'$._links.self.href', '/users/([^/?]+)', 1), ''),
    factor->>'$._embedded.user.id',
    case when json_type(owner, '$.factors') = 'ARRAY' then owner->>'$.id' end
  ),
  factor->>'$.id',
  case (factor->>'$.factorType')
    when 'sms' then 'sms_voice'
    when 'call' then 'sms_voice'
    when 'email' then 'email_otp'
    when 'question' then 'security_question'
    when 'push' then 'push'
    when 'token:software:totp' then 'totp_app'
    when 'token:hardware' then 'otp_hardware_token'
    when 'u2f' then 'webauthn_hardware_key'
    when 'signed_nonce' then 'passkey_platform_bound'
    when 'webauthn' then
      case
        when regexp_matches(lower(factor->>'$.profile.authenticatorName'), 'icloud|google password|1password|bitwarden|dashlane|keeper|lastpass')
          then 'passkey_synced'
        when regexp_matches(lower(factor->>'$.profile.authenticatorName'), 'touch id|face id|macbook|windows hello|android|platform|tpm')
          then 'passkey_platform_bound'
        when regexp_matches(
          lower(factor->>'$.profile.authenticatorName'),
          'yubi|titan|feitian|solo|nitrokey|onlykey|thetis|token2|hypersecu|kensington|cryptnox|idemia|trustkey|swissbit|security key|hardware key|fido2? key'
        ) then 'webauthn_hardware_key'
        -- a name that is no model of a key, or none at all: it may be a key or a passkey
        else 'webauthn'
      end
    else factor->>'$.factorType'
  end,
  factor->>'$.status',
  factor->>'$.created',
  factor->>'$.lastVerified',
  file, row_number
from factors
where (factor->>'$.factorType') is not null;
