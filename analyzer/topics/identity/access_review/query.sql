with scope as (
  -- words by which a campaign tells that it is about what the claim is about
  select case
           when $scope_privileged is not null then 'privileg|admin|root'
           when $scope_account_type is not null then $scope_account_type
           when $scope_environment = 'production' then '(^|[^a-z])prod(uction)?([^a-z]|$)'
           else $scope_environment
         end as words
),
items as (
  select i.*, lower(i.account_id) as account, lower(coalesce(i.system, r.system)) as system_of_review,
         coalesce(i.decided_at, r.completed_at) as decision_at
  from access_review_items as i
  left join (
    select review_id, max(system) as system, max(completed_at) as completed_at from access_reviews group by review_id having count(distinct lower(system)) < 2
  ) as r on r.review_id = i.review_id
),
campaigns as (
  select review_id, system, coalesce(population_as_of, started_at, completed_at) as drawn_at, started_at, completed_at, reviewer,
         flagged, revoked, modified
  from access_reviews
  where review_id is not null or system is not null

  union all

  -- campaigns of which only the decisions are on record; complete when every account was decided
  select i.review_id, max(i.system), min(i.decided_at), min(i.decided_at),
         case when count(*) = count(i.decided_at) then max(i.decided_at) end, max(i.decider), null, null, null
  from access_review_items as i
  where not exists (select 1 from access_reviews as r where r.review_id = i.review_id)
    and (i.review_id is not null or i.system is not null)
  group by i.review_id, lower(i.system)
),
named_campaigns as (
  select c.*, lower(coalesce(c.system, '')) as system_key,
         s.words is null or regexp_matches(replace(replace(lower(coalesce(c.review_id, '') || ' ' || coalesce(c.system, '')), 'non-prod', ''), 'pre-prod', ''), s.words) as about_scope
  from campaigns as c
  cross join scope as s
  where $scope_system is null or lower(c.system) like '%' || $scope_system || '%' or lower(c.review_id) like '%' || $scope_system || '%'
),
reviews as (
  -- where no campaign says that it is about the scope, all of them may be, and a gap proves nothing
  select *
  from named_campaigns
  where about_scope or not exists (select 1 from named_campaigns where about_scope)
),
systems as (
  select system_key, max(system) as system, bool_or(about_scope) as about_scope, count(*) over () as number,
         -- a review of a system's accounts says nothing of its privileged or its service accounts by itself
         bool_or(about_scope) or ($scope_privileged is null and $scope_account_type is null) as can_prove,
         max(completed_at) filter (where cast(completed_at as date) <= $as_of) as last_completed_at
  from reviews
  group by system_key
),
occurrences as (
  select *, least(31, cast(floor((ends_on - starts_on + 1) / 3) as integer)) as grace, ends_on <= $as_of and ends_on <= $period_end as is_due
  from buckets
  where unit = $frequency_unit
),
done as (
  -- a review counts for the period in which its list was drawn if it was completed soon after, else for that of its completion
  select
    s.system_key, o.label, r.review_id, r.started_at, r.completed_at, r.drawn_at, r.reviewer,
    case
      when cast(r.drawn_at as date) between o.starts_on and o.ends_on and r.completed_at is null then 'open'
      when cast(r.drawn_at as date) between o.starts_on and o.ends_on and cast(r.completed_at as date) <= o.ends_on + o.grace then 'done'
      when cast(r.drawn_at as date) between o.starts_on and o.ends_on then 'late'
      when cast(r.completed_at as date) < o.starts_on + o.grace then 'of the period before'
      else 'done'
    end as state
  from systems as s
  join reviews as r on r.system_key = s.system_key
  join occurrences as o
    on cast(r.drawn_at as date) between o.starts_on and o.ends_on or cast(r.completed_at as date) between o.starts_on and o.ends_on
),
best as (
  select * from done
  qualify row_number() over (
    partition by system_key, label
    order by case state when 'done' then 1 when 'late' then 2 when 'open' then 3 else 4 end, completed_at
  ) = 1
),
cadence as (
  select s.system, s.number, s.about_scope, s.can_prove, o.label, o.whole, b.review_id, b.state, b.drawn_at, b.started_at, b.completed_at, b.reviewer
  from systems as s
  cross join occurrences as o
  left join best as b on b.system_key = s.system_key and b.label = o.label
  where o.is_due or b.state = 'done'
),
steps as (
  -- for a frequency without periods of its own: from one completed review to the next, and to the end of the review
  select system_key, cast(completed_at as date) as day from reviews where cast(completed_at as date) <= least(cast($period_end as date), cast($as_of as date))
  union
  select system_key, least(cast($period_end as date), cast($as_of as date)) from systems
),
gaps as (
  select s.system, s.number, s.about_scope, s.can_prove, g.day, coalesce(g.previous, cast($period_start as date)) as since
  from (select system_key, day, lag(day) over (partition by system_key order by day) as previous from steps) as g
  join systems as s on s.system_key = g.system_key
  where g.day >= $period_start
),
accounts as (
  select a.*, lower(a.system) as system_key
  from app_accounts as a
  where ($scope_account_type is not null or lower(coalesce(a.account_type, 'user')) not in ('service', 'bot', 'machine', 'system', 'application', 'app', 'api', 'integration'))
  qualify rank() over (partition by lower(a.system) order by cast(a.as_of as date) desc nulls last) = 1
),
to_be_reviewed as (
  -- accounts that were open when the list of a review was drawn
  select r.review_id, r.system, r.completed_at, r.drawn_at, r.reviewer, a.account_id, a.email, a.created_at,
         exists (
           select 1 from items as i
           where i.review_id = r.review_id and i.account in (lower(a.account_id), lower(a.email))
         ) as is_reviewed
  from reviews as r
  join accounts as a
    on a.system_key = r.system_key
    or (r.system_key like '%' || a.system_key || '%' and not exists (select 1 from accounts as same where same.system_key = r.system_key))
  where cast(r.completed_at as date) between $period_start and least(cast($period_end as date), cast($as_of as date))
    and r.about_scope
    and lower(coalesce(a.account_type, 'user')) <> 'root'
    and ($scope_privileged is null or a.is_privileged)
    and (a.created_at is null or cast(a.created_at as date) < cast(r.drawn_at as date))
    and case when a.disabled_at is not null then cast(a.disabled_at as date) > cast(r.drawn_at as date)
             else lower(coalesce(a.status, 'active')) not in ('inactive', 'disabled', 'deactivated', 'deprovisioned', 'suspended', 'deleted', 'removed', 'blocked', 'false', 'no') end
    and exists (select 1 from items as i where i.review_id = r.review_id)
),
left_out as (
  -- where fewer than half of the accounts are found among the items, the two lists do not use the same names
  select * from (
    select *, count(*) filter (where is_reviewed) over (partition by review_id) * 2 >= count(*) over (partition by review_id) as names_agree
    from to_be_reviewed
  ) as t
  where names_agree and not is_reviewed
),
decisions as (
  select i.review_id, coalesce(i.system, r.system) as system, i.account_id, i.account, i.decision, i.decision_at, i.decider, a.email,
         coalesce(i.actioned_at, a.disabled_at) as removed_at, r.about_scope
  from items as i
  join reviews as r on r.review_id = i.review_id and r.system_key = coalesce(i.system_of_review, r.system_key)
  left join accounts as a on a.system_key = i.system_of_review and (lower(a.account_id) = i.account or lower(a.email) = i.account)
  where cast(i.decision_at as date) between $period_start and least(cast($period_end as date), cast($as_of as date))
),
removals as (
  select d.*,
    cast(d.removed_at as date) - cast(d.decision_at as date) as days,
    c.business_day_number - s.business_day_number as business_days,
    case when d.removed_at <> date_trunc('day', d.removed_at) and d.decision_at <> date_trunc('day', d.decision_at)
         then epoch(d.removed_at - d.decision_at) / 3600.0 end as hours,
    case when $removal_sla_business_days is not null then now.business_day_number - s.business_day_number > $removal_sla_business_days
         else cast($as_of as date) - cast(d.decision_at as date) > floor($removal_sla_hours / 24) end as time_is_over
  from decisions as d
  left join calendar as s on s.day = cast(d.decision_at as date)
  left join calendar as c on c.day = cast(d.removed_at as date)
  left join calendar as now on now.day = cast($as_of as date)
  where regexp_matches(lower(d.decision), 'revok|remov|deny|denied|reject|disabl|delet|terminat')
),
removals_judged as (
  select *,
    case
      when days < 0 then true
      when $removal_sla_business_days is not null then business_days <= $removal_sla_business_days
      when hours is not null then hours <= $removal_sla_hours
      else days <= floor($removal_sla_hours / 24)
    end as in_time,
    case when $removal_sla like '1 %' then rtrim(replace($removal_sla, '_', ' '), 's') else replace($removal_sla, '_', ' ') end as promised
  from removals
),
counts as (
  -- campaigns that say only how many accounts were to lose their access and how many did
  select r.*, coalesce(r.review_id, r.system || ' ' || cast(cast(r.completed_at as date) as varchar)) as name,
    case when $removal_sla_business_days is not null then now.business_day_number - s.business_day_number > $removal_sla_business_days
         else cast($as_of as date) - cast(r.completed_at as date) > floor($removal_sla_hours / 24) end as time_is_over
  from reviews as r
  left join calendar as s on s.day = cast(r.completed_at as date)
  left join calendar as now on now.day = cast($as_of as date)
  where r.flagged > 0
    and coalesce(cast(r.started_at as date), cast(r.completed_at as date)) <= least(cast($period_end as date), cast($as_of as date))
    and coalesce(cast(r.completed_at as date), cast($as_of as date)) >= $period_start
    and not exists (select 1 from items as i where i.review_id = r.review_id)
),
spans as (
  -- from the beginning of a campaign to its end, or to the end of what is known
  select *, completed_at is not null and cast(completed_at as date) <= $as_of as is_complete,
    case when $completion_sla_business_days is not null then e.business_day_number - s.business_day_number > $completion_sla_business_days
         else least(coalesce(cast(r.completed_at as date), cast($as_of as date)), cast($as_of as date)) - cast(r.started_at as date) > $completion_sla_days end as is_over,
    coalesce(r.review_id, r.system || ' ' || cast(cast(r.started_at as date) as varchar)) as name,
    coalesce(cast(r.completed_at as date), cast($as_of as date)) - cast(r.started_at as date) as days,
    w.business_day_number - s.business_day_number as business_days,
    case when $completion_sla like '1 %' then rtrim(replace($completion_sla, '_', ' '), 's') else replace($completion_sla, '_', ' ') end as promised
  from reviews as r
  left join calendar as s on s.day = cast(r.started_at as date)
  left join calendar as e on e.day = least(coalesce(cast(r.completed_at as date), cast($as_of as date)), cast($as_of as date))
  left join calendar as w on w.day = coalesce(cast(r.completed_at as date), cast($as_of as date))
  where $completion_sla is not null
    and coalesce(cast(r.started_at as date), cast(r.completed_at as date)) <= least(cast($period_end as date), cast($as_of as date))
    and coalesce(cast(r.completed_at as date), cast($as_of as date)) >= $period_start
)

