  -- what the tags of a resource say, under the names that are usual for it
  select
    row_number, case when env in ('prod', 'prd') then 'production' when env = 'dev' then 'development' else env end as env,
    data_class, owner, name,
    coalesce(customer_data, case when data_class like '%customer%' then 'true' when data_class is not null then 'false' end)
      as contains_customer_data
  from (
    select
      row_number,
      max(lower(value)) filter (where key in ('env', 'environment', 'stage')) as env,
      max(lower(value)) filter (
        where key in ('data', 'data-class', 'data_class', 'dataclass', 'dataclassification', 'data-classification', 'classification')
      ) as data_class,
      max(lower(value)) filter (where key in ('customer-data', 'customer_data', 'customerdata')) as customer_data,
      max(value) filter (where key = 'owner') as owner,
      max(value) filter (where key = 'name') as name
    from (
      select row_number, lower(coalesce(tag->>'$.Key', tag->>'$.key')) as key, coalesce(tag->>'$.Value', tag->>'$.value') as value
      from (
        select row_number, unnest(cast(tags as json[])) as tag
        from (select row_number, coalesce(record->'$.Tags', record->'$.TagList', record->'$.tags') as tags from raw) as found
        where json_type(tags) = 'ARRAY'
      ) as listed
    ) as spelt
    group by row_number
  ) as said
