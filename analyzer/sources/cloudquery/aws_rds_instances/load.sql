insert into data_stores
  (resource_id, account_id, engine, env, region, encrypted, algorithm, kms_key_id, public, multi_az, backup_retention_days,
   pitr, deletion_protection, evidence_file, evidence_row)
with t as (
  select *,
    case
      when lower(e) in ('prod', 'prd') then 'production' when lower(e) = 'dev' then 'development' else lower(e)
    end as env
  from (
    select *, coalesce(tags->>'$.Environment', tags->>'$.environment', tags->>'$.Env', tags->>'$.env', tags->>'$.Stage', tags->>'$.stage') as e
    from (
      select
        record->>'$.account_id' as account_id, record->>'$.region' as region, record->>'$.arn' as arn,
        record->>'$.db_instance_identifier' as db_instance_identifier, record->>'$.engine' as engine,
        record->>'$.storage_encrypted' as storage_encrypted, record->>'$.kms_key_id' as kms_key_id,
        record->>'$.publicly_accessible' as publicly_accessible, record->>'$.multi_az' as multi_az,
        record->>'$.backup_retention_period' as backup_retention_period,
        record->>'$.deletion_protection' as deletion_protection,
        case json_type(record, '$.tags') when 'VARCHAR' then try_cast(record->>'$.tags' as json) when 'NULL' then null else record->'$.tags' end as tags,
        record->>'$.dbi_resource_id' as dbi_resource_id, file, row_number
      from raw
      -- every synchronisation adds its rows anew; the last of each source is the state
      qualify rank() over (
        partition by record->>'$._cq_source_name' order by record->>'$._cq_sync_time' desc nulls last
      ) = 1
    ) as listed
  ) as tagged
)
select
  db_instance_identifier, account_id, engine, env, region, storage_encrypted,
  -- RDS knows one algorithm
  case when storage_encrypted = 'true' then 'AES-256' end, kms_key_id, publicly_accessible, multi_az, backup_retention_period,
  case when cast(backup_retention_period as integer) > 0 then 'true' when cast(backup_retention_period as integer) = 0 then 'false' end,
  deletion_protection, file, row_number
from t;
