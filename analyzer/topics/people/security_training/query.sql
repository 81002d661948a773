with completions as (
  -- a completion counts, not an assignment; courses whose name speaks of security, or that have no name
  select lower(coalesce(person_id, '')) as person_id, lower(coalesce(email, '')) as email, course, completed_at
  from training
  where completed_at is not null
    and (course is null or regexp_matches(lower(course), 'secur|aware|phish|cyber|infosec'))
),
roster as (
  -- one row a person, the latest employment
  select person_id, email, name, department, start_date,
         case when end_date < start_date then null else end_date end as end_date,
         lower(coalesce(status, 'active')) in ('inactive', 'terminated', 'left', 'former', 'offboarded', 'false') as has_left
  from people
  where ($scope_worker_type is null or case when regexp_matches(lower(worker_type), 'contract|consult|freelanc|agency') then 'contractor' else 'employee' end = $scope_worker_type)
    and ($scope_department is null or lower(department) like '%' || $scope_department || '%')
  qualify row_number() over (partition by lower(coalesce(email, person_id)) order by start_date desc nulls last) = 1
),
names as (
  select lower(person_id) as name, person_id, email from roster where person_id is not null
  union
  select lower(email), person_id, email from roster where email is not null
),
completed as (
  select distinct n.person_id, n.email, c.course, c.completed_at
  from completions as c
  join names as n on n.name = c.person_id or n.name = c.email
  where cast(c.completed_at as date) <= $as_of
),
histories as (
  select r.*, h.first_completed_at, h.last_completed_at
  from roster as r
  left join (
    select person_id, email, min(completed_at) as first_completed_at, max(completed_at) as last_completed_at
    from completed
    group by person_id, email
  ) as h on h.person_id is not distinct from r.person_id and h.email is not distinct from r.email
  where exists (select 1 from completed) -- without one match the two exports do not speak of the same people
),
starters as (
  select h.*, f.day as first_day, c.day as completed_day,
         c.business_day_number - f.business_day_number as business_days,
         cast(h.first_completed_at as date) - cast(h.start_date as date) as days
  from histories as h
  join calendar as f on f.day = cast(h.start_date as date)
  left join calendar as c on c.day = cast(h.first_completed_at as date)
  where cast(h.start_date as date) between $period_start and $period_end
),
starters_judged as (
  select s.*,
    case when $new_hire_days_business_days is not null then today.business_day_number - first.business_day_number > $new_hire_days_business_days
         else today.day - s.first_day > $new_hire_days_days end as time_is_over,
    case when $new_hire_days_business_days is not null then s.business_days <= $new_hire_days_business_days
         else s.days <= $new_hire_days_days end as in_time
  from starters as s
  join calendar as first on first.day = s.first_day
  join calendar as today on today.day = least(cast($as_of as date), coalesce(cast(s.end_date as date), cast($as_of as date)))
),
cycle_ends as (
  select max(ends_on) as last_end from buckets where unit = $refresh_unit and ends_on <= $as_of
),
refreshers as (
  -- people who work here at the end of the period and have been here long enough to be due
  select h.*, cast($as_of as date) - cast(h.last_completed_at as date) as age,
         cast(h.start_date as date) <= cast($as_of as date) - cast(round($refresh_days) as integer)
           or cast(h.start_date as date) <= e.last_end - 30 as is_due
  from histories as h
  cross join cycle_ends as e
  where not h.has_left
    and (h.start_date is null or cast(h.start_date as date) <= $as_of)
    and (h.end_date is null or cast(h.end_date as date) > $as_of)
),
campaigns as (
  select b.label, b.whole, count(t.sent_at) as mails, count(distinct t.campaign_id) as number, min(t.sent_at) as sent_at
  from buckets as b
  left join phishing_tests as t on cast(t.sent_at as date) between b.starts_on and b.ends_on
  where b.unit = $phishing_unit
    and exists (select 1 from phishing_tests)
  group by b.label, b.ends_on, b.whole
  having count(t.sent_at) > 0 or (b.ends_on <= $as_of and b.ends_on <= $period_end)
),
last_campaign as (
  select max(sent_at) as sent_at from phishing_tests where cast(sent_at as date) <= $as_of
)
select
  coalesce(email, person_id) as item,
  coalesce(in_time, false) as holds,
  coalesce('completed ' || cast(completed_day as varchar), 'not completed') as observed,
  case
    when in_time and days < 0 then 'had completed the training before the first day'
    when in_time then 'completed the training ' || days || ' days after the first day'
    when first_completed_at is not null then 'completed the training ' || days || ' days after the first day; promised within '
      || coalesce(cast(cast($new_hire_days_business_days as integer) as varchar) || ' business days', cast(cast(round($new_hire_days_days) as integer) as varchar) || ' days')
    else 'started on ' || cast(first_day as varchar) || ' and has no completion on record; promised within '
      || coalesce(cast(cast($new_hire_days_business_days as integer) as varchar) || ' business days', cast(cast(round($new_hire_days_days) as integer) as varchar) || ' days')
  end as reason,
  person_id, name as person, department, start_date, first_completed_at as completed_at
from starters_judged
where $new_hire_days is not null and (in_time is not null or time_is_over)

union all

-- who may have started in the period, for all that the roster says
select
  coalesce(email, person_id), null, 'first day unknown', 'the roster does not say since when they work here',
  person_id, name, department, start_date, first_completed_at
from histories
where $new_hire_days is not null and $refresh is null and start_date is null and not has_left

union all

select
  coalesce(email, person_id),
  case when age <= $refresh_days then true when start_date is null and last_completed_at is null then null else false end,
  coalesce('completed ' || cast(cast(last_completed_at as date) as varchar), 'not completed'),
  case
    when age <= $refresh_days then 'completed the training within the promised time'
    when last_completed_at is null and start_date is null then 'has no completion on record, and the roster does not say since when they work here'
    when last_completed_at is null then 'has no completion on record; promised ' || $refresh
    else 'last completed the training ' || age || ' days before the end of the period; promised ' || $refresh
  end,
  person_id, name, department, start_date, last_completed_at
from refreshers
where $refresh is not null
  and (age <= $refresh_days or (last_completed_at is not null and age > $refresh_days) or is_due or start_date is null)

union all

select
  label, case when mails > 0 then true when whole then false end,
  case when mails > 0 then number || ' campaigns' else 'no campaign' end,
  case when mails > 0 then 'phishing was simulated' when not whole then 'no phishing simulation is on record for ' || label || ', which began before the review' else 'no phishing simulation is on record for ' || label || '; promised ' || $phishing end,
  null, null, null, null, sent_at
from campaigns

union all

-- a frequency without a period of its own, or longer than the review: the last one must be recent enough
select
  'last phishing simulation', cast($as_of as date) - cast(sent_at as date) <= $phishing_days,
  cast(cast(sent_at as date) as varchar),
  'the last phishing simulation was ' || (cast($as_of as date) - cast(sent_at as date)) || ' days before the end of the period; promised ' || $phishing,
  null, null, null, null, sent_at
from last_campaign
where $phishing is not null and sent_at is not null and not exists (select 1 from campaigns)
order by item
