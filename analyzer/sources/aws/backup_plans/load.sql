-- A row for each rule and each resource that a selection of its plan is known to take; a plan that takes none covers nothing.
insert into backup_plans
  (plan_id, plan, rule, kind, resource_id, account_id, region, schedule, every_days, continuous, retention_days, copied_to,
   copied_to_accounts, effective_from, last_run_at, notes, evidence_file, evidence_row)
with selections as (
  select
    row_number, selection, selection->'$.ListOfTags' as any_of, selection->'$.Conditions' as conditions,
    case when json_array_length(selection->'$.Resources') > 0 then selection->'$.Resources' else cast('["*"]' as json) end as taken,
    case when json_array_length(selection->'$.NotResources') > 0 then selection->'$.NotResources'
      else cast('[]' as json) end as left_out,
    coalesce(json_array_length(selection->'$.ListOfTags'), 0) > 0 as has_tags, cast(selection as varchar) as name
  from (
    select row_number, unnest(cast(record->'$.Selections' as json[])) as selection
    from raw where json_array_length(record->'$.Selections') > 0
  ) as listed
),
tagged as (
  select row_number, candidate->>'$.ResourceARN' as arn, candidate->'$.Tags' as tags
  from (
    select row_number, unnest(cast(record->'$.TaggedResources' as json[])) as candidate
    from raw where json_array_length(record->'$.TaggedResources') > 0
  ) as listed
),
tags as (
  select row_number, arn, tag->>'$.Key' as name, tag->>'$.Value' as said
  from (select row_number, arn, unnest(cast(tags as json[])) as tag from tagged where json_array_length(tags) > 0) as listed
),
taken as (
  select row_number, name, item->>'$' as pattern, 'taken' as how
  from (select row_number, name, unnest(cast(taken as json[])) as item from selections) as listed
  union all
  select row_number, name, item->>'$', 'left out'
  from (
    select row_number, name, unnest(cast(left_out as json[])) as item from selections where json_array_length(left_out) > 0
  ) as listed
),
patterns as (
  select
    row_number, name, how, pattern,
    '^' || replace(replace(replace(pattern, '.', '[.]'), '+', '[+]'), '*', '.*') || '$' as expression
  from taken
),
candidates as (
  select s.row_number, s.name, p.pattern as arn
  from selections as s
  join patterns as p on p.row_number = s.row_number and p.name = s.name and p.how = 'taken' and p.pattern not like '%*%'
  union
  select s.row_number, s.name, t.arn
  from selections as s
  join tagged as t on t.row_number = s.row_number
),
operators as (
  select 'same' as how, 'StringEquals' as operator
  union all select 'like', 'StringLike'
  union all select 'other', 'StringNotEquals'
  union all select 'unlike', 'StringNotLike'
),
conditions as (
  select row_number, name, 'any' as how, replace(item->>'$.ConditionKey', 'aws:ResourceTag/', '') as tag,
    item->>'$.ConditionValue' as said
  from (select row_number, name, unnest(cast(any_of as json[])) as item from selections where has_tags) as listed
  union all
  select row_number, name, how, replace(item->>'$.ConditionKey', 'aws:ResourceTag/', ''), item->>'$.ConditionValue'
  from (
    select s.row_number, s.name, o.how, unnest(cast(json_extract(s.conditions, '$.' || o.operator) as json[])) as item
    from selections as s
    cross join operators as o
    where json_array_length(json_extract(s.conditions, '$.' || o.operator)) > 0
  ) as listed
),
answers as (
  -- a tag that the resource does not have meets no condition
  select
    c.row_number, c.name, c.arn, n.how,
    coalesce(
      case n.how
        when 'any' then t.said = n.said when 'same' then t.said = n.said when 'other' then t.said <> n.said
        when 'like'
          then regexp_matches(t.said, '^' || replace(replace(replace(n.said, '.', '[.]'), '+', '[+]'), '*', '.*') || '$')
        else not regexp_matches(t.said, '^' || replace(replace(replace(n.said, '.', '[.]'), '+', '[+]'), '*', '.*') || '$')
      end, false
    ) as is_met
  from candidates as c
  join conditions as n on n.row_number = c.row_number and n.name = c.name
  left join tags as t on t.row_number = c.row_number and t.arn = c.arn and t.name = n.tag
),
covered as (
  select distinct c.row_number, c.arn
  from candidates as c
  where exists (
      select 1 from patterns as p
      where p.row_number = c.row_number and p.name = c.name and p.how = 'taken' and regexp_matches(c.arn, p.expression)
    )
    and not exists (
      select 1 from patterns as p
      where p.row_number = c.row_number and p.name = c.name and p.how = 'left out' and regexp_matches(c.arn, p.expression)
    )
    and not exists (
      select 1 from answers as a
      where a.row_number = c.row_number and a.name = c.name and a.arn = c.arn and a.how <> 'any' and not a.is_met
    )
    and (
      not exists (select 1 from conditions as n where n.row_number = c.row_number and n.name = c.name and n.how = 'any')
      or exists (
        select 1 from answers as a
        where a.row_number = c.row_number and a.name = c.name and a.arn = c.arn and a.how = 'any' and a.is_met
      )
    )
),
rules as (
  select
    row_number, file, record, rule, coalesce(rule->>'$.ScheduleExpression', 'cron(0 5 ? * * *)') as schedule,
    coalesce(rule->>'$.RuleId', rule->>'$.RuleName') as id
  from (
    select row_number, file, record, unnest(cast(record->'$.BackupPlan.Rules' as json[])) as rule
    from raw where json_array_length(record->'$.BackupPlan.Rules') > 0
  ) as listed
),
copies as (
  select
    row_number, id,
    string_agg(distinct to_region, ', ' order by to_region) filter (where to_region <> own_region) as regions,
    string_agg(distinct to_account, ', ' order by to_account) filter (where to_account <> own_account) as accounts
  from (
    select
      row_number, id, split_part(copy->>'$.DestinationBackupVaultArn', ':', 4) as to_region,
      split_part(copy->>'$.DestinationBackupVaultArn', ':', 5) as to_account, split_part(plan, ':', 4) as own_region,
      split_part(plan, ':', 5) as own_account
    from (
      select row_number, id, record->>'$.BackupPlanArn' as plan, unnest(cast(rule->'$.CopyActions' as json[])) as copy
      from rules where json_array_length(rule->'$.CopyActions') > 0
    ) as listed
  ) as placed
  group by row_number, id
),
schedules as (
  select distinct schedule from rules
),
spelt as (
  -- include cron_fields.sql
),
every as (
  -- include every_days.sql
)
select
  r.record->>'$.BackupPlanId', coalesce(r.record->>'$.BackupPlanName', r.record->>'$.BackupPlan.BackupPlanName'),
  r.rule->>'$.RuleName', 'backup', c.arn, split_part(r.record->>'$.BackupPlanArn', ':', 5),
  split_part(r.record->>'$.BackupPlanArn', ':', 4),
  r.schedule || coalesce(' ' || (r.rule->>'$.ScheduleExpressionTimezone'), ''), cast(e.every_days as varchar),
  coalesce(r.rule->>'$.EnableContinuousBackup', 'false'), r.rule->>'$.Lifecycle.DeleteAfterDays', o.regions, o.accounts,
  r.record->>'$.CreationDate', r.record->>'$.LastExecutionDate', 'into vault ' || (r.rule->>'$.TargetBackupVaultName'), r.file,
  r.row_number
