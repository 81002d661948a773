insert into data_stores (resource_id, engine, pitr, notes, evidence_file, evidence_row)
with standbys as (
  select
    row_number, count(*) as number,
    string_agg(coalesce(one->>'$.client', 'this machine') || ' (' || (one->>'$.sync') || ')', ', ' order by one->>'$.client') as names,
    -- programs that keep the log of changes elsewhere
    bool_or(regexp_matches(lower(one->>'$.application'), 'receive|barman|pgbackrest|wal-?g|archiv')) as keeps_the_log
  from (
    select row_number, unnest(cast(record->'$.Standbys' as json[])) as one
    from raw where json_array_length(record->'$.Standbys') > 0
  ) as listed
  where (one->>'$.state') = 'streaming'
  group by row_number
),
servers as (
  select record, record->'$.Settings' as s, record->'$.Archiver' as a, file, row_number from raw
)
select
  v.record->>'$.PostgresServer', 'postgres',
  case
    -- the log of changes leaves the server in no way that can be seen, or it did not the last time that it was tried
    when (v.s->>'$.archive_mode') = 'off' and json_type(v.record, '$.Standbys') = 'ARRAY' and not coalesce(t.keeps_the_log, false)
      and (v.record->>'$.InRecovery') = 'false' then 'false'
    when (v.a->>'$.lastFailedAt') > coalesce(v.a->>'$.lastArchivedAt', '') then 'false'
  end,
  array_to_string([
    'PostgreSQL ' || (v.record->>'$.Version'),
    case when (v.record->>'$.InRecovery') = 'true' then 'a standby' end,
    'data checksums ' || (v.s->>'$.data_checksums'),
    'archive_mode ' || (v.s->>'$.archive_mode'),
    'last archived ' || (v.a->>'$.lastArchivedAt'),
    'last failed to archive ' || (v.a->>'$.lastFailedAt'),
    case
      when t.number > 0 then cast(t.number as varchar) || ' standbys: ' || t.names
      when json_type(v.record, '$.Standbys') = 'ARRAY' then 'no standby'
    end
  ], '; '),
  v.file, v.row_number
from servers as v
left join standbys as t on t.row_number = v.row_number
-- what a provider runs archives and replicates beneath the server, where its own collector looks
where not regexp_matches(cast(v.s as varchar), '"(rds|cloudsql|azure|alloydb)\.');
