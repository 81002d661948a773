with enrolled as (
  -- what the device manager knows, with the last sign of life of each device
  select lower(trim(serial)) as serial, lower(trim(owner_email)) as owner, device_id, last_checkin_at,
         case when last_checkin_at is null then count(last_checkin_at) over () > 0
              else cast(last_checkin_at as date) < cast($as_of as date) - 60 end as silent
  from devices
  where enrolled_at is null or cast(enrolled_at as date) <= $as_of
),
workers as (
  -- people who work here at the end of the period
  select person_id, email, name, department, start_date,
         case when regexp_matches(lower(worker_type), 'contract|consult|freelanc|agency') then 'contractor' else 'employee' end as worker_type
  from people
  where (start_date is null or cast(start_date as date) <= $as_of)
    and (end_date is null or cast(end_date as date) > $as_of or end_date < start_date)
    and lower(coalesce(status, 'active')) not in ('inactive', 'terminated', 'left', 'former', 'offboarded', 'false')
),
devices_of_workers as (
  select w.person_id, w.email, w.name, w.department, w.start_date, w.worker_type,
         count(e.owner) as devices, count(*) filter (where not e.silent) as alive,
         string_agg(coalesce(e.serial, e.device_id), ', ' order by coalesce(e.serial, e.device_id)) as serials, max(e.last_checkin_at) as last_checkin_at
  from workers as w
  left join enrolled as e on e.owner = lower(w.email)
  where ($scope_worker_type is null or w.worker_type = $scope_worker_type)
    and ($scope_department is null or lower(w.department) like '%' || $scope_department || '%')
  group by w.person_id, w.email, w.name, w.department, w.start_date, w.worker_type
),
registered as (
  -- devices in use by the asset register
  select i.serial, i.assigned_to, i.purchased_at
  from device_inventory as i
  where lower(coalesce(i.status, 'in use')) not in ('retired', 'disposed', 'lost', 'stolen', 'sold', 'returned', 'in stock', 'stock', 'spare', 'storage', 'available', 'decommissioned', 'recycled')
    and (i.purchased_at is null or cast(i.purchased_at as date) <= $as_of)
    and $scope_worker_type is null and $scope_department is null
),
items as (
  select
    coalesce(email, person_id) as item,
    case
      when devices = 0 and email is null then null
      when devices = 0 and worker_type = 'contractor' and $scope_worker_type is null then null
      when devices = 0 then false
      when alive = 0 then null
      else true
    end as holds,
    case when devices = 0 then 'no enrolled device' else serials end as observed,
    case
      when devices = 0 and email is null then 'the roster gives no e-mail address by which to find a device'
      when devices = 0 and worker_type = 'contractor' and $scope_worker_type is null
        then 'a contractor without a device in the device manager; whether they use one of the company is not shown'
      when devices = 0 then 'works here and has no device in the device manager'
      when alive = 0 then 'the device manager has not heard of the device' || coalesce(' since ' || cast(cast(last_checkin_at as date) as varchar), '')
      else 'has an enrolled device'
    end as reason,
    name as person, department, cast(null as varchar) as serial, last_checkin_at, start_date
  from devices_of_workers

  union all

  select
    r.serial,
    case when r.serial is null then null when count(e.serial) = 0 then false when count(*) filter (where not e.silent) = 0 then null else true end,
    case when r.serial is null then 'unknown' when count(e.serial) = 0 then 'not enrolled' else 'enrolled' end,
    case
      when r.serial is null then 'the asset register gives no serial number'
      when count(e.serial) = 0 then 'in use by the asset register and unknown to the device manager'
      when count(*) filter (where not e.silent) = 0 then 'the device manager has not heard of the device' || coalesce(' since ' || cast(cast(max(e.last_checkin_at) as date) as varchar), '')
      else 'the device is enrolled'
    end,
    r.assigned_to, cast(null as varchar), r.serial, max(e.last_checkin_at), cast(null as timestamp)
  from registered as r
  left join enrolled as e on e.serial = lower(trim(r.serial))
  group by r.serial, r.assigned_to, r.purchased_at
),
share as (
  select count(*) as number, count(*) filter (where holds) as enrolled,
         100.0 * count(*) filter (where holds) / nullif(count(*), 0) as percent,
         100.0 * count(*) filter (where holds is null or holds) / nullif(count(*), 0) as percent_at_best,
         string_agg(item, ', ' order by item) filter (where holds is null or not holds) as missing
  from items
)
select item, holds, observed, reason, person, department, serial, last_checkin_at, start_date
from items
where coalesce($coverage, 100) >= 100

union all

-- a promised share below 100 % is one figure, not a promise on each device
select
  'share of devices enrolled',
  case when percent >= $coverage then true when percent_at_best < $coverage then false end,
  cast(round(percent * 10) / 10.0 as varchar) || ' %',
  enrolled || ' of ' || number || ' are enrolled; ' || cast($coverage as varchar) || ' % promised' || coalesce('; without: ' || missing, ''),
  null, null, null, null, null
from share
where $coverage < 100 and number > 0
order by item