from rules as r
join covered as c on c.row_number = r.row_number
left join every as e on e.schedule = r.schedule
left join copies as o on o.row_number = r.row_number and o.id = r.id
-- a region may leave out the whole kind of a resource, whatever the plans say
where coalesce(
  case
    when c.arn like '%:rds:%:db:%' then r.record->>'$.ResourceTypeOptInPreference.RDS'
    when c.arn like '%:rds:%:cluster:%' then r.record->>'$.ResourceTypeOptInPreference.Aurora'
    when c.arn like '%:dynamodb:%' then r.record->>'$.ResourceTypeOptInPreference.DynamoDB'
    when c.arn like '%:ec2:%:volume/%' then r.record->>'$.ResourceTypeOptInPreference.EBS'
    when c.arn like '%:ec2:%:instance/%' then r.record->>'$.ResourceTypeOptInPreference.EC2'
    when c.arn like '%:elasticfilesystem:%' then r.record->>'$.ResourceTypeOptInPreference.EFS'
    when c.arn like '%:fsx:%' then r.record->>'$.ResourceTypeOptInPreference.FSx'
    when c.arn like 'arn:%:s3:::%' then r.record->>'$.ResourceTypeOptInPreference.S3'
  end, 'true'
) = 'true';

-- A rule without an end keeps its backups for good, which no number of days says.
insert into retention_settings
  (resource_id, data_type, rule, retention_days, enforced_by, effective_from, notes, evidence_file, evidence_row)
select
  p.resource_id, 'backup by rule ' || coalesce(p.rule, '') || ' of plan ' || coalesce(p.plan_id, ''), p.plan || ': ' || p.rule,
  p.retention_days, 'true', p.effective_from, p.schedule || ', ' || p.notes, p.evidence_file, p.evidence_row
from backup_plans as p
join raw as r on r.file = p.evidence_file and r.row_number = p.evidence_row
where p.kind = 'backup' and p.retention_days is not null;
