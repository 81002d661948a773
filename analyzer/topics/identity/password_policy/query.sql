with settings as (
  -- the newest reading of each password policy
  select *, count(*) over (partition by lower(system)) as policies_of_system
  from (
    select *
    from password_settings
    where $scope_system is null or lower(system) like '%' || $scope_system || '%'
    qualify row_number() over (partition by lower(system), lower(coalesce(policy, '')) order by as_of desc nulls last) = 1
  ) as newest
),
compared as (
  -- each promised value on its own; null where it is not promised or where the system does not say
  select *,
         min_length >= $min_length as length_holds,
         case when $complexity then complexity end as complexity_holds,
         max_age_days > 0 and max_age_days <= $max_age_days as age_holds,
         history >= $history as history_holds,
         lockout_attempts > 0 and lockout_attempts <= $lockout_attempts as attempts_holds,
         lockout_minutes = 0 or lockout_minutes * 60 >= $lockout_duration_hours * 3600 as lockout_holds -- 0: until somebody unlocks it
  from settings
),
explained as (
  select *,
    array_to_string([
      case when not length_holds then 'accepts ' || cast(min_length as integer) || ' characters, ' || cast($min_length as integer) || ' promised' end,
      case when not complexity_holds then 'does not require character classes' end,
      case when not age_holds and max_age_days = 0 then 'never expires a password, ' || cast($max_age_days as integer) || ' days promised'
           when not age_holds then 'expires a password after ' || cast(max_age_days as integer) || ' days, ' || cast($max_age_days as integer) || ' promised' end,
      case when not history_holds then 'refuses the last ' || cast(history as integer) || ' passwords, ' || cast($history as integer) || ' promised' end,
      case when not attempts_holds and lockout_attempts = 0 then 'never locks an account, after ' || cast($lockout_attempts as integer) || ' failures promised'
           when not attempts_holds then 'locks an account after ' || cast(lockout_attempts as integer) || ' failures, ' || cast($lockout_attempts as integer) || ' promised' end,
      case when not lockout_holds then 'unlocks after ' || cast(lockout_minutes as integer) || ' minutes, ' || cast(round($lockout_duration_hours * 60) as integer) || ' promised' end
    ], '; ') as falls_short,
    array_to_string([
      case when $min_length is not null and length_holds is null then 'length' end,
      case when $complexity and complexity_holds is null then 'complexity' end,
      case when $max_age_days is not null and age_holds is null then 'expiry' end,
      case when $history is not null and history_holds is null then 'history' end,
      case when $lockout_attempts is not null and attempts_holds is null then 'attempts before the lock-out' end,
      case when $lockout_duration_hours is not null and lockout_holds is null then 'length of the lock-out' end
    ], ', ') as not_reported
  from compared
)
select
  case when policies_of_system > 1 and policy is not null then system || ': ' || policy else system end as item,
  case when falls_short <> '' then false when not_reported <> '' then null else true end as holds,
  array_to_string([
    case when $min_length is not null then 'length ' || coalesce(cast(cast(min_length as integer) as varchar), 'unknown') end,
    case when $complexity then 'complexity ' || coalesce(cast(complexity as varchar), 'unknown') end,
    case when $max_age_days is not null then 'expiry in days ' || coalesce(cast(cast(max_age_days as integer) as varchar), 'unknown') end,
    case when $history is not null then 'history ' || coalesce(cast(cast(history as integer) as varchar), 'unknown') end,
    case when $lockout_attempts is not null then 'attempts ' || coalesce(cast(cast(lockout_attempts as integer) as varchar), 'unknown') end,
    case when $lockout_duration_hours is not null then 'lock-out in minutes ' || coalesce(cast(cast(lockout_minutes as integer) as varchar), 'unknown') end
  ], ', ') as observed,
  case
    when falls_short <> '' then system || ' ' || falls_short
    when not_reported <> '' then 'the settings of ' || system || ' do not tell: ' || not_reported
    else 'the settings are at least as strict as promised'
  end as reason,
  system, policy, as_of
from explained
where $min_length is not null or $complexity or $max_age_days is not null or $history is not null
   or $lockout_attempts is not null or $lockout_duration_hours is not null
order by item
