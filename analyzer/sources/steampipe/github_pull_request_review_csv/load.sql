insert into pull_request_reviews
  (repo, number, reviewer, state, submitted_at, is_bot, evidence_file, evidence_row)
with t as (
  select
    nullif(repository_full_name, '') as repository_full_name, nullif(number, '') as number,
    nullif(author_login, '') as author_login, nullif(state, '') as state, nullif(submitted_at, '') as submitted_at,
    file, row_number
  from raw
)
-- include github_pull_request_review_pull_request_reviews.sql
;
