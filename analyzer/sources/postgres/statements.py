"""The statements that the collector may send, and nothing else. Each answers in one column `record`, but for `READ_ONLY`."""

from __future__ import annotations

NAMES = (
    "application_name", "archive_command", "archive_library", "archive_mode", "archive_timeout", "authentication_timeout",
    "client_min_messages", "cluster_name", "data_checksums", "db_user_namespace", "fsync", "full_page_writes", "hot_standby",
    "idle_in_transaction_session_timeout", "idle_session_timeout", "listen_addresses", "log_connections",
    "log_destination", "log_disconnections", "log_duration", "log_error_verbosity", "log_file_mode", "log_hostname",
    "log_line_prefix", "log_min_duration_statement", "log_min_error_statement", "log_min_messages", "log_replication_commands",
    "log_rotation_age", "log_statement", "log_timezone", "log_truncate_on_rotation", "logging_collector", "max_wal_senders",
    "password_encryption", "port", "primary_conninfo", "rds.force_ssl", "require_secure_transport", "restore_command",
    "row_security", "server_version", "shared_preload_libraries", "ssl", "ssl_ca_file", "ssl_cert_file", "ssl_ciphers",
    "ssl_crl_file", "ssl_max_protocol_version", "ssl_min_protocol_version", "ssl_prefer_server_ciphers",
    "ssl_tls13_ciphers", "synchronous_commit", "synchronous_standby_names", "syslog_facility", "wal_level",
    "azure.extensions", "cloudsql.enable_pgaudit", "cloudsql.iam_authentication", "rds.extensions",
)  # fmt: skip
# what these say may hold a password or a key, so only whether they are set is asked for
HIDDEN = ("archive_command", "primary_conninfo", "restore_command")
# settings of a role that say something about what is logged, kept or allowed; others may hold anything
OF_ROLES = (
    "default_transaction_read_only", "idle_session_timeout", "log_statement", "password_encryption", "pgaudit.log",
    "row_security", "statement_timeout",
)  # fmt: skip
# options of pg_hba.conf whose values are credentials
OF_RULES = ("ldapbindpasswd", "radiussecrets", "radiussecret")


def _words(words: tuple[str, ...]) -> str:
    return "(" + ", ".join(f"'{word}'" for word in words) + ")"