-- each promised occurrence, by system
select
  case when number > 1 then system || ' ' || label else label end as item,
  case when state = 'done' and can_prove then true when not whole or not about_scope or state = 'of the period before' then null else false end as holds,
  case state when 'done' then 'reviewed' when 'late' then 'reviewed late' when 'open' then 'not completed' else 'no review' end as observed,
  case
    when state = 'done' then 'the review was completed on ' || cast(cast(completed_at as date) as varchar)
      || case when can_prove then '' else ', and does not say that it is about what is promised' end
    when state = 'late' then 'the review of this period was completed only on ' || cast(cast(completed_at as date) as varchar) || '; promised ' || $frequency
    when state = 'open' then 'the review began on ' || cast(cast(coalesce(started_at, drawn_at) as date) as varchar) || ' and was not completed; promised ' || $frequency
    when state = 'of the period before' then 'the only review completed in this period is one of the period before; promised ' || $frequency
    when not about_scope then 'no review of the period is on record, and no campaign says that it is about what is promised'
    when not whole then 'no review of this period is on record, which began before the time under review'
    else 'no completed review is on record for ' || label || '; promised ' || $frequency
  end as reason,
  system, cast(null as varchar) as account, review_id, drawn_at, completed_at, reviewer
from cadence
-- the register of service accounts says when each was reviewed, where it says so at all
where can_prove or $scope_account_type is distinct from 'service' or not exists (select 1 from service_accounts where last_review_at is not null)

