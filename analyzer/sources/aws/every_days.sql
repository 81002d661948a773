  -- the days from one run to the next, on average, of each expression of the relation `schedules`; nothing where it is too odd
  select
    schedule,
    case
      when regexp_matches(schedule, '^rate\([1-9][0-9]* (minute|hour|day)s?\)$')
        then round(
          1000.0 * cast(regexp_extract(schedule, '[0-9]+') as integer)
            / case regexp_extract(schedule, 'minute|hour|day') when 'minute' then 1440 when 'hour' then 24 else 1 end
        ) / 1000.0
      when in_year in ('*', '?', '') then round(
        1000.0 / (
          minutes * hours * months / 12.0
          * case
            when regexp_matches(on_weekday, '[#L]') then 1 / 30.4375
            when on_day in ('*', '?') and on_weekday in ('*', '?') then 1
            when on_day in ('*', '?') then weekdays / 7.0
            when on_weekday in ('*', '?') then days / 30.4375
          end
        )
      ) / 1000.0
    end as every_days
  from (
    select
      schedule, max(in_year) as in_year, max(said) filter (where name = 'day') as on_day,
      max(said) filter (where name = 'weekday') as on_weekday,
      max(runs) filter (where name = 'minute') as minutes, max(runs) filter (where name = 'hour') as hours,
      max(runs) filter (where name = 'day') as days, max(runs) filter (where name = 'month') as months,
      max(runs) filter (where name = 'weekday') as weekdays
    from (
      select
        schedule, in_year, name, said,
        case
          when said in ('*', '?') then many
          when regexp_matches(said, '^([*]|[0-9]+)/[1-9][0-9]*$')
            then ceil(
              (first + many - case when said like '*%' then first else cast(split_part(said, '/', 1) as integer) end)
              / cast(split_part(said, '/', 2) as double)
            )
          when regexp_matches(said, '^[0-9]+-[0-9]+$')
            then nullif(greatest(cast(split_part(said, '-', 2) as integer) - cast(split_part(said, '-', 1) as integer) + 1, 0), 0)
          when regexp_matches(said, '^[0-9]+(,[0-9]+)*$') then length(said) - length(replace(said, ',', '')) + 1
          when name in ('day', 'weekday') and regexp_matches(said, '^(L|LW|[0-9]+W|[0-9]+L|[0-9]+#[1-5])$') then 1
        end as runs
      from (
        select
          schedule, split_part(fields, ' ', 6) as in_year, 'minute' as name,
          split_part(fields, ' ', 1) as said, 0 as first, 60 as many
        from spelt
        union all
        select schedule, split_part(fields, ' ', 6), 'hour', split_part(fields, ' ', 2), 0, 24 from spelt
        union all
        select schedule, split_part(fields, ' ', 6), 'day', split_part(fields, ' ', 3), 1, 31 from spelt
        union all
        select schedule, split_part(fields, ' ', 6), 'month', split_part(fields, ' ', 4), 1, 12 from spelt
        union all
        select schedule, split_part(fields, ' ', 6), 'weekday', split_part(fields, ' ', 5), 1, 7 from spelt
      ) as fielded
    ) as counted
    group by schedule
  ) as known
