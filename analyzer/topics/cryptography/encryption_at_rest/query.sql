-- One row per data store, and one per recovery point that is still kept. `$scope_store` names kinds of store.
with stated as (
  select
    case
      -- a hash is no encryption
      when $algorithm ilike '%sha%' then null
      when $algorithm ilike '%256%' or $algorithm ilike '%chacha%' then 256
      when $algorithm ilike '%192%' then 192
      when $algorithm ilike '%128%' then 128
      when $algorithm ilike '%3des%' or $algorithm ilike '%tdea%' then 112
      when $algorithm ilike '%des%' or $algorithm ilike '%rc4%' then 56
      when $algorithm ilike '%aes%' then 128
    end as strength
),
listed as (
  select resource_id, engine, env, region, account_id, algorithm, kms_key_id, contains_customer_data, data_class, encrypted
  from data_stores
  union all
  -- a list of the columns of databases says it of each database once
  select
    f.store, max(f.engine), max(f.env), null, null, null, max(f.kms_key_id), bool_or(f.contains_pii), null, bool_and(f.store_encrypted)
  from data_fields as f
  where f.store is not null and not exists (select 1 from data_stores as d where lower(d.resource_id) = lower(f.store))
  group by f.store
  having (select count(k.store_encrypted) from data_fields as k) > 0
),
stores as (
  select
    resource_id, lower(resource_id) as key, engine, env, region, account_id, algorithm, kms_key_id, contains_customer_data, data_class,
    -- a list that names the kind of encryption says whether there is any
    coalesce(encrypted, case
      when lower(algorithm) in ('none', 'no', 'no encryption', 'unencrypted', 'not encrypted', 'plaintext', 'disabled', 'off') then false
      when regexp_matches(lower(algorithm), '^(sse|aes|(aws:)?kms|arn:aws|cmk|cmek|tde|luks|chacha|google-managed|customer-managed)') then true
    end) as encrypted,
    case
      when engine is null and algorithm ilike 'sse-%' then 'object_storage'
      when engine is null and encrypted is null then null
      when engine ilike '%s3%' or engine ilike '%gcs%' or engine ilike '%blob%' or engine ilike '%bucket%' or engine ilike '%object%'
        then 'object_storage'
      when engine ilike '%ebs%' or engine ilike '%efs%' or engine ilike '%volume%' or engine ilike '%disk%' then 'volume'
      else 'database'
    end as kind
  from listed
),
kept_backups as (
  select
    b.job_id, b.resource_id, b.region, b.account_id, b.encrypted, b.completed_at,
    s.engine, s.env, s.contains_customer_data, s.data_class,
    -- a recovery point is encrypted as its store is, unless it has a key of its own
    coalesce(b.kms_key_id, s.kms_key_id) as kms_key_id,
    case when b.kms_key_id is null or b.kms_key_id = s.kms_key_id then s.algorithm end as algorithm
  from backups as b
  left join stores as s
    on s.key = lower(b.resource_id) or lower(b.resource_id) like '%:' || s.key or lower(b.resource_id) like '%/' || s.key
  where (b.status is null or b.status ilike 'complete%' or b.status ilike 'succe%' or lower(b.status) in ('ok', 'available', 'done'))
    and (b.completed_at is null or cast(b.completed_at as date) <= $as_of)
    and (b.expires_at is null or cast(b.expires_at as date) > $as_of)
    -- a log of jobs that says nothing of encryption speaks only where the claim is about backups
    and (exists (select 1 from backups where encrypted is not null) or $scope_store ilike '%backup%')
),
holders as (
  select
    resource_id as item, kind, resource_id, engine, env, region, account_id, contains_customer_data, data_class,
    encrypted, algorithm, kms_key_id, cast(null as timestamp) as completed_at
  from stores
  where $granularity is null and ($scope_store is null or kind is null or $scope_store ilike '%' || kind || '%')
  union all
  select
    job_id, 'backup', resource_id, engine, env, region, account_id, contains_customer_data, data_class,
    encrypted, algorithm, kms_key_id, completed_at
  from kept_backups
  where $granularity is null and ($scope_store is null or $scope_store ilike '%backup%')
),
scoped as (
  select
    h.item, h.kind, h.resource_id, h.engine, h.env, h.region, h.account_id, h.encrypted, h.algorithm, h.kms_key_id, h.completed_at, h.data_class,
    ($scope_store is null or h.kind is not null)
      and ($scope_classification is null or h.data_class is not null)
      -- what the company itself calls public is not what such promises are made for
      and (h.data_class is null or not h.data_class ilike '%public%' or h.data_class ilike '%non%public%')
      and ($scope_environment is null or h.env is not null)
      and ($scope_customer_data is null or h.contains_customer_data is not null) as is_scope_known
  from holders as h
  where ($scope_environment is null or h.env is null
      or lower(h.env) like substr($scope_environment, 1, 3) || '%'
      or ($scope_environment = 'production' and lower(h.env) in ('prd', 'live')))
    and ($scope_customer_data is null or coalesce(h.contains_customer_data, true))
    and ($scope_classification is null or h.data_class is null
      or exists (
        select 1 from (select unnest(regexp_split_to_array($scope_classification, ', ')) as class) as c where h.data_class ilike '%' || c.class || '%'))
),
keys as (
  select lower(key_id) as key, max(lower(manager)) as manager from kms_keys group by lower(key_id)
),
measured as (
  select
    s.item, s.kind, s.resource_id, s.engine, s.env, s.region, s.account_id, s.encrypted, s.kms_key_id, s.completed_at, s.is_scope_known,
    case when s.algorithm is null and s.kms_key_id ilike 'arn:aws%:kms:%' then 'AES-256 (AWS KMS)' else s.algorithm end as algorithm,
    case
      when s.algorithm ilike '%sha%' then null
      when s.algorithm ilike '%256%' or s.algorithm ilike '%chacha%' then 256
      when s.algorithm ilike '%192%' then 192
      when s.algorithm ilike '%128%' then 128
      when s.algorithm ilike '%3des%' or s.algorithm ilike '%tdea%' then 112
      when s.algorithm ilike '%des%' or s.algorithm ilike '%rc4%' then 56
      -- what Amazon encrypts with its key management or its object storage is AES-256 by its documentation
      when s.algorithm ilike '%kms%' or s.algorithm ilike '%sse-s3%' then 256
      when s.algorithm is null and s.kms_key_id ilike 'arn:aws%:kms:%' then 256
    end as strength,
    case
      when s.kms_key_id ilike 'alias/aws/%' or s.kms_key_id ilike '%:alias/aws/%' then 'provider'
      when k.manager = 'aws' then 'provider'
      when s.kms_key_id is not null then 'customer'
      -- an export that names no key anywhere does not tell
      when exists (select 1 from listed where kms_key_id is not null) then 'provider'
    end as key_manager
  from scoped as s
  left join keys as k on k.key = lower(s.kms_key_id) or lower(s.kms_key_id) like '%/' || k.key
),
compared as (
  select
    m.item, m.kind, m.resource_id, m.engine, m.env, m.region, m.account_id, m.encrypted, m.algorithm, m.kms_key_id, m.completed_at,
    m.is_scope_known, m.key_manager,
    m.strength < s.strength as is_weaker,
    m.strength >= 128 as is_accepted,
    coalesce(m.strength is not null and s.strength is not null, false)
      or coalesce(m.algorithm ilike '%' || $algorithm || '%', false) as is_algorithm_known
  from measured as m
  cross join stated as s
),
judged as (
  select
    m.item, m.kind, m.resource_id, m.engine, m.env, m.region, m.account_id, m.encrypted, m.algorithm, m.kms_key_id, m.completed_at,
    m.is_scope_known, m.key_manager,
    case
      when not m.encrypted then false
      when m.encrypted is null then null
      when m.is_weaker then false
      when $key_manager = 'customer' and m.key_manager = 'provider' then false
      when $algorithm is not null and not m.is_algorithm_known then null
      when $key_manager = 'customer' and m.key_manager is null then null
      else true
    end as is_as_stated,
    case
      when not m.encrypted then 'it is not encrypted'
      when m.encrypted is null then 'the evidence does not say whether it is encrypted'
      when m.is_weaker and m.is_accepted
        then 'it is encrypted with ' || m.algorithm || ', which is weaker than the ' || $algorithm || ' stated but still accepted'
      when m.is_weaker
        then 'it is encrypted with ' || m.algorithm || ', which is weaker than the ' || $algorithm || ' stated and no longer accepted'
      when $key_manager = 'customer' and m.key_manager = 'provider'
        then 'it is encrypted with a key that the provider manages; a key of the customer''s own is stated'
      when $algorithm is not null and not m.is_algorithm_known
        then 'it is encrypted, but the evidence does not name an algorithm to compare with ' || $algorithm
      when $key_manager = 'customer' and m.key_manager is null then 'it is encrypted, but the evidence does not name the key'
      else 'it is encrypted' || coalesce(' with ' || m.algorithm, '')
    end as finding
  from compared as m
)
select
  item,
  case when is_scope_known or is_as_stated then is_as_stated end as holds,
  case when encrypted then coalesce(algorithm, 'encrypted') when not encrypted then 'not encrypted' else 'unknown' end as observed,
  case
    when is_scope_known or is_as_stated then finding
    else finding || '; the evidence does not say whether it belongs to what the claim is about'
  end as reason,
  kind, resource_id, engine, env, region, account_id, algorithm, kms_key_id, key_manager, completed_at
from judged
order by item
