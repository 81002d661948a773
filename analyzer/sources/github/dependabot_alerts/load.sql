insert into vuln_findings
  (finding_id, asset, severity, cvss, first_seen_at, resolved_at, status, evidence_file, evidence_row)
select
  coalesce(
    record->>'$.security_advisory.cve_id', record->>'$.security_advisory.ghsa_id', 'alert ' || (record->>'$.number')
  ),
  concat_ws(
    ' ',
    coalesce(
      record->>'$.repository.full_name',
      nullif(regexp_extract(coalesce(record->>'$.html_url', record->>'$.url'), '(?:github.com|/repos)/([^/]+/[^/]+)/', 1), '')
    ),
    coalesce(record->>'$.dependency.manifest_path', record->>'$.dependency.package.name')
  ),
  coalesce(record->>'$.security_vulnerability.severity', record->>'$.security_advisory.severity'),
  nullif(record->>'$.security_advisory.cvss.score', '0.0'),
  record->>'$.created_at',
  record->>'$.fixed_at',
  -- what was dismissed is still there; only an inaccurate alert is none
  case
    when (record->>'$.state') <> 'dismissed' then record->>'$.state'
    when (record->>'$.dismissed_reason') = 'inaccurate' then 'inaccurate'
    else 'dismissed: ' || coalesce(record->>'$.dismissed_reason', 'no reason')
  end,
  file, row_number
from raw;
