with methods(method, label, phishing_resistant, separate_token, grade) as (
  -- grade 2: acceptable, 1: restricted (telephone network), 0: not acceptable as a second factor
  values
    ('webauthn_hardware_key',  'hardware security key',      true,  true,  2),
    ('certificate_smartcard',  'smart card',                 true,  true,  2),
    ('passkey_platform_bound', 'passkey of the device',      true,  false, 2),
    ('passkey_synced',         'synced passkey',             true,  false, 2),
    ('webauthn',               'WebAuthn (key or passkey)',  true,  null,  2),
    ('otp_hardware_token',     'hardware OTP token',         false, true,  2),
    ('push_number_match',      'push with number matching',  false, false, 2),
    ('push',                   'push',                       false, false, 2),
    ('totp_app',               'authenticator app code',     false, false, 2),
    ('sms_voice',              'SMS or voice (restricted)',  false, false, 1),
    ('email_otp',              'e-mail code',                false, false, 0),
    ('security_question',      'security question',          false, false, 0)
),
export_names(name, method) as (
  select method, method from methods
  union all
  values
    ('token:hardware', 'otp_hardware_token'), ('hardwareonetimepasscode', 'otp_hardware_token'), ('hardware_token', 'otp_hardware_token'),
    ('u2f', 'webauthn_hardware_key'), ('fido2securitykey', 'webauthn_hardware_key'), ('security_key', 'webauthn_hardware_key'),
    ('fido2', 'webauthn'), ('passkey', 'webauthn'), ('fido_webauthn', 'webauthn'),
    ('smartcard', 'certificate_smartcard'), ('piv', 'certificate_smartcard'), ('piv_cac', 'certificate_smartcard'),
    ('signed_nonce', 'passkey_platform_bound'), ('passkeydevicebound', 'passkey_platform_bound'), ('windowshelloforbusiness', 'passkey_platform_bound'),
    ('token:software:totp', 'totp_app'), ('softwareonetimepasscode', 'totp_app'), ('totp', 'totp_app'), ('okta_otp', 'totp_app'), ('google_otp', 'totp_app'),
    ('okta_push', 'push'), ('microsoftauthenticatorpush', 'push_number_match'),
    ('sms', 'sms_voice'), ('call', 'sms_voice'), ('voice', 'sms_voice'), ('okta_sms', 'sms_voice'), ('okta_call', 'sms_voice'),
    ('mobilephone', 'sms_voice'), ('alternatemobilephone', 'sms_voice'), ('officephone', 'sms_voice'),
    -- as lists of users name them in words
    ('fido2 security key', 'webauthn_hardware_key'), ('security key', 'webauthn_hardware_key'), ('hardware security key', 'webauthn_hardware_key'),
    ('fido security key', 'webauthn_hardware_key'), ('hardware key', 'webauthn_hardware_key'), ('yubikey', 'webauthn_hardware_key'),
    ('fido2 key', 'webauthn_hardware_key'), ('fido2 hardware key', 'webauthn_hardware_key'), ('webauthn (hardware key)', 'webauthn_hardware_key'),
    ('hardware token', 'otp_hardware_token'), ('hardware otp token', 'otp_hardware_token'), ('smart card', 'certificate_smartcard'),
    ('authenticator app', 'totp_app'), ('authenticator', 'totp_app'), ('mobile authenticator', 'totp_app'), ('totp app', 'totp_app'),
    ('google authenticator', 'totp_app'), ('microsoft authenticator', 'push'), ('okta verify', 'push'), ('duo mobile', 'push'),
    ('push notification', 'push'), ('duo push', 'push'), ('okta verify push', 'push'), ('mobile push', 'push'),
    ('text message', 'sms_voice'), ('sms code', 'sms_voice'), ('sms otp', 'sms_voice'), ('phone call', 'sms_voice'), ('phone', 'sms_voice'),
    ('windows hello', 'passkey_platform_bound'), ('windows hello for business', 'passkey_platform_bound'), ('touch id', 'passkey_platform_bound'),
    ('e-mail', 'email_otp'), ('e-mail code', 'email_otp'), ('security question', 'security_question'),
    ('email', 'email_otp'), ('okta_email', 'email_otp'), ('question', 'security_question'), ('okta_question', 'security_question')
),
promises(word, phishing_resistant, separate_token, grade) as (
  -- the least that a method has to be for each word a text may use
  values
    ('hardware_token',    false, true,  2), ('otp_hardware_token',    false, true,  2),
    ('security_key',      true,  true,  2), ('webauthn_hardware_key', true,  true,  2), ('hardware_key', true, true, 2),
    ('fido2',             true,  true,  2), ('u2f',                   true,  true,  2), ('yubikey',      true, true, 2),
    ('piv_cac',           true,  true,  2), ('piv',                   true,  true,  2), ('smartcard',    true, true, 2),
    ('webauthn',          true,  false, 2), ('passkey',               true,  false, 2), ('embedded_token', true, false, 2), ('biometrics', true, false, 2),
    ('totp_app',          false, false, 2), ('authenticator_app',     false, false, 2), ('push',         false, false, 2), ('push_number_match', false, false, 2),
    ('sms',               false, false, 1), ('sms_voice',             false, false, 1), ('voice',        false, false, 1),
    ('email',             false, false, 0), ('email_otp',             false, false, 0)
),
promised as (
  select *, count(*) over () as number from promises where list_contains(cast($methods_allowed as varchar[]), word)
),
forbidden as (
  select distinct x.method
  from export_names as x
  where list_contains(cast($methods_forbidden as varchar[]), x.name)
     or (list_contains(cast($methods_forbidden as varchar[]), 'hardware_token') and x.method = 'otp_hardware_token')
),
judged_methods as (
  -- whether each method keeps the promise; null where its kind is not known well enough
  select
    m.method, m.label,
    case
      when m.method in (select f.method from forbidden as f) then false
      when $phishing_resistant and not m.phishing_resistant then false
      when $methods_allowed is null then true
      when coalesce(bool_or(m.grade >= p.grade and (m.phishing_resistant or not p.phishing_resistant) and (m.separate_token or not p.separate_token)), false) then true
      when bool_or(p.separate_token and m.separate_token is null) then null
      when count(p.word) < coalesce(array_length(cast($methods_allowed as varchar[])), 0) then null
      else false
    end as keeps
  from methods as m
  left join promised as p on true
  group by m.method, m.label, m.phishing_resistant, m.separate_token, m.grade
),
environment as (
  select case $scope_environment
           when 'production' then '(^|[^a-z])prod(uction)?([^a-z]|$)'
           when 'staging' then '(^|[^a-z])stag(e|ing)([^a-z]|$)'
           when 'development' then '(^|[^a-z])dev(elopment)?([^a-z]|$)'
         end as words
),
rules as (
  -- sign-on rules in force at the end of the period
  select coalesce(name, policy_id) as rule, policy_id, app_or_group, allowed_factors,
         coalesce(array_length(groups_included), 0) = 0 as covers_everyone,
         lower(coalesce(name, '') || ' ' || coalesce(app_or_group, '')) as words
  from idp_policies
  where coalesce(policy_id, name, app_or_group) is not null
    and lower(coalesce(status, 'active')) not in ('inactive', 'disabled', 'deleted', 'false', 'off')
    and (effective_from is null or cast(effective_from as date) <= $as_of)
    and (effective_to is null or cast(effective_to as date) > $as_of)
),
rules_in_scope as (
  select r.*
  from rules as r
  cross join environment as e
  where ($scope_system is null or r.words like '%' || $scope_system || '%')
    and ($scope_environment is null or regexp_matches(replace(replace(r.words, 'non-prod', ''), 'pre-prod', ''), e.words))
    and (r.covers_everyone or ($scope_privileged is null and $scope_worker_type is null and $scope_department is null))
),
accepted_by_rules as (
  select distinct x.method
  from rules as r
  join export_names as x on list_contains(r.allowed_factors, x.name)
),
every_rule_names_methods as (
  select count(*) > 0 and count(*) = count(*) filter (where coalesce(array_length(allowed_factors), 0) > 0) as yes from rules
),
roster as (
  select lower(email) as email, lower(max(department)) as department,
         max(case when regexp_matches(lower(worker_type), 'contract|consult|freelanc|agency') then 'contractor' else 'employee' end) as worker_type
  from people
  where email is not null
  group by lower(email)
),
accounts as (
  -- open accounts: who holds privileges, and who reaches which system and environment
  select lower(a.email) as email, a.is_privileged, lower(a.system) as system,
         regexp_matches(replace(replace(lower(coalesce(a.env, a.system || ' ' || coalesce(a.role, ''))), 'non-prod', ''), 'pre-prod', ''), e.words) as in_environment
  from app_accounts as a
  cross join environment as e
  where lower(coalesce(a.status, 'active')) not in ('inactive', 'disabled', 'deactivated', 'deprovisioned', 'suspended', 'deleted', 'removed', 'blocked', 'false', 'no')
    and (a.disabled_at is null or cast(a.disabled_at as date) > $as_of)
),
users as (
  -- active directory users that are people; who cannot sign in yet is left out
  select coalesce(u.user_id, u.email) as user_id, coalesce(u.email, u.user_id) as email, u.last_login_at,
         count(u.last_login_at) over () > 0 as sign_ins_are_known, p.department
  from idp_users as u
  left join roster as p on p.email = lower(u.email)
  where (case when u.status is null then u.deactivated_at is null or cast(u.deactivated_at as date) > $as_of
              else lower(u.status) not in ('inactive', 'disabled', 'deactivated', 'deprovisioned', 'suspended', 'deleted', 'staged', 'provisioned', 'pending', 'invited', 'blocked', 'false') end)
    and (u.created_at is null or cast(u.created_at as date) <= $as_of)
    and lower(coalesce(u.account_type, 'user')) not in ('service', 'bot', 'machine', 'system', 'application', 'integration')
    and ($scope_worker_type is null or coalesce(p.worker_type, 'employee') = $scope_worker_type)
    and ($scope_department is null or p.department like '%' || $scope_department || '%')
    and ($scope_privileged is null or u.is_admin or exists (select 1 from accounts as a where a.email = lower(u.email) and a.is_privileged))
    and ($scope_environment is null or exists (select 1 from accounts as a where a.email = lower(u.email) and a.in_environment))
    and ($scope_system is null or lower(u.directory) like '%' || $scope_system || '%'
         or (u.directory is null and $scope_system in ('okta', 'entra', 'azure ad', 'google workspace', 'jumpcloud', 'onelogin', 'ping', 'duo'))
         or exists (select 1 from accounts as a where a.email = lower(u.email) and a.system like '%' || $scope_system || '%'))
),
names as (
  select lower(user_id) as name, user_id from users
  union
  select lower(email), user_id from users
),
active_factors as (
  select n.user_id, coalesce(lower(f.factor_type), 'unnamed') as factor, x.method, coalesce(j.label, f.factor_type, 'an unnamed method') as label, j.keeps, f.enrolled_at, f.last_used_at
  from idp_factors as f
  join names as n on n.name = lower(f.user_id)
  left join export_names as x on x.name = lower(f.factor_type)
  left join judged_methods as j on j.method = x.method
  cross join every_rule_names_methods as e
  where lower(coalesce(f.status, 'active')) in ('active', 'enrolled')
    and coalesce(lower(f.factor_type), 'unnamed') <> 'password'
    and (not e.yes or x.method is null or x.method in (select a.method from accepted_by_rules as a))
),
enrolled as (
  select u.user_id, u.email, u.last_login_at, u.sign_ins_are_known, u.department,
         count(f.factor) as factors,
         count(*) filter (where f.keeps = false) as weak,
         count(*) filter (where f.factor is not null and f.keeps is null) as unknown,
         string_agg(distinct f.label, ', ' order by f.label) as kinds,
         string_agg(distinct f.label, ', ' order by f.label) filter (where f.keeps = false) as weak_kinds,
         string_agg(distinct f.label, ', ' order by f.label) filter (where f.keeps is null) as unknown_kinds,
         min(f.enrolled_at) filter (where f.keeps = false) as weak_since,
         max(f.last_used_at) filter (where f.keeps = false) as weak_last_used_at
  from users as u
  left join active_factors as f on f.user_id = u.user_id
  group by u.user_id, u.email, u.last_login_at, u.sign_ins_are_known, u.department
),
findings as (
  select
    email as item,
    case
      when weak > 0 then false
      when email is null then null
      when factors > 0 and unknown > 0 then null
      when factors > 0 or ($methods_allowed is null and $phishing_resistant is null) then true
      when sign_ins_are_known and last_login_at is null then null
      else false
    end as holds,
    coalesce(kinds, 'no factor') as observed,
    case
      when weak > 0 and weak < factors
        then weak_kinds || ' is active beside stronger methods, and the account is as strong as its weakest method'
      when weak > 0 then 'nothing but ' || weak_kinds || ' is active, which is not what is promised'
      when email is null then 'the export names nobody in this row'
      when factors > 0 and unknown > 0 then 'it cannot be told whether ' || unknown_kinds || ' is one of the promised methods'
      when factors > 0 then 'every active method is as strong as promised'
      when sign_ins_are_known and last_login_at is null then 'the active user has no factor, and has never signed in'
      else 'the active user has no factor at all'
    end as reason,
    user_id, department, weak_since, weak_last_used_at, last_login_at
  from enrolled

  union all

  -- a rule that accepts less than promised is a way in, whoever uses it; one that keeps the promise adds nobody
  select
    r.rule, false, array_to_string(r.allowed_factors, ', '),
    'the sign-on rule accepts ' || string_agg(distinct j.label, ', ' order by j.label) || ', which is not what is promised',
    r.policy_id, cast(null as varchar), cast(null as timestamp), cast(null as timestamp), cast(null as timestamp)
  from rules_in_scope as r
  join export_names as x on list_contains(r.allowed_factors, x.name)
  join judged_methods as j on j.method = x.method and j.keeps = false
  group by r.rule, r.policy_id, r.allowed_factors
)
select item, holds, observed, reason, user_id, department, weak_since, weak_last_used_at, last_login_at
from findings
where $methods_allowed is not null or $methods_forbidden is not null or $phishing_resistant
order by item
