insert into data_stores
  (resource_id, account_id, engine, env, region, encrypted, algorithm, kms_key_id, public, multi_az, data_class,
   contains_customer_data,
   owner, evidence_file, evidence_row)
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
  r.record->>'$.FileSystemId', coalesce(r.record->>'$.OwnerId', r.record->>'$._account'), 'efs',
  case when t.env in ('prod', 'prd') then 'production' when t.env = 'dev' then 'development' else t.env end,
  coalesce(r.record->>'$._region', regexp_extract(r.record->>'$.FileSystemArn', 'arn:[^:]*:elasticfilesystem:([^:]*):', 1)),
  r.record->>'$.Encrypted', case when (r.record->>'$.Encrypted') = 'true' then 'AES-256' end, r.record->>'$.KmsKeyId', 'false',
  case when (r.record->>'$.AvailabilityZoneName') is null then 'true' else 'false' end,
  t.data_class,
  coalesce(t.customer_data, case when t.data_class like '%customer%' then 'true' when t.data_class is not null then 'false'
    end), t.owner, r.file, r.row_number
from raw as r
left join tagged as t on t.row_number = r.row_number;
