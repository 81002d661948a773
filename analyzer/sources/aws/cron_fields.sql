  -- the fields of the cron expressions of the relation `schedules`, names of days and months as numbers
  select distinct
    schedule,
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
      replace(replace(replace(replace(replace(replace(replace(
        regexp_replace(upper(regexp_extract(schedule, '^cron\( *(.*[^ ]) *\)$', 1)), ' +', ' ', 'g'),
        'SUN', '1'), 'MON', '2'), 'TUE', '3'), 'WED', '4'), 'THU', '5'), 'FRI', '6'), 'SAT', '7'),
      'JAN', '1'), 'FEB', '2'), 'MAR', '3'), 'APR', '4'), 'MAY', '5'), 'JUN', '6'), 'JUL', '7'), 'AUG', '8'), 'SEP', '9'),
      'OCT', '10'), 'NOV', '11'), 'DEC', '12') as fields
  from schedules
