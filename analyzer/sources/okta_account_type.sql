  case
    -- people of a customer service are people
    when regexp_matches(lower(user_type), '^service$|service[ _-]*account|(^|[^a-z])(bot|svc)([^a-z]|$)') then 'service'
    else 'user'
  end,
