insert into pull_request_reviews (repo, number, reviewer, state, submitted_at, is_bot, evidence_file, evidence_row)
with reviews as (
  select record, unnest(cast(record->'$.reviews' as json[])) as review, file, row_number
  from raw
  where (record->>'$.merged_at') is not null and json_type(record, '$.reviews') = 'ARRAY'
)
select
  record->>'$.base.repo.full_name',
  record->>'$.number',
  review->>'$.user.login',
  review->>'$.state',
  review->>'$.submitted_at',
  case when (review->>'$.user.type') = 'Bot' or (review->>'$.user.login') like '%[bot]' then 'true' else 'false' end,
  file, row_number
from reviews;

insert into pull_requests
  (repo, number, title, url, author, author_is_bot, commit_authors, approvers, first_approved_at, last_push_at, last_pusher,
   merged_by, created_at, merged_at, base, linked_ticket, merge_sha, evidence_file, evidence_row)
with commits as (
  select row_number, unnest(cast(record->'$.commits' as json[])) as "commit"
  from raw
  where json_type(record, '$.commits') = 'ARRAY'
),
authors as (
  select row_number, cast(to_json(list(login order by login)) as varchar) as commit_authors
  from (
    select distinct row_number, coalesce("commit"->>'$.author.login', "commit"->>'$.commit.author.email') as login from commits
  ) as listed
  where login is not null
  group by row_number
),
pushes as (
  -- the API dates no pushes; the newest commit is the best there is
  select
    row_number, max("commit"->>'$.commit.committer.date') as last_push_at,
    max_by(coalesce("commit"->>'$.committer.login', "commit"->>'$.author.login'), "commit"->>'$.commit.committer.date') as last_pusher
  from commits
  group by row_number
),
last_reviews as (
  -- a comment does not withdraw an approval
  select evidence_row, reviewer, state
  from pull_request_reviews
  where evidence_file = (select min(file) from raw) and state in ('APPROVED', 'CHANGES_REQUESTED', 'DISMISSED')
  qualify row_number() over (partition by evidence_row, reviewer order by submitted_at desc nulls last) = 1
),
approvals as (
  select evidence_row, cast(to_json(list(reviewer order by reviewer)) as varchar) as approvers
  from last_reviews
  where state = 'APPROVED' and reviewer is not null
  group by evidence_row
),
first_approvals as (
  select evidence_row, min(submitted_at) as first_approved_at
  from pull_request_reviews
  where evidence_file = (select min(file) from raw) and state = 'APPROVED'
  group by evidence_row
)
select
  m.record->>'$.base.repo.full_name',
  m.record->>'$.number',
  m.record->>'$.title',
  m.record->>'$.html_url',
  m.record->>'$.user.login',
  case when (m.record->>'$.user.type') = 'Bot' or (m.record->>'$.user.login') like '%[bot]' then 'true' else 'false' end,
  c.commit_authors,
  coalesce(a.approvers, '[]'),
  f.first_approved_at,
  p.last_push_at,
  p.last_pusher,
  m.record->>'$.merged_by.login',
  m.record->>'$.created_at',
  m.record->>'$.merged_at',
  m.record->>'$.base.ref',
  nullif(regexp_extract(m.record->>'$.title', '^\W?([A-Z][A-Z0-9]+-[0-9]+)\b', 1), ''),
  m.record->>'$.merge_commit_sha',
  m.file, m.row_number
from raw as m
left join authors as c on c.row_number = m.row_number
left join pushes as p on p.row_number = m.row_number
left join approvals as a on a.evidence_row = m.row_number
left join first_approvals as f on f.evidence_row = m.row_number
where (m.record->>'$.merged_at') is not null;
