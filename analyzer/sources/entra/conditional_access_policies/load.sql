insert into idp_policies
  (policy_id, name, app_or_group, status, mfa_required, allowed_factors, groups_included, groups_excluded, effective_from,
   evidence_file, evidence_row)
with policies as (
  select
    record->'$.policy' as policy, record->'$.names' as names, record->'$.policy.conditions' as conditions,
    record->'$.policy.grantControls' as controls, file, row_number
  from raw
),
names as (
  select row_number, name->>'$.id' as id, max(name->>'$.name') as name
  from (select row_number, unnest(cast(names as json[])) as name from policies where json_array_length(names) > 0) as listed
  group by row_number, name->>'$.id'
),
people as (
  -- whom each policy names, on which side, by the name that goes with the id
  select l.row_number, l.side, coalesce(n.name, l.id) as name
  from (
    select row_number, 'include' as side, unnest(cast(conditions->'$.users.includeUsers' as varchar[])) as id from policies
    union all
    select row_number, 'include', unnest(cast(conditions->'$.users.includeGroups' as varchar[])) from policies
    union all
    select row_number, 'include', unnest(cast(conditions->'$.users.includeRoles' as varchar[])) from policies
    union all
    select row_number, 'exclude', unnest(cast(conditions->'$.users.excludeUsers' as varchar[])) from policies
    union all
    select row_number, 'exclude', unnest(cast(conditions->'$.users.excludeGroups' as varchar[])) from policies
    union all
    select row_number, 'exclude', unnest(cast(conditions->'$.users.excludeRoles' as varchar[])) from policies
    union all
    select row_number, 'include', 'guests' from policies
    where json_type(conditions, '$.users.includeGuestsOrExternalUsers') = 'OBJECT'
    union all
    select row_number, 'exclude', 'guests' from policies
    where json_type(conditions, '$.users.excludeGuestsOrExternalUsers') = 'OBJECT'
  ) as l
  left join names as n on n.row_number = l.row_number and n.id = l.id
  where l.id <> 'None'
),
sides as (
  select row_number,
    string_agg(name, '; ' order by name) filter (where side = 'include') as included,
    string_agg(name, '; ' order by name) filter (where side = 'exclude') as excluded,
    bool_or(side = 'include' and name = 'All') as everyone
  from people
  group by row_number
),
combinations as (
  select row_number, string_agg(distinct method, '; ' order by method) as methods
  from (
    select row_number,
      case replace(combination, 'password,', '')
        when 'sms' then 'sms_voice'
        when 'voice' then 'sms_voice'
        when 'softwareOath' then 'totp_app'
        when 'hardwareOath' then 'otp_hardware_token'
        when 'microsoftAuthenticatorPush' then 'push_number_match'
        when 'deviceBasedPush' then 'push_number_match'
        when 'fido2' then 'webauthn'
        when 'windowsHelloForBusiness' then 'passkey_platform_bound'
        when 'x509CertificateMultiFactor' then 'certificate_smartcard'
        when 'x509CertificateSingleFactor' then 'certificate_smartcard'
        else lower(replace(combination, 'password,', ''))
      end as method
    from (
      select row_number, unnest(cast(controls->'$.authenticationStrength.allowedCombinations' as varchar[])) as combination
      from policies
    ) as listed
    where combination not in ('temporaryAccessPassOneTime', 'temporaryAccessPassMultiUse')
  ) as named
  group by row_number
),
required as (
  -- policies that ask for a second factor, and whether they always do where they apply
  select p.*, s.included, s.excluded, coalesce(s.everyone, false) as everyone, c.methods,
    coalesce(
      not (
        -- one control of several is enough
        (coalesce(controls->>'$.operator', 'OR') <> 'AND'
          and coalesce(json_array_length(controls->'$.builtInControls'), 0) + coalesce(json_array_length(controls->'$.termsOfUse'), 0)
            + coalesce(json_array_length(controls->'$.customAuthenticationFactors'), 0)
            + case when json_type(controls, '$.authenticationStrength') = 'OBJECT' then 1 else 0 end > 1)
        -- a strength may be one of a single factor
        or ((controls->>'$.authenticationStrength.requirementsSatisfied') is distinct from 'mfa'
          and coalesce(controls->>'$.builtInControls', '') not like '%"mfa"%')
        or json_array_length(conditions->'$.applications.excludeApplications') > 0
        or (conditions->>'$.insiderRiskLevels') is not null
        or json_array_length(conditions->'$.signInRiskLevels') > 0
        or json_array_length(conditions->'$.userRiskLevels') > 0
        or json_array_length(conditions->'$.locations.excludeLocations') > 0
        or (conditions->>'$.locations.includeLocations') not in ('["All"]', '[]')
        or json_array_length(conditions->'$.platforms.excludePlatforms') > 0
        or (conditions->>'$.platforms.includePlatforms') not in ('["all"]', '[]')
        or json_type(conditions, '$.devices.deviceFilter') = 'OBJECT'
        or json_type(conditions, '$.authenticationFlows') = 'OBJECT'
        or (conditions->>'$.clientAppTypes') not like '%all%'
        or json_array_length(conditions->'$.applications.includeUserActions') > 0
        or json_array_length(conditions->'$.applications.includeAuthenticationContextClassReferences') > 0
      ), true) as always
  from policies as p
  left join sides as s on s.row_number = p.row_number
  left join combinations as c on c.row_number = p.row_number
  where (controls->>'$.builtInControls') like '%"mfa"%' or json_type(controls, '$.authenticationStrength') = 'OBJECT'
),
general as (
  select count(*) as number from required
  where always and everyone and (policy->>'$.state') = 'enabled' and (conditions->>'$.applications.includeApplications') = '["All"]'
)
select
  policy->>'$.id',
  policy->>'$.displayName',
  nullif(nullif(array_to_string(cast(conditions->'$.applications.includeApplications' as varchar[]), ', '), 'All'), ''),
  case when (policy->>'$.state') = 'enabled' then 'ACTIVE' else 'INACTIVE' end,
  case when always then 'true' end,
  methods,
  case when not everyone then included end,
  excluded,
  coalesce(policy->>'$.modifiedDateTime', policy->>'$.createdDateTime'),
  file, row_number
from required cross join general
-- a policy for risky sign-ins or for some places adds to one for everyone; alone it leaves open when a factor is required
where always or number = 0
union all
-- where no policy is for everyone and all applications, the rest of the sign-ins may need no second factor
select
  min(policy->>'$.id') || '/else', 'Sign-ins that no policy is for', null, 'ACTIVE', null, null, 'everyone else', null, null,
  max(file), max(row_number)
from required cross join general
where number = 0 and (policy->>'$.state') = 'enabled'
having count(*) > 0;

insert into session_settings (system, name, absolute, status, evidence_file, evidence_row)
select
  'Microsoft Entra ID',
  record->>'$.policy.displayName',
  (record->>'$.policy.sessionControls.signInFrequency.value') || ' ' || (record->>'$.policy.sessionControls.signInFrequency.type'),
  case when (record->>'$.policy.state') = 'enabled' then 'active' else 'inactive' end,
  file, row_number
from raw
where (record->>'$.policy.sessionControls.signInFrequency.isEnabled') = 'true'
  and (record->>'$.policy.sessionControls.signInFrequency.value') is not null;
