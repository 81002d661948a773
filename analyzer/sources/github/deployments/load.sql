insert into deployments
  (deploy_id, repo, sha, env, deployed_at, deployed_by, kind, version, status, evidence_file, evidence_row)
select
  coalesce(record->>'$.databaseId', record->>'$.id'),
  record->>'$.repository.nameWithOwner',
  record->>'$.commitOid',
  coalesce(record->>'$.environment', record->>'$.originalEnvironment'),
  record->>'$.createdAt',
  record->>'$.creator.login',
  nullif(record->>'$.task', 'deploy'),
  record->>'$.ref.name',
  -- one that a later deployment replaced is inactive; it had succeeded
  case
    when coalesce(record->>'$.latestStatus.state', record->>'$.state') in ('ACTIVE', 'INACTIVE', 'SUCCESS') then 'success'
    else lower(coalesce(record->>'$.latestStatus.state', record->>'$.state'))
  end,
  file, row_number
from raw;