union all

-- periods longer than the review: the last one must be recent enough
select
  case when number > 1 then system || ' last review' else 'last review' end,
  case when can_prove and cast($as_of as date) - cast(last_completed_at as date) <= $frequency_days then true when last_completed_at is not null and about_scope and cast($as_of as date) - cast(last_completed_at as date) > $frequency_days then false end,
  coalesce('completed ' || cast(cast(last_completed_at as date) as varchar), 'no review'),
  case when last_completed_at is null then 'no completed review is on record; promised ' || $frequency
       else 'the last review was completed ' || (cast($as_of as date) - cast(last_completed_at as date)) || ' days before the end of the period; promised ' || $frequency end,
  system, null, null, null, last_completed_at, null
from systems
where $frequency_unit is not null
  and not exists (select 1 from occurrences where is_due) and not exists (select 1 from cadence)

union all

select
  case when number > 1 then system || ' ' else '' end || cast(since as varchar) || '..' || cast(day as varchar),
  case when day - since <= $frequency_days and can_prove then true when day - since > $frequency_days and about_scope then false end,
  (day - since) || ' days without a review',
  case when day - since <= $frequency_days then 'the time between two reviews is within the promise'
       else (day - since) || ' days passed without a completed review; promised ' || $frequency end,
  system, null, null, null, day, null
