insert into baseline_results (asset, benchmark, scanner_check, rule, result, checked_at, notes, evidence_file, evidence_row)
with told as (
  -- a finding is long, and what is needed of it is short: it is taken apart once
  select
    to_json(record->[
      '$.metadata.event_code', '$.finding_info.title', '$.resources[0].uid', '$.cloud.account.uid', '$.unmapped.provider_uid',
      '$.metadata.product.version', '$.status_code', '$.status', '$.severity', '$.time_dt',
      '$.finding_info.created_time_dt', '$.time'
    ]) as f,
    file, row_number
  from raw
),
findings as (
  select
    coalesce(f->>'$[0]', f->>'$[1]', 'a check without an id') as code, f->>'$[1]' as title, coalesce(f->>'$[2]', f->>'$[3]', f->>'$[4]') as asset,
    coalesce(f->>'$[3]', f->>'$[4]') as account, f->>'$[5]' as version, f->>'$[6]' as result,
    coalesce((f->>'$[7]') = 'Suppressed', false) as muted, lower(f->>'$[8]') as severity,
    coalesce(f->>'$[9]', f->>'$[10]', f->>'$[11]') as checked_at, file, row_number
  from told
)
-- include findings.sql
