insert into pull_request_reviews (repo, number, reviewer, state, submitted_at, is_bot, evidence_file, evidence_row)
with reviews as (
  select
    record,
    unnest(cast(
      coalesce(record->'$.reviews.nodes', record->'$.latestReviews.nodes',
               case when json_type(record, '$.reviews') = 'ARRAY' then record->'$.reviews' end) as json[]
    )) as review,
    file, row_number
  from raw
  where (record->>'$.mergedAt') is not null
)
select
  coalesce(record->>'$.repository.nameWithOwner', nullif(regexp_extract(record->>'$.url', '^https?://[^/]+/([^/]+/[^/]+)/pull/', 1), '')),
  record->>'$.number',
  review->>'$.author.login',
  review->>'$.state',
  review->>'$.submittedAt',
  case
    when (review->>'$.author.__typename') = 'Bot' or (review->>'$.author.is_bot') = 'true' or (review->>'$.author.login') like '%[bot]'
      then 'true'
    else 'false'
  end,
  file, row_number
from reviews;

insert into pull_requests
  (repo, number, title, url, author, author_is_bot, commit_authors, approvers, first_approved_at, last_push_at, last_pusher,
   merged_by, created_at, merged_at, base, checks_state, linked_ticket, merge_sha, files_changed, lines_changed,
   evidence_file, evidence_row)
with merged as (
  select
    coalesce(record->>'$.repository.nameWithOwner', nullif(regexp_extract(record->>'$.url', '^https?://[^/]+/([^/]+/[^/]+)/pull/', 1), '')) as repo,
    record, file, row_number
  from raw
  where (record->>'$.mergedAt') is not null
),
commits as (
  -- the API answers {commit: {...}}; `gh` leaves that level out
  select row_number, coalesce(node->'$.commit', node) as "commit"
  from (
    select
      row_number,
      unnest(cast(
        coalesce(record->'$.commits.nodes', case when json_type(record, '$.commits') = 'ARRAY' then record->'$.commits' end) as json[]
      )) as node
    from merged
  ) as listed
),
commit_people as (
  select row_number, coalesce(person->>'$.user.login', person->>'$.login', person->>'$.email') as login
  from (
    select
      row_number,
      unnest(cast(
        coalesce("commit"->'$.authors.nodes', case when json_type("commit", '$.authors') = 'ARRAY' then "commit"->'$.authors' end) as json[]
      )) as person
    from commits
  ) as co_authors
  union
  select row_number, coalesce("commit"->>'$.author.user.login', "commit"->>'$.author.email') from commits
),
authors as (
  select row_number, cast(to_json(list(login order by login)) as varchar) as commit_authors
  from commit_people
  where login is not null
  group by row_number
),
pushed as (
  -- GitHub dates pushes no longer, but those that replace commits; else the newest commit is the best there is
  select
    row_number, coalesce("commit"->>'$.pushedDate', "commit"->>'$.committedDate') as pushed_at,
    coalesce("commit"->>'$.committer.user.login', "commit"->>'$.author.user.login', "commit"->>'$.authors.nodes[0].user.login') as who
  from commits
  union all
  select row_number, record->>'$.forcePushes.nodes[0].createdAt', record->>'$.forcePushes.nodes[0].actor.login'
  from merged
  where (record->>'$.forcePushes.nodes[0].createdAt') <= (record->>'$.mergedAt')
),
pushes as (
  select row_number, max(pushed_at) as last_push_at, max_by(who, pushed_at) as last_pusher
  from pushed
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
  m.repo,
  m.record->>'$.number',
  m.record->>'$.title',
  m.record->>'$.url',
  m.record->>'$.author.login',
  case
    when (m.record->>'$.author.__typename') = 'Bot' or (m.record->>'$.author.is_bot') = 'true' or (m.record->>'$.author.login') like '%[bot]'
      then 'true'
    else 'false'
  end,
  c.commit_authors,
  coalesce(a.approvers, '[]'),
  f.first_approved_at,
  p.last_push_at,
  p.last_pusher,
  m.record->>'$.mergedBy.login',
  m.record->>'$.createdAt',
  m.record->>'$.mergedAt',
  m.record->>'$.baseRefName',
  coalesce(m.record->>'$.head.nodes[0].commit.statusCheckRollup.state', m.record->>'$.commits.nodes[#-1].commit.statusCheckRollup.state'),
  -- a ticket counts when the title begins with it; "SHA-256" in the middle of a title is none
  nullif(regexp_extract(m.record->>'$.title', '^\W?([A-Z][A-Z0-9]+-[0-9]+)\b', 1), ''),
  m.record->>'$.mergeCommit.oid',
  m.record->>'$.changedFiles',
  cast(try_cast(m.record->>'$.additions' as bigint) + try_cast(m.record->>'$.deletions' as bigint) as varchar),
  m.file, m.row_number
from merged as m
left join authors as c on c.row_number = m.row_number
left join pushes as p on p.row_number = m.row_number
left join approvals as a on a.evidence_row = m.row_number
left join first_approvals as f on f.evidence_row = m.row_number;
