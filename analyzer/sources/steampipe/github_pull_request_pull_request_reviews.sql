select
  repository_full_name, number, review->>'$.author_login', review->>'$.state', review->>'$.submitted_at',
  case when (review->>'$.author_login') like '%[bot]' then 'true' else 'false' end, file, row_number
from (
  select repository_full_name, number, unnest(cast(reviews as json[])) as review, file, row_number
  from t where json_array_length(reviews) > 0 and merged_at is not null
) as listed
