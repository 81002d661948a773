insert into pull_request_reviews
  (repo, number, reviewer, state, submitted_at, is_bot, evidence_file, evidence_row)
with t as (
  select
    record->>'$.repository_full_name' as repository_full_name, record->>'$.number' as number,
    record->>'$.author_login' as author_login, record->>'$.state' as state, record->>'$.submitted_at' as submitted_at,
    file, row_number
  from raw
)
-- include github_pull_request_review_pull_request_reviews.sql
;
