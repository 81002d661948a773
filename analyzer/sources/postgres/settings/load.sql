insert into password_settings
  (system, policy, min_length, complexity, max_age_days, history, lockout_attempts, as_of, notes, evidence_file, evidence_row)
with servers as (
  select
    record->>'$.PostgresServer' as server, record->'$.Settings' as s, file, row_number,
    lower(record->>'$.Settings.shared_preload_libraries') as libraries
  from raw
),
checked as (
  select
    *, libraries like '%credcheck%' as by_credcheck, libraries like '%passwordcheck%' as by_passwordcheck,
    -- without a module that looks at them the server takes every password; what is hidden or unknown says nothing
    not regexp_matches(libraries, 'credcheck|passwordcheck|password|pg_tle|supautils|edb|set_user') as by_nothing
  from servers
)
select
  'PostgreSQL', server,
  case
    when by_credcheck then s->>'$."credcheck.password_min_length"'
    -- the module was compiled with this length before it became a setting
    when by_passwordcheck then coalesce(s->>'$."passwordcheck.min_password_length"', '8')
    when by_nothing then '0'
  end,
  case
    when by_credcheck then
      case
        when (s->>'$."credcheck.password_min_digit"') <> '0'
          and ((s->>'$."credcheck.password_min_upper"') <> '0' or (s->>'$."credcheck.password_min_lower"') <> '0')
          then 'true'
        else 'false'
      end
    when by_passwordcheck then 'true'
    when by_nothing then 'false'
  end,
  case when by_credcheck then nullif(s->>'$."credcheck.password_valid_max"', '0') end,
  case when by_credcheck then s->>'$."credcheck.password_reuse_history"' when by_nothing then '0' end,
  case when by_credcheck then s->>'$."credcheck.max_auth_failure"' when by_nothing then '0' end,
  null, 'passwords are kept as ' || (s->>'$.password_encryption'), file, row_number
from checked;

insert into log_sources (source, event_types, destination, status, notes, evidence_file, evidence_row)
select
  'PostgreSQL ' || (record->>'$.PostgresServer'),
  array_to_string([
    case when (record->>'$.Settings.log_connections') not in ('off', '') then 'authentication and access (log_connections)' end,
    case when (record->>'$.Settings.log_disconnections') = 'on' then 'end of access (log_disconnections)' end,
    case when lower(record->>'$.Settings.log_min_messages') not in ('fatal', 'panic') then 'errors' end,
    case when (record->>'$.Settings.log_statement') <> 'none' then 'statements: ' || (record->>'$.Settings.log_statement') end,
    case
      when lower(record->>'$.Settings.shared_preload_libraries') like '%pgaudit%'
        and (record->>'$.Settings."pgaudit.log"') not in ('none', '')
        then 'audit (pgaudit): ' || replace(replace(record->>'$.Settings."pgaudit.log"', ' ', ''), ',', ' ')
    end
  ], '; '),
  record->>'$.Settings.log_destination', 'enabled',
  case
    when (record->>'$.Settings.shared_preload_libraries') is null then 'which modules are loaded is hidden'
    when lower(record->>'$.Settings.shared_preload_libraries') like '%pgaudit%' then 'pgaudit is loaded'
    else 'pgaudit is not loaded'
  end,
  file, row_number
from raw;
