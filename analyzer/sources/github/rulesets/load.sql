insert into branch_rules
  (repo, branch, required_approvals, dismiss_stale, require_last_push_approval, code_owners, required_checks, bypass_actors,
   effective_from, enforcement, kind, evidence_file, evidence_row)
with branches as (
  select
    record, file, row_number,
    unnest(
      case
        when (record->>'$.in_force_on_default_branch') = 'true' then ['~DEFAULT_BRANCH']
        else cast(coalesce(record->'$.conditions.ref_name.include', '["~DEFAULT_BRANCH"]') as varchar[])
      end
    ) as branch
  from raw
  where coalesce(record->>'$.target', 'branch') = 'branch'
    -- what is in force on a branch decides where it was asked for; a pattern may leave the branch out again
    and not coalesce((record->>'$.enforcement') = 'active' and (record->>'$.in_force_on_default_branch') = 'false', false)
    and not coalesce(list_contains(cast(record->'$.conditions.ref_name.exclude' as varchar[]), '~DEFAULT_BRANCH'), false)
),
rules as (
  select row_number, unnest(cast(record->'$.rules' as json[])) as rule from raw
),
reviews as (
  select row_number, rule->'$.parameters' as required from rules where (rule->>'$.type') = 'pull_request'
),
checks as (
  select row_number, cast(to_json(rule->>'$.parameters.required_status_checks[*].context') as varchar) as contexts
  from rules where (rule->>'$.type') = 'required_status_checks'
),
bypasses as (
  select row_number, cast(to_json(list(coalesce(actor->>'$.actor_type', 'actor') || ' ' || coalesce(actor->>'$.actor_id', ''))) as varchar) as actors
  from (
    select row_number, unnest(cast(record->'$.bypass_actors' as json[])) as actor
    from raw where json_type(record, '$.bypass_actors') = 'ARRAY'
  ) as listed
  group by row_number
)
select
  coalesce(b.record->>'$.repository', case when (b.record->>'$.source_type') = 'Organization' then (b.record->>'$.source') || '/*' else b.record->>'$.source' end),
  replace(b.branch, 'refs/heads/', ''),
  coalesce(r.required->>'$.required_approving_review_count', '0'),
  coalesce(r.required->>'$.dismiss_stale_reviews_on_push', 'false'),
  coalesce(r.required->>'$.require_last_push_approval', 'false'),
  coalesce(r.required->>'$.require_code_owner_review', 'false'),
  c.contexts,
  -- the answer leaves the list out for callers who may not see it; then nothing is known of it
  coalesce(y.actors, case when json_type(b.record, '$.bypass_actors') = 'ARRAY' then '[]' end),
  b.record->>'$.created_at',
  b.record->>'$.enforcement',
  'ruleset',
  b.file, b.row_number
from branches as b
left join reviews as r on r.row_number = b.row_number
left join checks as c on c.row_number = b.row_number
left join bypasses as y on y.row_number = b.row_number;
