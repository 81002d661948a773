insert into vuln_findings
  (finding_id, asset, severity, first_seen_at, resolved_at, status, title, kind, rule, location, scanner, evidence_file, evidence_row)
with named as (
  select
    coalesce(
      record->>'$.repository.full_name',
      nullif(regexp_extract(coalesce(record->>'$.html_url', record->>'$.url'), '(?:github.com|/repos)/([^/]+/[^/]+)/', 1), '')
    ) as repo,
    record, file, row_number
  from raw
)
select
  concat_ws(' ', coalesce(record->>'$.rule.id', record->>'$.rule.name'), 'alert ' || (record->>'$.number')),
  concat_ws(' ', repo, record->>'$.most_recent_instance.location.path'),
  record->>'$.rule.security_severity_level',
  record->>'$.created_at',
  record->>'$.fixed_at',
  -- what was dismissed is still there; only a false alarm is none
  case
    when (record->>'$.state') <> 'dismissed' then record->>'$.state'
    when (record->>'$.dismissed_reason') = 'false positive' then 'false positive'
    else 'dismissed: ' || coalesce(record->>'$.dismissed_reason', 'no reason')
  end,
  coalesce(record->>'$.rule.description', record->>'$.rule.name'),
  'vulnerability',
  record->>'$.rule.id',
  record->>'$.most_recent_instance.location.path',
  record->>'$.tool.name',
  file, row_number
from named
-- rules without a severity of security are about style and quality
where (record->>'$.rule.security_severity_level') is not null;