READ_ONLY = "select current_setting('transaction_read_only') as transaction_read_only, now() as now"
IDENTITY = """
select jsonb_build_object(
  'user', current_user, 'sessionUser', session_user, 'database', current_database(), 'version', current_setting('server_version'),
  'address', host(inet_server_addr()), 'port', inet_server_port(), 'startedAt', pg_postmaster_start_time(),
  'inRecovery', pg_is_in_recovery()
) as record
"""
RIGHTS = """
select jsonb_build_object(
  'superuser', r.rolsuper, 'createrole', r.rolcreaterole, 'createdb', r.rolcreatedb, 'replication', r.rolreplication,
  'bypassrls', r.rolbypassrls,
  'memberOf', (
    select coalesce(jsonb_agg(g.rolname order by g.rolname), '[]')
    from pg_roles as g where g.oid <> r.oid and pg_has_role(r.oid, g.oid, 'member')
  ),
  'createsIn', (
    select coalesce(jsonb_agg(n.nspname order by n.nspname), '[]')
    from pg_namespace as n
    where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and has_schema_privilege(n.oid, 'CREATE')
  ),
  'writesTo', (
    select count(*)
    from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
      and has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
  )
) as record
from pg_roles as r where r.rolname = current_user
"""
SETTINGS = f"""
select to_jsonb(s) as record
from (
  select
    name, case when name in {_words(HIDDEN)} and setting <> '' then '(set)' else setting end as setting, unit, source, context,
    pending_restart
  from pg_settings
  where name in {_words(NAMES)} or name like 'pgaudit.%' or name like 'credcheck.%' or name like 'passwordcheck.%'
  order by name
) as s
"""
RULES = f"""
select
  to_jsonb(h) - 'error' || jsonb_build_object(
    'wrong', h.error is not null,
    'options', (
      select jsonb_agg(case when split_part(o, '=', 1) in {_words(OF_RULES)} then split_part(o, '=', 1) || '=(redacted)' else o end)
      from unnest(h.options) as o
    )
  ) as record
from pg_hba_file_rules as h
-- newer versions number the rules over all files that are included
order by cast(to_jsonb(h)->>'rule_number' as integer), line_number
"""
CONNECTIONS = """
select jsonb_build_object(
  'user', a.usename, 'database', a.datname, 'client', host(a.client_addr), 'kind', a.backend_type, 'since', a.backend_start,
  'ssl', s.ssl, 'version', s.version, 'cipher', s.cipher, 'bits', s.bits, 'certificate', s.client_dn, 'gssEncrypted', g.encrypted
) as record
from pg_stat_activity as a
left join pg_stat_ssl as s on s.pid = a.pid
left join pg_stat_gssapi as g on g.pid = a.pid
where a.backend_type in ('client backend', 'walsender') and a.pid <> pg_backend_pid()
order by a.backend_start, a.pid
"""
ROLES = f"""
with recursive up (member, roleid) as (
  select member, roleid from pg_auth_members
  union
  select u.member, m.roleid from up as u join pg_auth_members as m on m.member = u.roleid
),
above as (
  select
    u.member,
    jsonb_agg(
      jsonb_build_object('role', g.rolname, 'superuser', g.rolsuper, 'createrole', g.rolcreaterole, 'bypassrls', g.rolbypassrls)
      order by g.rolname
    ) as roles
  from up as u join pg_roles as g on g.oid = u.roleid
  group by u.member
),
direct as (
  select m.member, jsonb_agg(distinct jsonb_build_object('role', g.rolname, 'admin', m.admin_option)) as roles
  from pg_auth_members as m join pg_roles as g on g.oid = m.roleid
  group by m.member
)
select to_jsonb(x) as record
from (
  select
    cast(r.oid as text) as oid, r.rolname, r.rolsuper, r.rolinherit, r.rolcreaterole, r.rolcreatedb, r.rolcanlogin,
    r.rolreplication, r.rolbypassrls, r.rolconnlimit, r.rolvaliduntil,
    (select jsonb_agg(c) from unnest(r.rolconfig) as c where split_part(c, '=', 1) in {_words(OF_ROLES)}) as rolconfig,
    shobj_description(r.oid, 'pg_authid') as description, coalesce(d.roles, '[]') as granted, coalesce(a.roles, '[]') as member_of
  from pg_roles as r
  left join direct as d on d.member = r.oid
  left join above as a on a.member = r.oid
  where r.rolname !~ '^pg_'
  order by r.rolname
) as x
"""
ROLE_COUNT = "select jsonb_build_object('count', count(*)) as record from pg_roles where rolname !~ '^pg_'"
DATABASES = """
select jsonb_build_object(
  'name', d.datname, 'owner', pg_get_userbyid(d.datdba), 'encoding', pg_encoding_to_char(d.encoding),
  'connect', has_database_privilege(d.oid, 'CONNECT')
) as record
from pg_database as d where d.datallowconn and not d.datistemplate order by d.datname
"""
GRANTS = """
select to_jsonb(x) as record
from (
  select
    current_database() as database, n.nspname as schema, coalesce(g.rolname, 'PUBLIC') as grantee,
    coalesce(g.rolcanlogin, false) as login, count(distinct c.oid) as number,
    array_agg(distinct a.privilege_type order by a.privilege_type) as privileges,
    (array_agg(distinct c.relname order by c.relname))[1:20] as objects, bool_or(a.is_grantable) as grantable
  from pg_class as c
  join pg_namespace as n on n.oid = c.relnamespace
  cross join lateral aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) as a
  left join pg_roles as g on g.oid = a.grantee
  where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  group by n.nspname, g.rolname, g.rolcanlogin
  order by n.nspname, 3
) as x
"""
EXTENSIONS = """
select jsonb_build_object('name', extname, 'version', extversion) as record from pg_extension order by extname
"""
STANDBYS = """
select jsonb_build_object(
  'application', application_name, 'client', host(client_addr), 'state', state, 'sync', sync_state, 'since', backend_start,
  'replayLag', cast(replay_lag as text)
) as record
from pg_stat_replication order by backend_start, pid
"""
RECEIVER = """
select jsonb_build_object('status', status, 'sender', sender_host, 'port', sender_port, 'latestEnd', latest_end_time) as record
from pg_stat_wal_receiver
"""
SLOTS = """
select jsonb_build_object('name', slot_name, 'kind', slot_type, 'active', active, 'database', database) as record
from pg_replication_slots order by slot_name
"""
ARCHIVER = """
select jsonb_build_object(
  'archived', archived_count, 'lastArchived', last_archived_wal, 'lastArchivedAt', last_archived_time, 'failed', failed_count,
  'lastFailed', last_failed_wal, 'lastFailedAt', last_failed_time, 'countedSince', stats_reset
) as record
from pg_stat_archiver
"""
ALL = (
    READ_ONLY, IDENTITY, RIGHTS, SETTINGS, RULES, CONNECTIONS, ROLES, ROLE_COUNT, DATABASES, GRANTS, EXTENSIONS, STANDBYS,
    RECEIVER, SLOTS, ARCHIVER,
)  # fmt: skip
