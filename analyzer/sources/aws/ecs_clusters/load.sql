insert into cloud_resources
  (provider, account_id, region, resource_type, resource_id, env, zones, data_class, public, created_at, evidence_file,
   evidence_row)
with tags as (
  select row_number, lower(tag->>'$.key') as name, tag->>'$.value' as value
  from (
    select row_number, unnest(cast(record->'$.tags' as json[])) as tag
    from raw where json_type(record, '$.tags') = 'ARRAY'
  ) as listed
),
tagged as (
  select
    row_number,
    max(lower(value)) filter (where name in ('env', 'environment', 'stage')) as env,
    max(lower(value)) filter (
      where name in ('data', 'data-class', 'data_class', 'dataclass', 'dataclassification', 'data-classification', 'classification')
    ) as data_class,
    max(lower(value)) filter (where name in ('customer-data', 'customer_data', 'customerdata')) as customer_data,
    max(value) filter (where name = 'owner') as owner
  from tags
  group by row_number
)
select
  'AWS', r.record->>'$._account', r.record->>'$._region', 'ecs cluster', r.record->>'$.clusterArn',
  case when t.env in ('prod', 'prd') then 'production' when t.env = 'dev' then 'development' else t.env end, null, t.data_class,
  null, null,
  r.file, r.row_number
from raw as r
left join tagged as t on t.row_number = r.row_number;
