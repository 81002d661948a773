insert into baseline_results (asset, benchmark, scanner_check, rule, result, checked_at, notes, evidence_file, evidence_row)
with told as (
  -- a finding is long, and what is needed of it is short: it is taken apart once
  select
    to_json(record->[
      '$.AwsAccountId', '$.Resources[0].Id', '$.ProductFields.ProviderName', '$.ProductFields.ProviderVersion', '$.ProductName',
      '$.ProductArn', '$.Compliance.SecurityControlId', '$.GeneratorId', '$.Title', '$.Workflow.Status', '$.Compliance.Status',
      '$.LastObservedAt', '$.UpdatedAt', '$.Severity.Label', '$.Compliance.AssociatedStandards', '$.RecordState'
    ]) as f,
    file, row_number
  from raw
),
findings as (
  select
    f->>'$[0]' as account, coalesce(f->>'$[1]', f->>'$[0]') as asset,
    coalesce(
      (f->>'$[2]') || coalesce(' ' || (f->>'$[3]'), ''), f->>'$[4]', regexp_extract(f->>'$[5]', 'product/[^/]+/([^/]+)$', 1)
    ) as product,
    coalesce(f->>'$[6]', f->>'$[7]', f->>'$[8]', 'a check without an id') as code, f->>'$[8]' as title, coalesce((f->>'$[9]') = 'SUPPRESSED', false) as muted,
    lower(replace(f->>'$[10]', '_', ' ')) as result, coalesce(f->>'$[11]', f->>'$[12]') as checked_at,
    lower(f->>'$[13]') as severity, array_to_string(f->>'$[14][*].StandardsId', ', ') as standards, file, row_number
  from told
  -- what is archived says nothing of the state
  where (f->>'$[10]') is not null and coalesce(f->>'$[15]', 'ACTIVE') = 'ACTIVE'
),
-- include coverage.sql

insert into vuln_findings
  (finding_id, asset, severity, cvss, first_seen_at, last_seen_at, resolved_at, status, title, kind, rule, scanner, evidence_file,
   evidence_row)
with told as (
  select
    to_json(record->[
      '$.Id', '$.Resources[0].Id', '$.Severity.Label', '$.FirstObservedAt', '$.CreatedAt', '$.LastObservedAt', '$.UpdatedAt',
      '$.RecordState', '$.Workflow.Status', '$.Title', '$.GeneratorId', '$.ProductName', '$.ProductArn'
    ]) as f,
    -- one finding of a package can stand for several vulnerabilities
    unnest(cast(record->'$.Vulnerabilities' as json[])) as vulnerability, file, row_number
  from raw
  where json_type(record, '$.Vulnerabilities') = 'ARRAY'
)
select
  coalesce(vulnerability->>'$.Id', f->>'$[0]'), f->>'$[1]', lower(f->>'$[2]'), vulnerability->>'$.Cvss[0].BaseScore',
  coalesce(f->>'$[3]', f->>'$[4]'), coalesce(f->>'$[5]', f->>'$[6]'), case when (f->>'$[7]') = 'ARCHIVED' then f->>'$[6]' end,
  -- the product archives what it no longer finds; the workflow is what people say of it
  case
    when (f->>'$[8]') = 'SUPPRESSED' then 'suppressed' when (f->>'$[7]') = 'ARCHIVED' then 'resolved'
    when (f->>'$[8]') = 'RESOLVED' then 'open, though marked as resolved' else 'open'
  end,
  f->>'$[9]', 'vulnerability', f->>'$[10]', coalesce(f->>'$[11]', regexp_extract(f->>'$[12]', 'product/[^/]+/([^/]+)$', 1)), file,
  row_number
from told
where json_type(vulnerability) = 'OBJECT';
