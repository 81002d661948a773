insert into data_stores
  (resource_id, account_id, engine, env, region, encrypted, algorithm, kms_key_id, public, multi_az, backup_retention_days,
   pitr, deletion_protection, contains_customer_data, evidence_file, evidence_row)
with tags as (
  select row_number, lower(tag->>'$.Key') as name, lower(tag->>'$.Value') as value
  from (
    select row_number, unnest(cast(record->'$.TagList' as json[])) as tag
    from raw where json_type(record, '$.TagList') = 'ARRAY'
  ) as listed
),
tagged as (
  select
    row_number,
    max(value) filter (where name in ('env', 'environment', 'stage')) as env,
    max(value) filter (
      where name in ('data', 'data-class', 'data_class', 'dataclass', 'dataclassification', 'data-classification', 'classification')
    ) as data_class,
    max(value) filter (where name in ('customer-data', 'customer_data', 'customerdata')) as customer_data
  from tags
  group by row_number
)
select
  d.record->>'$.DBInstanceIdentifier',
  nullif(regexp_extract(d.record->>'$.DBInstanceArn', 'arn:[^:]*:rds:[^:]*:([0-9]+):', 1), ''),
  d.record->>'$.Engine',
  case when t.env in ('prod', 'prd') then 'production' when t.env = 'dev' then 'development' else t.env end,
  coalesce(
    nullif(regexp_extract(d.record->>'$.DBInstanceArn', 'arn:[^:]*:rds:([^:]*):', 1), ''),
    regexp_replace(d.record->>'$.AvailabilityZone', '[a-z]$', '')
  ),
  d.record->>'$.StorageEncrypted',
  -- RDS knows one algorithm
  case when (d.record->>'$.StorageEncrypted') = 'true' then 'AES-256' end,
  d.record->>'$.KmsKeyId',
  d.record->>'$.PubliclyAccessible',
  d.record->>'$.MultiAZ',
  d.record->>'$.BackupRetentionPeriod',
  case
    when cast(d.record->>'$.BackupRetentionPeriod' as integer) > 0 then 'true'
    when cast(d.record->>'$.BackupRetentionPeriod' as integer) = 0 then 'false'
  end,
  d.record->>'$.DeletionProtection',
  coalesce(t.customer_data, case when t.data_class like '%customer%' then 'true' when t.data_class is not null then 'false' end),
  d.file, d.row_number
from raw as d
left join tagged as t on t.row_number = d.row_number;
