insert into vuln_findings
  (finding_id, asset, severity, first_seen_at, resolved_at, status, evidence_file, evidence_row)
select
  record->>'$.key',
  record->>'$.component',
  -- its own five severities in the order of the four that promises speak of
  case upper(record->>'$.severity')
    when 'BLOCKER' then 'critical' when 'CRITICAL' then 'high' when 'MAJOR' then 'medium' when 'MINOR' then 'low' when 'INFO' then 'info'
    else record->>'$.severity'
  end,
  record->>'$.creationDate',
  case when (record->>'$.resolution') = 'FIXED' then record->>'$.closeDate' end,
  coalesce(nullif(replace(lower(record->>'$.resolution'), '-', '_'), 'fixed'), record->>'$.status'),
  file, row_number
from raw
-- bugs and smells are no vulnerabilities
where coalesce(record->>'$.type', 'VULNERABILITY') = 'VULNERABILITY';
