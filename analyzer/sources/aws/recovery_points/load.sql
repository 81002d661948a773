-- What is still kept. A point that lies in another region than its resource, or came from another vault, is a copy: it is no
-- backup that ran, and stands beside the one that it was copied from.
insert into backups
  (job_id, resource_id, started_at, completed_at, status, size, encrypted, kms_key_id, region, account_id, expires_at, locked, kind,
   performed_by, copied_to, notes, point_id, evidence_file, evidence_row)
with points as (
  select
    record, file, row_number, record->>'$.RecoveryPointArn' as arn, record->>'$.ResourceArn' as resource,
    record->>'$.BackupVaultArn' as vault, record->>'$.SourceBackupVaultArn' as source_vault,
    split_part(record->>'$.BackupVaultArn', ':', 4) as region, split_part(record->>'$.BackupVaultArn', ':', 5) as account,
    cast(record->>'$.CreationDate' as timestamptz) as created_at,
    coalesce(
      (record->>'$.SourceBackupVaultArn') is not null
        or split_part(record->>'$.ResourceArn', ':', 4) not in ('', split_part(record->>'$.BackupVaultArn', ':', 4)),
      false
    ) as is_copy,
    (record->>'$.RecoveryPointArn') like '%:continuous:%' or (record->>'$.Status') = 'STOPPED' as is_continuous,
    -- one that goes on has no day on which it ends, though its rule says for how long it reaches back
    (record->>'$.Lifecycle.DeleteAfterDays') is not null and (record->>'$.CalculatedLifecycle.DeleteAt') is null as has_no_end
  from raw
),
jobs as (
  select
    row_number, region, account, job->>'$.State' as state, split_part(job->>'$.DestinationBackupVaultArn', ':', 4) as to_region,
    split_part(job->>'$.DestinationBackupVaultArn', ':', 5) as to_account
  from (
    select row_number, region, account, unnest(cast(record->'$.CopyJobs' as json[])) as job
    from points where json_array_length(record->'$.CopyJobs') > 0
  ) as listed
),
pairs as (
  -- a copy that lies in this account belongs to the latest backup of the day before it
  select o.row_number, c.region as to_region
  from points as c
  join points as o
    on o.resource = c.resource and not o.is_copy and o.region <> c.region and o.created_at <= c.created_at
      and c.created_at - interval 1 day <= o.created_at and coalesce(o.vault = c.source_vault, true)
  where c.is_copy
  qualify row_number() over (partition by c.row_number order by o.created_at desc nulls last, o.row_number) = 1
),
elsewhere as (
  select row_number, string_agg(distinct to_region, ', ' order by to_region) as regions
  from (
    select row_number, to_region from jobs where state = 'COMPLETED' and to_region <> region
    union
    select row_number, to_region from pairs
  ) as found
  group by row_number
),
attempts as (
  select
    row_number, bool_or(state in ('CREATED', 'RUNNING')) as is_running, bool_or(state in ('FAILED', 'PARTIAL')) as has_failed,
    string_agg(distinct to_account, ', ' order by to_account) filter (where state = 'COMPLETED' and to_account <> account)
      as accounts
  from jobs
  group by row_number
)
select
  p.arn, p.resource, p.record->>'$.CreationDate', p.record->>'$.CompletionDate',
  case
    when (p.record->>'$.Status') in ('COMPLETED', 'AVAILABLE', 'EXPIRED') then 'COMPLETED'
    else p.record->>'$.Status'
  end,
  p.record->>'$.BackupSizeInBytes', p.record->>'$.IsEncrypted', p.record->>'$.EncryptionKeyArn', p.region, p.account,
  case when not p.is_continuous then p.record->>'$.CalculatedLifecycle.DeleteAt' end,
  case
    when (p.record->>'$.VaultType') = 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT' or (p.record->>'$.VaultLockIsFinal') = 'true' then 'true'
    when (p.record->>'$.VaultLocked') = 'false' then 'false'
  end,
  case
    when p.is_copy then 'copied recovery point' when p.is_continuous then 'continuous recovery point'
    when p.has_no_end then 'recovery point, perhaps continuous' else 'recovery point'
  end,
  coalesce(p.record->>'$.CreatedBy.BackupPlanName', p.record->>'$.CreatedBy.BackupPlanArn'),
  case
    when p.is_copy then null
    when e.regions is not null then e.regions
    when a.is_running then 'unknown'
    -- jobs are listed for some weeks only: that an older backup was not copied cannot be told
    when p.created_at >= cast(p.record->>'$.CopyJobsSince' as timestamptz)
      then case when a.has_failed then 'failed' else 'none' end
    else 'unknown'
  end,
  nullif(
    concat_ws(
      '; ', 'in vault ' || (p.record->>'$.BackupVaultName'), 'copied from ' || p.source_vault, 'copied to account ' || a.accounts,
      case when (p.record->>'$.Status') = 'EXPIRED' then 'kept past its end' end,
      case when (p.record->>'$.VaultLocked') = 'true' and (p.record->>'$.VaultLockIsFinal') = 'false'
        then 'the lock of the vault can still be taken off' end
    ),
    ''
  ),
  p.arn, p.file, p.row_number
from points as p
left join elsewhere as e on e.row_number = p.row_number
left join attempts as a on a.row_number = p.row_number
-- the point of a group stands for its members, each of which is a point
where coalesce(p.record->>'$.IsParent', 'false') <> 'true'
  -- and what goes once it is copied was made for the copy alone
  and (p.record->>'$.Lifecycle.DeleteAfterEvent') is null;

-- How far back a continuous backup reaches is a setting of it.
insert into retention_settings (resource_id, data_type, rule, retention_days, enforced_by, evidence_file, evidence_row)
select
  record->>'$.ResourceArn', 'continuous backup', record->>'$.RecoveryPointArn', record->>'$.Lifecycle.DeleteAfterDays', 'true',
  file, row_number
from raw
where (record->>'$.RecoveryPointArn') like '%:continuous:%' and coalesce(record->>'$.Status', '') in ('AVAILABLE', 'COMPLETED')
  and (record->>'$.SourceBackupVaultArn') is null and (record->>'$.Lifecycle.DeleteAfterDays') is not null;
