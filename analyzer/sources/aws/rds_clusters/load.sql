insert into data_stores
  (resource_id, account_id, engine, env, region, encrypted, algorithm, kms_key_id, public, multi_az, backup_retention_days,
   pitr, deletion_protection, data_class, contains_customer_data, owner, evidence_file, evidence_row)
with tags as (
  select row_number, lower(tag->>'$.Key') as name, tag->>'$.Value' as value
  from (
    select row_number, unnest(cast(record->'$.TagList' as json[])) as tag
    from raw where json_type(record, '$.TagList') = 'ARRAY'
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
  r.record->>'$.DBClusterIdentifier', regexp_extract(r.record->>'$.DBClusterArn', 'arn:[^:]*:rds:[^:]*:([0-9]+):', 1),
  r.record->>'$.Engine', case when t.env in ('prod', 'prd') then 'production' when t.env = 'dev' then 'development' else t.env end,
  regexp_extract(r.record->>'$.DBClusterArn', 'arn:[^:]*:rds:([^:]*):', 1),
  r.record->>'$.StorageEncrypted', case when (r.record->>'$.StorageEncrypted') = 'true' then 'AES-256' end, r.record->>'$.KmsKeyId',
  r.record->>'$.PubliclyAccessible',
  -- Aurora keeps its data in three zones; its cluster fails over only where it has a second member in another one
  case when json_array_length(r.record->'$.DBClusterMembers') > 1 then r.record->>'$.MultiAZ'
    else coalesce(nullif(r.record->>'$.MultiAZ', 'true'), 'false') end,
  r.record->>'$.BackupRetentionPeriod', case when (r.record->>'$.LatestRestorableTime') is not null then 'true' end,
  r.record->>'$.DeletionProtection', t.data_class,
  coalesce(t.customer_data, case when t.data_class like '%customer%' then 'true' when t.data_class is not null then 'false'
    end), t.owner, r.file, r.row_number
from raw as r
left join tagged as t on t.row_number = r.row_number;
