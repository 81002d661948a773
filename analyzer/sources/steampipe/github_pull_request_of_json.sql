with t as (
  select
    record->>'$.repository_full_name' as repository_full_name, record->>'$.number' as number, record->>'$.title' as title,
    record->>'$.url' as url,
    case json_type(record, '$.author') when 'VARCHAR' then try_cast(record->>'$.author' as json) when 'NULL' then null else record->'$.author' end as author,
    record->>'$.base_ref_name' as base_ref_name, record->>'$.created_at' as created_at,
    record->>'$.merged_at' as merged_at,
    case json_type(record, '$.merged_by') when 'VARCHAR' then try_cast(record->>'$.merged_by' as json) when 'NULL' then null else record->'$.merged_by' end as merged_by,
    case json_type(record, '$.merge_commit') when 'VARCHAR' then try_cast(record->>'$.merge_commit' as json) when 'NULL' then null else record->'$.merge_commit' end as merge_commit,
    case json_type(record, '$.reviews') when 'VARCHAR' then try_cast(record->>'$.reviews' as json) when 'NULL' then null else record->'$.reviews' end as reviews,
    file, row_number
  from raw
)
