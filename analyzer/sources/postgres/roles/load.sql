insert into app_accounts
  (system, tenant, account_id, email, account_type, role, is_privileged, status, expires_at, notes, evidence_file, evidence_row)
with strong as (
  select distinct row_number
  from (
    select row_number, unnest(cast(record->'$.member_of' as json[])) as role from raw where json_array_length(record->'$.member_of') > 0
  ) as listed
  where (role->>'$.superuser') = 'true' or (role->>'$.createrole') = 'true' or (role->>'$.bypassrls') = 'true'
    or (role->>'$.role') in ('pg_execute_server_program', 'pg_write_server_files', 'pg_read_server_files', 'pg_write_all_data',
      'rds_superuser', 'cloudsqlsuperuser', 'azure_pg_admin', 'alloydbsuperuser')
),
-- include attributes.sql
select
  'PostgreSQL', r.record->>'$.PostgresServer', r.record->>'$.rolname',
  case when (r.record->>'$.rolname') like '%@%' then lower(r.record->>'$.rolname') end,
  a.account_type, coalesce(nullif(a.attributes, ''), 'login') || coalesce('; member of ' || a.granted, ''),
  case
    when s.row_number is not null or 'true' in (r.record->>'$.rolsuper', r.record->>'$.rolcreaterole', r.record->>'$.rolbypassrls')
      then 'true'
    else 'false'
  end,
  'active', r.record->>'$.rolvaliduntil', r.record->>'$.description', r.file, r.row_number
from raw as r
join attributes as a on a.row_number = r.row_number
left join strong as s on s.row_number = r.row_number
where (r.record->>'$.rolcanlogin') = 'true';

insert into database_grants (database, grantee, account_type, roles, privileges, expires_at, description, evidence_file, evidence_row)
with
-- include attributes.sql
select
  r.record->>'$.PostgresServer', r.record->>'$.rolname', case when (r.record->>'$.rolcanlogin') = 'true' then a.account_type else 'group' end,
  a.granted, nullif(a.attributes, ''), nullif(r.record->>'$.rolvaliduntil', 'infinity'), r.record->>'$.description', r.file, r.row_number
from raw as r
join attributes as a on a.row_number = r.row_number
where a.granted is not null or a.attributes <> '';
