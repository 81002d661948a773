insert into network_segments (segment_id, kind, env, account_id, cidr, name, location, evidence_file, evidence_row)
with tagged as (
  -- include tagged.sql
)
select
  r.record->>'$.VpcId', 'network',
  t.env,
  coalesce(r.record->>'$.OwnerId', r.record->>'$._account'), r.record->>'$.CidrBlock', t.name,
  r.record->>'$._region', r.file, r.row_number
from raw as r
left join tagged as t on t.row_number = r.row_number;
