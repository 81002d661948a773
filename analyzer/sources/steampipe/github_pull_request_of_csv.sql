with t as (
  select
    nullif(repository_full_name, '') as repository_full_name, nullif(number, '') as number, nullif(title, '') as title,
    nullif(url, '') as url, try_cast(nullif(author, '') as json) as author, nullif(base_ref_name, '') as base_ref_name,
    nullif(created_at, '') as created_at, nullif(merged_at, '') as merged_at,
    try_cast(nullif(merged_by, '') as json) as merged_by, try_cast(nullif(merge_commit, '') as json) as merge_commit,
    try_cast(nullif(reviews, '') as json) as reviews, file, row_number
  from raw
)
