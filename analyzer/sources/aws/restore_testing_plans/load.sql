-- What is planned; whether it was done, the jobs say. A selection that names no resource stands for a kind of them.
insert into backup_plans
  (plan_id, plan, rule, kind, resource_id, account_id, region, schedule, every_days, effective_from, last_run_at, notes,
   evidence_file, evidence_row)
with selections as (
  select row_number, unnest(cast(record->'$.Selections' as json[])) as selection
  from raw where json_array_length(record->'$.Selections') > 0
),
resources as (
  select row_number, selection, item->>'$' as arn
  from (
    select row_number, selection, unnest(cast(selection->'$.ProtectedResourceArns' as json[])) as item
    from selections where json_array_length(selection->'$.ProtectedResourceArns') > 0
  ) as listed
  union all
  select row_number, selection, '*' from selections where coalesce(json_array_length(selection->'$.ProtectedResourceArns'), 0) = 0
),
schedules as (
  select distinct coalesce(record->>'$.ScheduleExpression', 'cron(0 5 ? * * *)') as schedule from raw
),
spelt as (
  -- include cron_fields.sql
),
every as (
  -- include every_days.sql
)
select
  p.record->>'$.RestoreTestingPlanArn', p.record->>'$.RestoreTestingPlanName', s.selection->>'$.RestoreTestingSelectionName',
  'restore test', case when s.arn <> '*' then s.arn end, split_part(p.record->>'$.RestoreTestingPlanArn', ':', 5),
  split_part(p.record->>'$.RestoreTestingPlanArn', ':', 4),
  e.schedule || coalesce(' ' || (p.record->>'$.ScheduleExpressionTimezone'), ''), cast(e.every_days as varchar),
  p.record->>'$.CreationTime', p.record->>'$.LastExecutionTime',
  'restores ' || (s.selection->>'$.ProtectedResourceType'), p.file, p.row_number
from raw as p
join resources as s on s.row_number = p.row_number
join every as e on e.schedule = coalesce(p.record->>'$.ScheduleExpression', 'cron(0 5 ? * * *)');
