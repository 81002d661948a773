insert into commits (repo, sha, author, committed_at, pr_number, signed, evidence_file, evidence_row)
with brought as (
  -- a commit may stand in pull requests that were never merged, and in forks
  select row_number, unnest(cast(record->'$.associatedPullRequests.nodes' as json[])) as pull, record->>'$.repository.nameWithOwner' as repo
  from raw
  where json_array_length(record->'$.associatedPullRequests.nodes') > 0
),
merged as (
  select row_number, min(pull->>'$.number') as pr_number
  from brought
  where (pull->>'$.mergedAt') is not null and coalesce(pull->>'$.repository.nameWithOwner', repo) = repo
  group by row_number
)
select
  r.record->>'$.repository.nameWithOwner',
  r.record->>'$.oid',
  coalesce(r.record->>'$.author.user.login', r.record->>'$.author.email'),
  r.record->>'$.committedDate',
  m.pr_number,
  coalesce(r.record->>'$.signature.isValid', 'false'),
  r.file, r.row_number
from raw as r
left join merged as m on m.row_number = r.row_number;
