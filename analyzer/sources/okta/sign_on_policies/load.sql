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
),
names as (
  -- what collecting adds: the groups that policy and rules name; Okta's own are that of everyone and that of its administrators
  select row_number, grp->>'$.id' as id, grp->>'$.name' as name, (grp->>'$.type') = 'BUILT_IN' and (grp->>'$.name') = 'Everyone' as everyone
  from (
    select row_number, unnest(cast(record->'$.groups' as json[])) as grp
    from raw where json_type(record, '$.groups') = 'ARRAY'
  ) as listed
),
named as (
  select row_number, rule->>'$.id' as rule_id, 'rule' as side, unnest(cast(rule->'$.conditions.people.groups.include' as json[])) as member
  from rules where json_array_length(rule->'$.conditions.people.groups.include') > 0
  union all
  select row_number, rule->>'$.id', 'rule', unnest(cast(rule->'$.conditions.people.users.include' as json[]))
  from rules where json_array_length(rule->'$.conditions.people.users.include') > 0
  union all
  select row_number, rule->>'$.id', 'policy', unnest(cast(policy->'$.conditions.people.groups.include' as json[]))
  from rules where json_array_length(policy->'$.conditions.people.groups.include') > 0
),
sides as (
  -- neither a policy nor a rule that names everyone narrows the other
  select i.row_number, i.rule_id, i.side,
    string_agg('"' || replace(coalesce(n.name, i.member->>'$'), '"', '') || '"', ', ' order by i.member->>'$') as members
  from named as i
  left join names as n on n.row_number = i.row_number and n.id = (i.member->>'$')
  group by i.row_number, i.rule_id, i.side
  having not coalesce(bool_or(n.everyone), false)
),
in_words as (
  -- a rule is for those of its policy whom it names
  select row_number, rule_id,
    coalesce(max(members) filter (where side = 'rule'), max(members) filter (where side = 'policy')) as members
  from sides
  group by row_number, rule_id
),
excluded as (
  select row_number, rule->>'$.id' as rule_id, unnest(cast(rule->'$.conditions.people.groups.exclude' as json[])) as member
  from rules where json_array_length(rule->'$.conditions.people.groups.exclude') > 0
  union all
  select row_number, rule->>'$.id', unnest(cast(rule->'$.conditions.people.users.exclude' as json[]))
  from rules where json_array_length(rule->'$.conditions.people.users.exclude') > 0
),
out_words as (
  select e.row_number, e.rule_id,
    string_agg('"' || replace(coalesce(n.name, e.member->>'$'), '"', '') || '"', ', ' order by e.member->>'$') as members
  from excluded as e
  left join names as n on n.row_number = e.row_number and n.id = (e.member->>'$')
  group by e.row_number, e.rule_id
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
  case when i.members is not null then '[' || i.members || ']' end,
  case when o.members is not null then '[' || o.members || ']' end,
  -- the API keeps no versions: the rule is known to have read like this since its last change
  rule->>'$.lastUpdated',
  r.file, r.row_number
from rules as r
left join in_words as i on i.row_number = r.row_number and i.rule_id = (r.rule->>'$.id')
left join out_words as o on o.row_number = r.row_number and o.rule_id = (r.rule->>'$.id')
-- a rule that denies access lets nobody in, with or without a second factor
where coalesce(rule->>'$.actions.signon.access', rule->>'$.actions.appSignOn.access', 'ALLOW') <> 'DENY';

insert into session_settings (system, name, idle_minutes, absolute_minutes, status, evidence_file, evidence_row)
with rules as (
  select
    record as policy,
    unnest(cast(coalesce(record->'$._embedded.rules', record->'$.rules') as json[])) as rule,
    file, row_number
  from raw
  where (record->>'$.type') = 'OKTA_SIGN_ON'
)
select
  'Okta',
  (policy->>'$.name') || ': ' || (rule->>'$.name'),
  nullif(rule->>'$.actions.signon.session.maxSessionIdleMinutes', '0'),
  nullif(rule->>'$.actions.signon.session.maxSessionLifetimeMinutes', '0'),
  case when (policy->>'$.status') = 'ACTIVE' then rule->>'$.status' else policy->>'$.status' end,
  file, row_number
from rules
where coalesce(rule->>'$.actions.signon.access', 'ALLOW') <> 'DENY' and json_type(rule, '$.actions.signon.session') = 'OBJECT';
