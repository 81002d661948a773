insert into baseline_results (asset, benchmark, scanner_check, rule, result, checked_at, notes, evidence_file, evidence_row)
with told as (
  -- a finding is long, and what is needed of it is short: it is taken apart once
  select
    to_json(record->[
      '$.cloud.account.uid', '$.resources[0].uid', '$.metadata.product.name', '$.compliance.control', '$.finding_info.analytic.name',
      '$.finding_info.uid', '$.finding_info.title', '$.status', '$.compliance.status', '$.compliance.status_id', '$.severity',
      '$.compliance.standards', '$.activity_name', '$.finding_info.last_seen_time_dt', '$.finding_info.modified_time_dt', '$.time_dt',
      '$.finding_info.created_time_dt', '$.time', '$.compliance'
    ]) as f,
    file, row_number
  from raw
),
findings as (
  select
    f->>'$[0]' as account, coalesce(f->>'$[1]', f->>'$[0]') as asset, f->>'$[2]' as product,
    coalesce(f->>'$[3]', f->>'$[4]', f->>'$[5]', 'a check without an id') as code, f->>'$[6]' as title,
    coalesce((f->>'$[7]') = 'Suppressed', false) as muted,
    lower(coalesce(f->>'$[8]', case f->>'$[9]' when '1' then 'Pass' when '2' then 'Warning' when '3' then 'Fail' end)) as result,
    lower(f->>'$[10]') as severity, array_to_string(f->>'$[11][*]', ', ') as standards,
    coalesce(f->>'$[13]', f->>'$[14]', f->>'$[15]', f->>'$[16]', f->>'$[17]') as checked_at, file, row_number
  from told
  -- what is closed says nothing of the state
  where json_type(f, '$[18]') = 'OBJECT' and coalesce(f->>'$[12]', '') <> 'Close'
),
-- include coverage.sql

insert into vuln_findings
  (finding_id, asset, severity, cvss, first_seen_at, last_seen_at, resolved_at, status, title, kind, scanner, evidence_file,
   evidence_row)
with told as (
  select
    to_json(record->[
      '$.finding_info.uid', '$.resources[0].uid', '$.severity', '$.finding_info.first_seen_time_dt',
      '$.finding_info.created_time_dt', '$.finding_info.last_seen_time_dt', '$.finding_info.modified_time_dt', '$.status',
      '$.activity_name', '$.finding_info.title', '$.metadata.product.name'
    ]) as f,
    -- one finding of a package can stand for several vulnerabilities
    unnest(cast(record->'$.vulnerabilities' as json[])) as vulnerability, file, row_number
  from raw
  where json_type(record, '$.vulnerabilities') = 'ARRAY'
)
select
  coalesce(vulnerability->>'$.cve.uid', f->>'$[0]'), f->>'$[1]', lower(f->>'$[2]'), vulnerability->>'$.cve.cvss[0].base_score',
  coalesce(f->>'$[3]', f->>'$[4]'), coalesce(f->>'$[5]', f->>'$[6]'), case when (f->>'$[8]') = 'Close' then f->>'$[6]' end,
  -- the product closes what it no longer finds; the status is set by whoever works on it, on a day that is not told
  case
    when (f->>'$[7]') = 'Suppressed' then 'suppressed' when (f->>'$[7]') = 'Resolved' or (f->>'$[8]') = 'Close' then 'resolved'
    else 'open'
  end,
  f->>'$[9]', 'vulnerability', f->>'$[10]', file, row_number
from told
where json_type(vulnerability) = 'OBJECT';
