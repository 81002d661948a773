insert into database_grants
  (database, schema, grantee, account_type, privileges, objects, notes, evidence_file, evidence_row)
select
  (record->>'$.PostgresServer') || '/' || (record->>'$.database'), record->>'$.schema', record->>'$.grantee',
  case when (record->>'$.grantee') = 'PUBLIC' then 'everyone' when (record->>'$.login') = 'false' then 'group' end,
  record->>'$.privileges', record->>'$.objects',
  (record->>'$.number') || ' tables and views'
    || case when (record->>'$.grantable') = 'true' then '; may be passed on' else '' end,
  file, row_number
from raw;
