insert into idp_policies
  (policy_id, name, app_or_group, status, mfa_required, allowed_factors, groups_included, groups_excluded, effective_from,
   evidence_file, evidence_row)
with rules as (
  select
    record as policy,
    unnest(cast(coalesce(record->'$._embedded.rules', record->'$.rules') as json[])) as rule,
    file, row_number
  from raw
  where (record->>'$.type') in ('OKTA_SIGN_ON', 'ACCESS_POLICY')
)
select
  (policy->>'$.id') || '/' || (rule->>'$.id'),
  (policy->>'$.name') || ': ' || (rule->>'$.name'),
  policy->>'$.name',
  case when (policy->>'$.status') = 'ACTIVE' then rule->>'$.status' else policy->>'$.status' end,
  case
    when (rule->>'$.actions.signon.requireFactor') is not null then (rule->>'$.actions.signon.requireFactor')
    when (rule->>'$.actions.appSignOn.verificationMethod.factorMode') = '2FA' then 'true'
    when (rule->>'$.actions.appSignOn.verificationMethod.factorMode') = '1FA' then 'false'
  end,
  nullif(cast(rule->'$.actions.appSignOn.verificationMethod.allowedFactors' as varchar), 'null'),
  nullif(cast(rule->'$.conditions.people.groups.include' as varchar), 'null'),
  nullif(cast(rule->'$.conditions.people.groups.exclude' as varchar), 'null'),
  -- the API keeps no versions: the rule is known to have read like this since its last change
  rule->>'$.lastUpdated',
  file, row_number
from rules
-- a rule that denies access lets nobody in, with or without a second factor
where coalesce(rule->>'$.actions.signon.access', rule->>'$.actions.appSignOn.access', 'ALLOW') <> 'DENY';