from gaps
where $frequency_unit is null and $frequency_days is not null

union all

-- a system with accounts and no review at all: its reviews may be kept elsewhere
select distinct
  a.system, cast(null as boolean), 'no review', 'accounts of ' || a.system || ' are on record, and no review of them',
  a.system, null, null, null, null, null
from accounts as a
cross join scope as s
where $frequency is not null and s.words is null
  and ($scope_system is null or a.system_key like '%' || $scope_system || '%')
  and exists (select 1 from reviews)
  and not exists (select 1 from reviews as r where r.system_key like '%' || a.system_key || '%' or a.system_key like '%' || r.system_key || '%')

union all

-- accounts and decisions that break the review; those that do not are part of it
select
  account_id, case when created_at is not null then false end, 'not in the review',
  case
    when created_at is null then 'the review of ' || system || ' leaves the account out, and no export says since when there is one'
    else 'the account was open on ' || cast(cast(drawn_at as date) as varchar) || ' and the review of ' || system || ' leaves it out'
  end,
  system, coalesce(email, account_id), review_id, drawn_at, completed_at, reviewer
from left_out
where $frequency is not null

union all

select
  account_id, false, 'own access reviewed', decider || ' decided on their own access',
  system, coalesce(email, account_id), review_id, null, decision_at, decider
from decisions
where $frequency is not null and about_scope
  and (lower(decider) in (account, lower(email)) or split_part(lower(decider), '@', 1) = split_part(account, '@', 1))

union all

select
  account_id,
  case when removed_at is null then false else in_time end,
  coalesce('removed ' || cast(cast(removed_at as date) as varchar), 'not removed'),
  case
    when removed_at is null then 'decided on ' || cast(cast(decision_at as date) as varchar) || ' to be removed, and no removal is on record; promised within ' || promised
    when in_time then 'removed within the promised time'
    when $removal_sla_business_days is not null then 'removed ' || business_days || ' business days after the decision; promised within ' || promised
    else 'removed ' || days || ' days after the decision; promised within ' || promised
  end,
  system, coalesce(email, account_id), review_id, decision_at, removed_at, decider
from removals_judged
where $removal_sla is not null and (removed_at is not null or time_is_over)

union all

select
  name,
  case when revoked + coalesce(modified, 0) < flagged and time_is_over and about_scope then false end,
  coalesce(cast(cast(revoked as bigint) as varchar), 'unknown') || ' of ' || cast(cast(flagged as bigint) as varchar) || ' removed',
  case
    when revoked is null then 'the review does not say how many of the ' || cast(cast(flagged as bigint) as varchar) || ' accounts found were removed'
    when completed_at is null or cast(completed_at as date) > $as_of
      then 'the review was not complete on ' || cast($as_of as varchar) || ', so that the time for removals had not begun'
    when revoked + coalesce(modified, 0) < flagged and not time_is_over then 'the time for removals was not over on ' || cast($as_of as varchar)
    when revoked + coalesce(modified, 0) < flagged then 'the review found ' || cast(cast(flagged as bigint) as varchar)
      || ' accounts to be removed, and ' || cast(cast(revoked as bigint) as varchar) || ' were; promised within ' || replace($removal_sla, '_', ' ')
    else 'all accounts found were removed, and the review does not say when'
  end,
  system, null, review_id, drawn_at, completed_at, reviewer
from counts
where $removal_sla is not null

union all

select
  name,
  case when is_over and about_scope then false when is_over or started_at is null or days < 0 then null when is_complete then true end,
  case when is_complete then 'completed ' || cast(cast(completed_at as date) as varchar) else 'not completed by ' || cast($as_of as varchar) end,
  case
    when started_at is null then 'the evidence does not say when the review began'
    when days < 0 then 'the evidence says that the review was completed before it began'
    when completed_at is null and is_over then 'the review began on ' || cast(cast(started_at as date) as varchar) || ' and was not completed; promised within ' || promised
    when $completion_sla_business_days is not null then 'completed ' || business_days || ' business days after it began; promised within ' || promised
    else 'completed ' || days || ' days after it began; promised within ' || promised
  end,
  system, null, review_id, coalesce(started_at, drawn_at), completed_at, reviewer
from spans
where is_complete or is_over or started_at is null
order by item, system
