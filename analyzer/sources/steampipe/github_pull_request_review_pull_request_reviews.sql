select
  repository_full_name, number, author_login, state, submitted_at, case when author_login like '%[bot]' then 'true' else 'false' end,
  file, row_number
from t
