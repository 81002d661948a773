insert into pull_request_reviews
  (repo, number, reviewer, state, submitted_at, is_bot, evidence_file, evidence_row)
with t as (
  select
    nullif(repository_full_name, '') as repository_full_name, nullif(number, '') as number, nullif(title, '') as title,
    nullif(url, '') as url, try_cast(nullif(author, '') as json) as author, nullif(base_ref_name, '') as base_ref_name,
    nullif(created_at, '') as created_at, nullif(merged_at, '') as merged_at,
    try_cast(nullif(merged_by, '') as json) as merged_by, try_cast(nullif(merge_commit, '') as json) as merge_commit,
    try_cast(nullif(reviews, '') as json) as reviews, file, row_number
  from raw
)
-- include github_pull_request_pull_request_reviews.sql
;

insert into pull_requests
  (repo, number, title, url, author, author_is_bot, approvers, first_approved_at, merged_by, created_at, merged_at, base,
   linked_ticket, merge_sha, evidence_file, evidence_row)
with t as (
  select
    nullif(repository_full_name, '') as repository_full_name, nullif(number, '') as number, nullif(title, '') as title,
    nullif(url, '') as url, try_cast(nullif(author, '') as json) as author, nullif(base_ref_name, '') as base_ref_name,
    nullif(created_at, '') as created_at, nullif(merged_at, '') as merged_at,
    try_cast(nullif(merged_by, '') as json) as merged_by, try_cast(nullif(merge_commit, '') as json) as merge_commit,
    try_cast(nullif(reviews, '') as json) as reviews, file, row_number
  from raw
)
-- include github_pull_request_pull_requests.sql
;
