insert into protective_services
  (service, account_id, region, resource_id, enabled, mode, rule_sets, rate_limit, evidence_file, evidence_row)
with rules as (
  select row_number, unnest(cast(record->'$.Rules' as json[])) as rule from raw where json_array_length(record->'$.Rules') > 0
),
told as (
  select
    row_number,
    string_agg(coalesce(rule->>'$.Statement.ManagedRuleGroupStatement.Name', rule->>'$.Name'), ', '
      order by cast(rule->>'$.Priority' as integer)) as sets,
    max(rule->>'$.Statement.RateBasedStatement.Limit') as rate_limit,
    -- what only counts stops nothing
    count(*) filter (where json_type(rule, '$.Action.Count') is null
      and json_type(rule, '$.OverrideAction.Count') is null) as acting
  from rules group by row_number
),
protected as (
  select record, unnest(cast(record->'$.ResourceArns' as varchar[])) as resource, file, row_number
  from raw where json_array_length(record->'$.ResourceArns') > 0
  union all
  select record, null, file, row_number from raw where json_array_length(record->'$.ResourceArns') = 0
)
select
  'AWS WAF ' || (p.record->>'$.Name'), p.record->>'$._account', p.record->>'$._region', p.resource,
  case when p.resource is null and (p.record->>'$.Scope') = 'REGIONAL' then 'false' else 'true' end,
  case when json_type(p.record, '$.DefaultAction.Block') is not null or t.acting > 0 then 'block' else 'count' end,
  t.sets, t.rate_limit, p.file, p.row_number
from protected as p
left join told as t on t.row_number = p.row_number;
