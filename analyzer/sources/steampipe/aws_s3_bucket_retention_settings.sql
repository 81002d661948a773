select name, coalesce(rule->>'$.ID', 'life cycle'), rule->>'$.Expiration.Days', 'true', file, row_number
from (
  select name, unnest(cast(lifecycle_rules as json[])) as rule, file, row_number from listed where json_array_length(lifecycle_rules) > 0
) as rules
where (rule->>'$.Status') = 'Enabled' and (rule->>'$.Expiration.Days') is not null
