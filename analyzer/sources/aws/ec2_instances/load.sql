insert into cloud_resources
  (provider, account_id, region, resource_type, resource_id, env, zones, data_class, public, created_at, evidence_file,
   evidence_row)
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
)
select
  'AWS', r.record->>'$._account', r.record->>'$._region', 'ec2 instance', r.record->>'$.InstanceId',
  case when t.env in ('prod', 'prd') then 'production' when t.env = 'dev' then 'development' else t.env end,
  r.record->>'$.Placement.AvailabilityZone', t.data_class,
  case when (r.record->>'$.PublicIpAddress') is not null then 'true' else 'false' end, r.record->>'$.LaunchTime',
  r.file, r.row_number
from raw as r
left join tagged as t on t.row_number = r.row_number
where coalesce(r.record->>'$.State.Name', 'running') not in ('terminated', 'shutting-down');
