insert into data_stores
  (resource_id, account_id, engine, env, region, encrypted, algorithm, kms_key_id, public, data_class, contains_customer_data,
   owner,
   evidence_file, evidence_row)
with tagged as (
  -- include tagged.sql
)
select
  r.record->>'$.VolumeId', r.record->>'$._account', 'ebs',
  t.env,
  coalesce(r.record->>'$._region', regexp_replace(r.record->>'$.AvailabilityZone', '[a-z]$', '')),
  r.record->>'$.Encrypted', case when (r.record->>'$.Encrypted') = 'true' then 'AES-256' end, r.record->>'$.KmsKeyId', 'false',
  t.data_class,
  t.contains_customer_data, t.owner, r.file, r.row_number
from raw as r
left join tagged as t on t.row_number = r.row_number;
