insert into data_stores
  (resource_id, account_id, engine, env, region, encrypted, algorithm, kms_key_id, public, public_blocked, versioning,
   replicated_to, data_class, contains_customer_data, owner, evidence_file, evidence_row)
with tagged as (
  -- include tagged.sql
),
open_grants as (
  select distinct row_number
  from (
    select row_number, unnest(cast(record->'$.Grants' as json[])) as permit
    from raw where json_type(record, '$.Grants') = 'ARRAY'
  ) as listed
  where (permit->>'$.Grantee.URI') like '%/groups/global/A%Users'
),
replicated as (
  select row_number, string_agg(distinct rule->>'$.Destination.Bucket', ', ' order by rule->>'$.Destination.Bucket') as destinations
  from (
    select row_number, unnest(cast(record->'$.Replication.Rules' as json[])) as rule
    from raw where json_type(record, '$.Replication.Rules') = 'ARRAY'
  ) as rules
  -- a rule with a filter copies a part of the objects
  where (rule->>'$.Status') = 'Enabled' and coalesce(rule->>'$.Prefix', rule->>'$.Filter.Prefix', '') = ''
    and json_type(rule, '$.Filter.Tag') is null and json_type(rule, '$.Filter.And') is null
  group by row_number
),
buckets as (
  select
    record, file, row_number, record->'$.PublicAccessBlock' as own, record->'$.AccountPublicAccessBlock' as account,
    record->'$.ServerSideEncryptionConfiguration.Rules[0].ApplyServerSideEncryptionByDefault' as rule
  from raw
)
select
  b.record->>'$.Name', b.record->>'$._account', 's3',
  t.env, b.record->>'$.Region',
  case when b.rule is null then 'false' else 'true' end,
  case b.rule->>'$.SSEAlgorithm'
    when 'AES256' then 'AES-256 (SSE-S3)' when 'aws:kms' then 'AES-256 (SSE-KMS)' when 'aws:kms:dsse' then 'AES-256 (DSSE-KMS)'
    else b.rule->>'$.SSEAlgorithm'
  end,
  b.rule->>'$.KMSMasterKeyID',
  case when o.row_number is not null or (b.record->>'$.PolicyIsPublic') = 'true' then 'true' else 'false' end,
  case
    when 'true' in (b.own->>'$.BlockPublicAcls', b.account->>'$.BlockPublicAcls')
      and 'true' in (b.own->>'$.IgnorePublicAcls', b.account->>'$.IgnorePublicAcls')
      and 'true' in (b.own->>'$.BlockPublicPolicy', b.account->>'$.BlockPublicPolicy')
      and 'true' in (b.own->>'$.RestrictPublicBuckets', b.account->>'$.RestrictPublicBuckets')
      then 'true'
    else 'false'
  end,
  case when (b.record->>'$.Versioning.Status') = 'Enabled' then 'true' else 'false' end,
  r.destinations, t.data_class, t.contains_customer_data, t.owner, b.file, b.row_number
from buckets as b
left join tagged as t on t.row_number = b.row_number
left join replicated as r on r.row_number = b.row_number
left join open_grants as o on o.row_number = b.row_number;

insert into retention_settings (resource_id, rule, retention_days, enforced_by, evidence_file, evidence_row)
select name, coalesce(rule->>'$.ID', 'life cycle'), rule->>'$.Expiration.Days', 'true', file, row_number
from (
  select record->>'$.Name' as name, unnest(cast(record->'$.LifecycleRules' as json[])) as rule, file, row_number
  from raw where json_array_length(record->'$.LifecycleRules') > 0
) as rules
where (rule->>'$.Status') = 'Enabled' and (rule->>'$.Expiration.Days') is not null;
