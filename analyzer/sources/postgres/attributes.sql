granted as (
  select row_number, string_agg(role->>'$.role', ', ' order by role->>'$.role') as granted
  from (
    select row_number, unnest(cast(record->'$.granted' as json[])) as role from raw where json_array_length(record->'$.granted') > 0
  ) as listed
  group by row_number
),
attributes as (
  -- what a role may do to the whole server, who it is a member of, and whether it looks like one of a program
  select
    r.row_number, g.granted,
    array_to_string([
      case when (record->>'$.rolsuper') = 'true' then 'superuser' end,
      case when (record->>'$.rolcreaterole') = 'true' then 'createrole' end,
      case when (record->>'$.rolcreatedb') = 'true' then 'createdb' end,
      case when (record->>'$.rolreplication') = 'true' then 'replication' end,
      case when (record->>'$.rolbypassrls') = 'true' then 'bypassrls' end
    ], ', ') as attributes,
    case
      when (record->>'$.oid') = '10' then 'root'
      when (record->>'$.rolname') like '%@%.iam' or (record->>'$.rolname') like '%gserviceaccount%' then 'service'
      when (record->>'$.rolname') like '%@%' then 'user'
      when (record->>'$.rolreplication') = 'true' and (record->>'$.rolsuper') = 'false' then 'service'
      when regexp_matches(lower(record->>'$.rolname'), '^(rds|cloudsql|azure|alloydb)')
        or regexp_matches(
          lower(record->>'$.rolname'),
          '(^|[-_.])(app|apps|api|svc|service|srv|job|jobs|worker|cron|etl|ci|bot|backup|barman|pgbackrest|repl|replica|replication|replicator|monitor|monitoring|exporter|pgbouncer|pgpool|patroni|migrator|migrations?|collector|goldenthread|readonly|readwrite|ro|rw|web|metrics|datadog|grafana)([-_.]|$)')
        then 'service'
    end as account_type
  from raw as r
  left join granted as g on g.row_number = r.row_number
)
