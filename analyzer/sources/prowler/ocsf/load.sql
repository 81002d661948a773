insert into baseline_results (asset, benchmark, rule, result, checked_at, notes, evidence_file, evidence_row)
with findings as (
  select
    record->>'$.metadata.event_code' as code, record->>'$.finding_info.title' as title,
    coalesce(record->>'$.resources[0].uid', record->>'$.cloud.account.uid', record->>'$.unmapped.provider_uid') as asset,
    coalesce(record->>'$.cloud.account.uid', record->>'$.unmapped.provider_uid') as account,
    record->>'$.metadata.product.version' as version, record->>'$.status_code' as result,
    (record->>'$.status') = 'Suppressed' or (record->>'$.unmapped.muted') = 'true' as muted,
    lower(record->>'$.severity') as severity,
    coalesce(record->>'$.time_dt', record->>'$.finding_info.created_time_dt', record->>'$.time') as checked_at, file, row_number
  from raw
)
-- include findings.sql
