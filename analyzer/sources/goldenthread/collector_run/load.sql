insert into collector_runs
  (run_id, connector, account_id, principal, kind, started_at, ended_at, status, http_429, retries, pages_fetched, write_access,
   waited_seconds, clock_skew_seconds, evidence_file, evidence_row)
select
  record->>'$.collectorRun.run', record->>'$.collectorRun.collector', record->>'$.collectorRun.account',
  record->>'$.collectorRun.principal', 'on demand', record->>'$.collectorRun.startedAt',
  record->>'$.collectorRun.endedAt', record->>'$.collectorRun.status', record->>'$.collectorRun.refused',
  record->>'$.collectorRun.retries', record->>'$.collectorRun.pages',
  case when json_array_length(record->'$.collectorRun.writeAccess') > 0 then record->>'$.collectorRun.writeAccess' end,
  record->>'$.collectorRun.waitedSeconds', record->>'$.collectorRun.clockSkewSeconds', file, row_number
from raw;

insert into collector_parts
  (run_id, connector, account_id, part, complete, ended_at, fills, gap, reason, evidence_file, evidence_row)
with parts as (
  select record, unnest(cast(record->'$.collectorRun.parts' as json[])) as part, file, row_number from raw
),
gaps as (
  select record, part, unnest(cast(part->'$.gaps' as json[])) as gap, file, row_number
  from parts where json_array_length(part->'$.gaps') > 0
)
select record->>'$.collectorRun.run', record->>'$.collectorRun.collector', record->>'$.collectorRun.account', part->>'$.part',
  'false', record->>'$.collectorRun.endedAt',
  part->>'$.tables', gap->>'$.what', gap->>'$.why', file, row_number
from gaps
union all
select record->>'$.collectorRun.run', record->>'$.collectorRun.collector', record->>'$.collectorRun.account', part->>'$.part',
  'true', record->>'$.collectorRun.endedAt',
  part->>'$.tables', null, null, file, row_number
from parts where json_array_length(part->'$.gaps') = 0;
