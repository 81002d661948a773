insert into pull_request_reviews
  (repo, number, reviewer, state, submitted_at, is_bot, evidence_file, evidence_row)
-- include github_pull_request_of_json.sql
-- include github_pull_request_pull_request_reviews.sql
;

insert into pull_requests
  (repo, number, title, url, author, author_is_bot, approvers, first_approved_at, merged_by, created_at, merged_at, base,
   linked_ticket, merge_sha, evidence_file, evidence_row)
-- include github_pull_request_of_json.sql
-- include github_pull_request_pull_requests.sql
;
