insert into cloud_resources
  (provider, account_id, region, resource_type, resource_id, env, zones, data_class, public, created_at, evidence_file,
   evidence_row)
with tagged as (
  -- include tagged.sql
)
select
  'AWS', r.record->>'$._account', r.record->>'$._region', 'lambda function', r.record->>'$.FunctionArn',
  t.env, null, t.data_class,
  null, r.record->>'$.LastModified',
  r.file, r.row_number
from raw as r
left join tagged as t on t.row_number = r.row_number;
