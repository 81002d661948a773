insert into data_stores
  (resource_id, account_id, engine, env, region, encrypted, algorithm, kms_key_id, public, public_blocked, versioning,
   evidence_file, evidence_row)
with listed as (
  select
    record->>'$.account_id' as account_id, record->>'$.arn' as arn, record->>'$.name' as name,
    record->>'$.region' as region,
    case json_type(record, '$.policy_status') when 'VARCHAR' then try_cast(record->>'$.policy_status' as json) when 'NULL' then null else record->'$.policy_status' end as policy_status,
    case json_type(record, '$.tags') when 'VARCHAR' then try_cast(record->>'$.tags' as json) when 'NULL' then null else record->'$.tags' end as tags,
    case json_type(record, '$.encryption_rules') when 'VARCHAR' then try_cast(record->>'$.encryption_rules' as json) when 'NULL' then null else record->'$.encryption_rules' end as encryption_rules,
    case json_type(record, '$.public_access_blocks') when 'VARCHAR' then try_cast(record->>'$.public_access_blocks' as json) when 'NULL' then null else record->'$.public_access_blocks' end as public_access_blocks,
    case json_type(record, '$.versionings') when 'VARCHAR' then try_cast(record->>'$.versionings' as json) when 'NULL' then null else record->'$.versionings' end as versionings,
    file, row_number
-- include last_synchronisation.sql
),
-- include environment.sql
, settings as (
  select
    row_number, encryption_rules->'$[0].apply_server_side_encryption_by_default' as rule,
    public_access_blocks->'$[0].public_access_block_configuration' as block, versionings->>'$[0].status' as versioning
  from t
)
select
  t.name, t.account_id, 's3', t.env, t.region,
  -- the rules are a table of their own; where nobody joined it nothing is known
  case when s.rule is not null then 'true' when t.encryption_rules is not null then 'false' end,
  case s.rule->>'$.SSEAlgorithm'
    when 'AES256' then 'AES-256 (SSE-S3)' when 'aws:kms' then 'AES-256 (SSE-KMS)' when 'aws:kms:dsse' then 'AES-256 (DSSE-KMS)'
    else s.rule->>'$.SSEAlgorithm'
  end,
  s.rule->>'$.KMSMasterKeyID', t.policy_status->>'$.IsPublic',
  -- the account may block what the bucket does not, and that is not told here
  case
    when (s.block->>'$.BlockPublicAcls') = 'true' and (s.block->>'$.IgnorePublicAcls') = 'true'
      and (s.block->>'$.BlockPublicPolicy') = 'true' and (s.block->>'$.RestrictPublicBuckets') = 'true' then 'true'
  end,
  case when s.versioning = 'Enabled' then 'true' when t.versionings is not null then 'false' end, t.file, t.row_number
from t
join settings as s on s.row_number = t.row_number;
