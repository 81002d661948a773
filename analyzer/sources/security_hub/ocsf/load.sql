insert into baseline_results (asset, benchmark, rule, result, checked_at, notes, evidence_file, evidence_row)
with findings as (
  select
    record->>'$.cloud.account.uid' as account, coalesce(record->>'$.resources[0].uid', record->>'$.cloud.account.uid') as asset,
    record->>'$.metadata.product.name' as product,
    coalesce(record->>'$.compliance.control', record->>'$.finding_info.analytic.name', record->>'$.finding_info.uid') as code,
    record->>'$.finding_info.title' as title, (record->>'$.status') = 'Suppressed' as muted,
    lower(coalesce(
      record->>'$.compliance.status',
      case record->>'$.compliance.status_id' when '1' then 'Pass' when '2' then 'Warning' when '3' then 'Fail' end
    )) as result,
    coalesce(
      record->>'$.finding_info.last_seen_time_dt', record->>'$.finding_info.modified_time_dt', record->>'$.time_dt',
      record->>'$.finding_info.created_time_dt', record->>'$.time'
    ) as checked_at,
    lower(record->>'$.severity') as severity, array_to_string(record->>'$.compliance.standards[*]', ', ') as standards, file, row_number
  from raw
  -- what is closed says nothing of the state
  where json_type(record, '$.compliance') = 'OBJECT' and coalesce(record->>'$.activity_name', '') <> 'Close'
),
-- include coverage.sql

insert into vuln_findings
  (finding_id, asset, severity, cvss, first_seen_at, last_seen_at, resolved_at, status, title, kind, scanner, evidence_file,
   evidence_row)
select
  coalesce(record->>'$.vulnerabilities[0].cve.uid', record->>'$.finding_info.uid'), record->>'$.resources[0].uid',
  lower(record->>'$.severity'), record->>'$.vulnerabilities[0].cve.cvss[0].base_score',
  coalesce(record->>'$.finding_info.first_seen_time_dt', record->>'$.finding_info.created_time_dt'),
  coalesce(record->>'$.finding_info.last_seen_time_dt', record->>'$.finding_info.modified_time_dt'),
  case
    when (record->>'$.status') = 'Resolved' or (record->>'$.activity_name') = 'Close' then record->>'$.finding_info.modified_time_dt'
  end,
  case
    when (record->>'$.status') = 'Suppressed' then 'suppressed'
    when (record->>'$.status') = 'Resolved' or (record->>'$.activity_name') = 'Close' then 'resolved'
    else 'open'
  end,
  record->>'$.finding_info.title', 'vulnerability', record->>'$.metadata.product.name', file, row_number
from raw
where json_array_length(record->'$.vulnerabilities') > 0;
