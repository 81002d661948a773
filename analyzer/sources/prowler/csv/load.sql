insert into baseline_results (asset, benchmark, scanner_check, rule, result, checked_at, notes, evidence_file, evidence_row)
with findings as (
  select
    coalesce(nullif(check_id, ''), check_title, 'a check without an id') as code, check_title as title, coalesce(nullif(resource_uid, ''), account_uid) as asset, account_uid as account,
    prowler_version as version, status as result, lower(coalesce(muted, '')) = 'true' as muted, lower(severity) as severity,
    scanned_at as checked_at, file, row_number
  from raw
)
-- include findings.sql
