-- One row per key that is in use. Keys that are disabled or about to be deleted protect nothing and are left out.
with usable_keys as (
  select
    key_id, account_id, manager, key_spec, origin, state, rotation_enabled, rotation_period_days, last_rotated_at, created_at,
    lower(coalesce(manager, '')) in ('aws', 'provider', 'google', 'microsoft') as is_managed_by_provider,
    key_spec ilike 'rsa%' or key_spec ilike 'ec%' or key_spec ilike 'hmac%' or key_spec ilike 'sm2%' or key_spec ilike 'ml%'
      or key_spec ilike '%asymmetric%' as is_unrotatable_spec,
    replace(lower(origin), '_', '') in ('external', 'awscloudhsm', 'externalkeystore') as is_unrotatable_origin,
    -- the provider's default where an export gives no period
    coalesce(
      rotation_period_days,
      case when key_spec = 'SYMMETRIC_DEFAULT' or lower(manager) in ('aws', 'customer') or key_id ilike 'arn:aws%' then 365 end
    ) as effective_period_days,
    coalesce(
      last_rotated_at,
      -- a key that was never rotated is as old as itself, where the export knows of rotations at all
      case when exists (select 1 from kms_keys where last_rotated_at is not null) then created_at end
    ) as fresh_since
  from kms_keys
  where replace(replace(lower(coalesce(state, 'enabled')), '_', ''), ' ', '')
      not in ('disabled', 'pendingdeletion', 'pendingimport', 'pendingreplicadeletion', 'destroyed', 'destroyscheduled', 'creating', 'deleted')
    and ($scope_manager is null
      or ($scope_manager = 'customer') = (lower(coalesce(manager, 'customer')) not in ('aws', 'provider', 'google', 'microsoft')))
    and (created_at is null or cast(created_at as date) <= $as_of)
),
measured as (
  select
    key_id, account_id, manager, key_spec, origin, state, rotation_enabled, rotation_period_days, last_rotated_at, created_at,
    is_managed_by_provider, effective_period_days,
    coalesce(is_unrotatable_spec, false) or coalesce(is_unrotatable_origin, false) as is_unrotatable,
    case
      when is_unrotatable_spec then 'a key of type ' || key_spec
      when is_unrotatable_origin then 'a key with material of origin ' || origin
    end as unrotatable_kind,
    $as_of - cast(fresh_since as date) as age_days,
    $as_of - cast(last_rotated_at as date) as days_since_rotation
  from usable_keys
)
select
  key_id as item,
  case
    when is_managed_by_provider and not is_unrotatable then coalesce($period_days >= 365, true)
    when days_since_rotation <= $period_days and (is_unrotatable or not coalesce(rotation_enabled, true)) then true
    when is_unrotatable then false
    when not rotation_enabled then false
    when rotation_enabled is null then null
    when $period_days is null then true
    when effective_period_days > $period_days then false
    when age_days > $period_days then false
    when effective_period_days is null then null
    else true
  end as holds,
  case
    when is_managed_by_provider and not is_unrotatable then 'rotated by the provider every year'
    when is_unrotatable then 'cannot rotate automatically'
    when not rotation_enabled then 'automatic rotation off'
    when rotation_enabled is null then 'unknown'
    else 'automatic rotation on' || coalesce(', every ' || cast(cast(effective_period_days as bigint) as varchar) || ' days', '')
  end as observed,
  case
    when is_managed_by_provider and not is_unrotatable and $period_days < 365
      then 'the provider rotates the keys it manages once a year, which nobody can shorten to the '
        || cast(cast($period_days as bigint) as varchar) || ' days stated'
    when is_managed_by_provider and not is_unrotatable then 'the provider rotates the keys it manages once a year'
    when days_since_rotation <= $period_days and (is_unrotatable or not coalesce(rotation_enabled, true))
      then 'it was last rotated ' || cast(days_since_rotation as varchar)
        || ' days before the end of the review, within the time stated; nothing rotates it automatically'
    when is_unrotatable
      then unrotatable_kind || ' cannot rotate automatically'
        || coalesce(' and was last rotated ' || cast(days_since_rotation as varchar) || ' days before the end of the review', '')
    when not rotation_enabled
      then 'its automatic rotation is off'
        || coalesce(' and it was last rotated ' || cast(days_since_rotation as varchar) || ' days before the end of the review', '')
    when rotation_enabled is null then 'the evidence does not say whether it is rotated'
    when effective_period_days > $period_days
      then 'it is rotated every ' || cast(cast(effective_period_days as bigint) as varchar) || ' days; at most '
        || cast(cast($period_days as bigint) as varchar) || ' days are stated'
    when age_days > $period_days
      then 'its key material was ' || cast(age_days as varchar) || ' days old at the end of the review; at most '
        || cast(cast($period_days as bigint) as varchar) || ' days are stated'
    when $period_days is not null and effective_period_days is null then 'it is rotated, but the evidence does not say how often'
    else 'it is rotated automatically'
      || coalesce(' every ' || cast(cast(effective_period_days as bigint) as varchar) || ' days', '')
  end as reason,
  account_id, manager, key_spec, origin, state, rotation_enabled, rotation_period_days, last_rotated_at, created_at
from measured
order by item
