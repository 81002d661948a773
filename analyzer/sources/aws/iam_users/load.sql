insert into app_accounts
  (system, tenant, account_id, email, account_type, role, is_privileged, status, created_at, last_login_at, mfa_enabled,
   auth_via_sso,
   evidence_file, evidence_row)
with policies as (
  select row_number, unnest(cast(record->'$.Policies' as json[])) as policy
  from raw where json_array_length(record->'$.Policies') > 0
),
statements as (
  select row_number, unnest(cast(
    case when json_type(policy, '$.Document.Statement') = 'ARRAY' then policy->'$.Document.Statement'
         else json_array(policy->'$.Document.Statement') end as json[])) as statement
  from policies
  where json_type(policy, '$.Document.Statement') is not null
),
rights as (
  -- everything on everything, everything but some, or the right to give oneself rights
  select distinct row_number from statements
  where (statement->>'$.Effect') = 'Allow'
    and ((statement->>'$.Resource') = '*' or (statement->>'$.Resource') like '%"*"%')
    and ((statement->>'$.Action') in ('*', '*:*', 'iam:*') or (statement->>'$.Action') like '%"*"%'
      or (statement->>'$.Action') like '%"*:*"%'
      or (statement->>'$.Action') ilike '%"iam:*"%' or json_type(statement, '$.NotAction') is not null)
  union
  select row_number from policies where (policy->>'$.Name') in ('AdministratorAccess', 'IAMFullAccess', 'PowerUserAccess')
),
names as (
  select row_number, string_agg(policy->>'$.Name', ', ' order by policy->>'$.Name') as role from policies group by row_number
),
addresses as (
  select row_number, max(tag->>'$.Value') as email
  from (
    select row_number, unnest(cast(record->'$.Tags' as json[])) as tag from raw where json_type(record, '$.Tags') = 'ARRAY'
  ) as listed
  where lower(tag->>'$.Key') in ('email', 'e-mail', 'mail')
  group by row_number
),
users as (
  select
    record, file, row_number, record->>'$.UserName' as name,
    record->>'$.CredentialReport.password_enabled' as password,
    (record->>'$.CredentialReport.access_key_1_active') = 'true'
      or (record->>'$.CredentialReport.access_key_2_active') = 'true' as keys
  from raw
)
select
  'AWS', u.record->>'$._account', u.name, coalesce(a.email, case when u.name like '%@%' then u.name end),
  -- who has no password cannot sign in to the console and is used by programs
  case when u.name = '<root_account>' then 'root' when u.password = 'false' then 'service' else 'user' end,
  n.role,
  case when u.name = '<root_account>' or r.row_number is not null then 'true' else 'false' end,
  case
    when u.name = '<root_account>' or u.password = 'true' or u.keys then 'active'
    when u.password = 'false' and not u.keys then 'disabled'
  end,
  u.record->>'$.CreateDate', u.record->>'$.CredentialReport.password_last_used',
  case
    when json_array_length(u.record->'$.MFADevices') > 0 or (u.record->>'$.Summary.AccountMFAEnabled') = '1' then 'true'
    else coalesce(u.record->>'$.CredentialReport.mfa_active', 'false')
  end,
  'false', u.file, u.row_number
from users as u
left join rights as r on r.row_number = u.row_number
left join names as n on n.row_number = u.row_number
left join addresses as a on a.row_number = u.row_number;

insert into idp_users
  (user_id, email, name, status, created_at, last_login_at, is_admin, account_type, directory, evidence_file, evidence_row)
select
  u.record->>'$.Arn', coalesce(a.email, a.account_id), a.account_id, 'ACTIVE', u.record->>'$.CreateDate',
  case when a.last_login_at not in ('no_information', 'N/A') then a.last_login_at end, a.is_privileged, 'user', 'AWS IAM',
  u.file, u.row_number
from raw as u
join app_accounts as a on a.evidence_file = u.file and a.evidence_row = u.row_number
where (u.record->>'$.CredentialReport.password_enabled') = 'true' and a.account_type = 'user';

insert into idp_factors (user_id, factor_id, factor_type, status, enrolled_at, evidence_file, evidence_row)
with devices as (
  select record->>'$.Arn' as user_id, unnest(cast(record->'$.MFADevices' as json[])) as device, file, row_number
  from raw
  where json_array_length(record->'$.MFADevices') > 0 and (record->>'$.CredentialReport.password_enabled') = 'true'
)
select
  user_id, device->>'$.SerialNumber',
  case
    when (device->>'$.SerialNumber') like 'arn:%:mfa/%' then 'totp_app'
    when (device->>'$.SerialNumber') like 'arn:%:sms-mfa/%' then 'sms_voice'
    -- a certified authenticator is a key; one without a certificate may be a passkey that is synchronised
    when (device->>'$.SerialNumber') like 'arn:%:u2f/%' and json_type(device, '$.Certifications.FIDO') is not null
      then 'webauthn_hardware_key'
    when (device->>'$.SerialNumber') like 'arn:%:u2f/%' then 'webauthn'
    when (device->>'$.SerialNumber') not like 'arn:%' then 'otp_hardware_token'
    else device->>'$.SerialNumber'
  end,
  'ACTIVE', device->>'$.EnableDate', file, row_number
from devices;

insert into secrets
  (system, credential_id, owner, kind, created_at, last_rotated_at, last_used_at, evidence_file, evidence_row)
with keys as (
  select record->>'$.UserName' as name, record->'$.CredentialReport' as report, file, row_number from raw
)
select 'AWS', name || ' access key 1', name, 'access_key', report->>'$.access_key_1_last_rotated',
  report->>'$.access_key_1_last_rotated',
  report->>'$.access_key_1_last_used_date', file, row_number
from keys where (report->>'$.access_key_1_active') = 'true'
union all
select 'AWS', name || ' access key 2', name, 'access_key', report->>'$.access_key_2_last_rotated',
  report->>'$.access_key_2_last_rotated',
  report->>'$.access_key_2_last_used_date', file, row_number
from keys where (report->>'$.access_key_2_active') = 'true';
