insert into network_segments (segment_id, kind, env, account_id, cidr, name, location, evidence_file, evidence_row)
with tags as (
  select row_number, lower(tag->>'$.Key') as name, tag->>'$.Value' as value
  from (
    select row_number, unnest(cast(record->'$.Tags' as json[])) as tag
    from raw where json_type(record, '$.Tags') = 'ARRAY'
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
),
names as (
  select row_number, max(value) as name from tags where name = 'name' group by row_number
)
select
  r.record->>'$.VpcId', 'network',
  case when t.env in ('prod', 'prd') then 'production' when t.env = 'dev' then 'development' else t.env end,
  coalesce(r.record->>'$.OwnerId', r.record->>'$._account'), r.record->>'$.CidrBlock', n.name,
  r.record->>'$._region', r.file, r.row_number
from raw as r
left join tagged as t on t.row_number = r.row_number
left join names as n on n.row_number = r.row_number;
