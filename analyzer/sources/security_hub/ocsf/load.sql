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
    coalesce(f->>'$[3]', f->>'$[4]', f->>'$[5]') as code, f->>'$[6]' as title,
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
      '$.vulnerabilities[0].cve.uid', '$.finding_info.uid', '$.resources[0].uid', '$.severity',
      '$.vulnerabilities[0].cve.cvss[0].base_score', '$.finding_info.first_seen_time_dt', '$.finding_info.created_time_dt',
      '$.finding_info.last_seen_time_dt', '$.finding_info.modified_time_dt', '$.status', '$.activity_name', '$.finding_info.title',
      '$.metadata.product.name', '$.vulnerabilities[0]'
    ]) as f,
    file, row_number
  from raw
)
select
  coalesce(f->>'$[0]', f->>'$[1]'), f->>'$[2]', lower(f->>'$[3]'), f->>'$[4]', coalesce(f->>'$[5]', f->>'$[6]'),
  coalesce(f->>'$[7]', f->>'$[8]'), case when (f->>'$[9]') = 'Resolved' or (f->>'$[10]') = 'Close' then f->>'$[8]' end,
  case
    when (f->>'$[9]') = 'Suppressed' then 'suppressed' when (f->>'$[9]') = 'Resolved' or (f->>'$[10]') = 'Close' then 'resolved'
    else 'open'
  end,
  f->>'$[11]', 'vulnerability', f->>'$[12]', file, row_number
from told
where json_type(f, '$[13]') = 'OBJECT';
