insert into baseline_results (asset, benchmark, rule, result, checked_at, notes, evidence_file, evidence_row)
with findings as (
  select
    record->>'$.AwsAccountId' as account, coalesce(record->>'$.Resources[0].Id', record->>'$.AwsAccountId') as asset,
    coalesce(
      (record->>'$.ProductFields.ProviderName') || coalesce(' ' || (record->>'$.ProductFields.ProviderVersion'), ''),
      record->>'$.ProductName', regexp_extract(record->>'$.ProductArn', 'product/[^/]+/([^/]+)$', 1)
    ) as product,
    coalesce(record->>'$.Compliance.SecurityControlId', record->>'$.GeneratorId') as code, record->>'$.Title' as title,
    (record->>'$.Workflow.Status') = 'SUPPRESSED' as muted, lower(replace(record->>'$.Compliance.Status', '_', ' ')) as result,
    coalesce(record->>'$.LastObservedAt', record->>'$.UpdatedAt') as checked_at, lower(record->>'$.Severity.Label') as severity,
    array_to_string(record->>'$.Compliance.AssociatedStandards[*].StandardsId', ', ') as standards, file, row_number
  from raw
  -- what is archived says nothing of the state
  where (record->>'$.Compliance.Status') is not null and coalesce(record->>'$.RecordState', 'ACTIVE') = 'ACTIVE'
),
-- include coverage.sql

insert into vuln_findings
  (finding_id, asset, severity, cvss, first_seen_at, last_seen_at, resolved_at, status, title, kind, rule, scanner, evidence_file,
   evidence_row)
select
  coalesce(record->>'$.Vulnerabilities[0].Id', record->>'$.Id'), record->>'$.Resources[0].Id', lower(record->>'$.Severity.Label'),
  coalesce(record->>'$.Vulnerabilities[0].Cvss[0].BaseScore', record->>'$.ProductFields."aws/inspector/inspectorScore"'),
  coalesce(record->>'$.FirstObservedAt', record->>'$.CreatedAt'), coalesce(record->>'$.LastObservedAt', record->>'$.UpdatedAt'),
  case when (record->>'$.RecordState') = 'ARCHIVED' or (record->>'$.Workflow.Status') = 'RESOLVED' then record->>'$.UpdatedAt' end,
  case
    when (record->>'$.Workflow.Status') = 'SUPPRESSED' then 'suppressed'
    when (record->>'$.RecordState') = 'ARCHIVED' or (record->>'$.Workflow.Status') = 'RESOLVED' then 'resolved'
    else 'open'
  end,
  record->>'$.Title', 'vulnerability', record->>'$.GeneratorId',
  coalesce(record->>'$.ProductName', regexp_extract(record->>'$.ProductArn', 'product/[^/]+/([^/]+)$', 1)), file, row_number
from raw
where json_array_length(record->'$.Vulnerabilities') > 0;
