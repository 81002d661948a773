insert into cloud_resources
  (provider, account_id, region, resource_type, resource_id, env, zones, data_class, public, created_at, evidence_file,
   evidence_row)
with tagged as (
  -- include tagged.sql
)
select
  'AWS', r.record->>'$._account', r.record->>'$._region', 'ec2 instance', r.record->>'$.InstanceId',
  t.env,
  r.record->>'$.Placement.AvailabilityZone', t.data_class,
  case when (r.record->>'$.PublicIpAddress') is not null then 'true' else 'false' end, r.record->>'$.LaunchTime',
  r.file, r.row_number
from raw as r
left join tagged as t on t.row_number = r.row_number
where coalesce(r.record->>'$.State.Name', 'running') not in ('terminated', 'shutting-down');
