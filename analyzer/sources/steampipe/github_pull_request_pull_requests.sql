, opinions as (
  -- a comment does not withdraw an approval
  select row_number, reviewer, state, submitted_at
  from (
    select row_number, review->>'$.author_login' as reviewer, review->>'$.state' as state, review->>'$.submitted_at' as submitted_at
    from (select row_number, unnest(cast(reviews as json[])) as review from t where json_array_length(reviews) > 0) as listed
  ) as told
  where state in ('APPROVED', 'CHANGES_REQUESTED', 'DISMISSED')
),
approvals as (
  select row_number, cast(to_json(list(reviewer order by reviewer)) as varchar) as approvers
  from (
    select * from opinions qualify row_number() over (partition by row_number, reviewer order by submitted_at desc nulls last) = 1
  ) as latest
  where state = 'APPROVED' and reviewer is not null
  group by row_number
),
firsts as (
  select row_number, min(submitted_at) as first_approved_at from opinions where state = 'APPROVED' group by row_number
)
select
  t.repository_full_name, t.number, t.title, t.url, t.author->>'$.login',
  case when (t.author->>'$.login') like '%[bot]' or (t.author->>'$.__typename') = 'Bot' then 'true' else 'false' end,
  -- without the list of reviews nothing is known of approvals
  case when t.reviews is not null then coalesce(a.approvers, '[]') end, f.first_approved_at, t.merged_by->>'$.login', t.created_at, t.merged_at,
  t.base_ref_name, nullif(regexp_extract(t.title, '^\W?([A-Z][A-Z0-9]+-[0-9]+)\b', 1), ''), t.merge_commit->>'$.oid', t.file, t.row_number
from t
left join approvals as a on a.row_number = t.row_number
left join firsts as f on f.row_number = t.row_number
where t.merged_at is not null
