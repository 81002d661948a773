"""The collector of PostgreSQL servers: settings, TLS, roles, rights, archiving, by statements that only read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from analyzer.collect import CollectError, Collector, OperationRefused, Option, Part, PartError, Session, Stream, Target

from . import statements as ask
from .places import account_of, place_of
from .wire import Row, Wire, read_only

MONITOR = "membership in pg_monitor"
PARTS = (
    Part(
        name="settings", title="settings of passwords and logs", tables=("password_settings", "log_sources"),
        calls=("select from pg_settings, pg_extension",), permission=MONITOR,
        lost="which passwords are accepted, and what is logged",
    ),
    Part(
        name="tls", title="TLS: settings, pg_hba.conf, connections", tables=("tls_endpoints",),
        calls=("select from pg_settings", "select from pg_hba_file_rules", "select from pg_stat_activity, pg_stat_ssl"),
        permission=f"{MONITOR} and the rights on pg_hba_file_rules (`goldenthread collect postgres --credentials`)",
        lost="whether connections without TLS are let in",
    ),
    Part(
        name="roles", title="roles", tables=("app_accounts", "database_grants"),
        calls=("select from pg_roles, pg_auth_members",), permission="CONNECT", lost="who has an account, and which is privileged",
    ),
    Part(
        name="grants", title="rights on tables", tables=("database_grants",),
        calls=("select from pg_database", "select from pg_class, pg_namespace in each database"),
        permission="CONNECT on each database", lost="who may read and change which tables",
    ),
    Part(
        name="server", title="archiving, replication, checksums", tables=("data_stores",),
        calls=(
            "select from pg_settings, pg_stat_archiver, pg_stat_replication, pg_stat_wal_receiver, pg_replication_slots",
        ),
        permission=MONITOR, lost="whether the server archives its log of changes, and who replicates it",
    ),
)  # fmt: skip
# what a member of these may change or reach beyond tables
STRONG = (
    "pg_checkpoint", "pg_create_subscription", "pg_execute_server_program", "pg_maintain", "pg_read_server_files",
    "pg_signal_backend", "pg_write_all_data", "pg_write_server_files", "rds_superuser", "cloudsqlsuperuser", "azure_pg_admin",
    "alloydbsuperuser", "rds_replication",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Server:
    """A server that is collected: how it is asked, and what it says of itself."""

    wire: Wire
    identity: Row
    host: str
    port: str

    def all(self, statement: str) -> list[Any]:
        """The records of a statement's answer."""
        return [row["record"] for row in self.wire.rows(statement)]

    def about(self) -> Row:
        """What every record of the server begins with."""
        return {
            "PostgresServer": f"{self.host}:{self.port}", "Host": self.host, "Port": self.port,
            **{key[0].upper() + key[1:]: value for key, value in self.identity.items() if key not in ("user", "sessionUser")},
        }  # fmt: skip


def connect(session: Session) -> list[Target]:
    """The servers of the options, each with who the collector is there and what that user may change."""
    targets = []
    for place in place_of(session, default_database="postgres"):
        wire = Wire(
            session=session, title=f"PostgreSQL at {place['host']}:{place['port']}", place=place, statements=ask.ALL
        )  # fmt: skip
        read_only(session, wire, ask.READ_ONLY)
        identity = wire.one(ask.IDENTITY)["record"]
        rights = wire.one(ask.RIGHTS)["record"]
        server = Server(wire=wire, identity=identity, host=place["host"], port=place["port"])
        targets.append(
            Target(
                account=account_of(place), name=wire.title, principal=identity["user"], scopes=tuple(rights["memberOf"]),
                write_access=write_access(rights), handle=server,
            )
        )  # fmt: skip
    if len({target.account for target in targets}) != len(targets):
        raise CollectError("A server is named twice", "Name each once with --server")
    return targets


def write_access(rights: Row) -> tuple[str, ...]:
    """What a user may change, from the answer to `RIGHTS`."""
    named = [
        word
        for word, has in (
            ("SUPERUSER", rights["superuser"]), ("CREATEROLE", rights["createrole"]), ("CREATEDB", rights["createdb"]),
            ("REPLICATION", rights["replication"]), ("BYPASSRLS", rights["bypassrls"]),
        )
        if has
    ]  # fmt: skip
    if rights["superuser"]:
        return tuple(named)
    named += [f"membership in {role}" for role in rights["memberOf"] if role in STRONG]
    named += [f"CREATE in schema {schema}" for schema in rights["createsIn"]]
    if rights["writesTo"]:
        named.append(f"writing to {rights['writesTo']} tables or views of its database")
    return tuple(named)


def collect(session: Session, target: Target, part: Part) -> None:
    """Collect one part of a server."""
    server: Server = target.handle
    if part.name in ("roles", "grants"):
        {"roles": _roles, "grants": _grants}[part.name](session, target, part, server)
        return
    with session.stream(target, part, call=part.calls[0], label=part.name, source=f"postgres/{part.name}", records=True) as stream:
        if not stream.todo([part.name], key=str):
            return
        record = {**server.about(), "Settings": _settings(server, stream)}
        if part.name == "tls":
            record |= {"Rules": _rules(server, stream), "Connections": _connections(server, stream)}
        else:
            record["Extensions"] = server.all(ask.EXTENSIONS)
        if part.name == "server":
            record |= _durability(server, stream)
        stream.record(record, key=part.name)


def _settings(server: Server, stream: Stream) -> Row:
    """The settings by name; those that only a monitoring role sees are a gap where they are not there."""
    found = {row["name"]: row["setting"] for row in server.all(ask.SETTINGS)}
    if "shared_preload_libraries" not in found:
        stream.gap("the settings that only pg_read_all_settings may see are hidden", what="pg_settings")
    return found


def _rules(server: Server, stream: Stream) -> list[Any] | None:
    try:
        rules = server.all(ask.RULES)
    except PartError as error:
        stream.gap(error.problem, what="pg_hba_file_rules")
        return None
    if any(rule["wrong"] for rule in rules):
        stream.gap("pg_hba.conf has lines that the server cannot read", "Correct them", what="pg_hba_file_rules")
        return None
    return rules


def _connections(server: Server, stream: Stream) -> list[Any] | None:
    if not _monitors(server):
        stream.gap("the connections of others are hidden", f"Grant {MONITOR}", what="pg_stat_activity")
        return None
    return server.all(ask.CONNECTIONS)


def _monitors(server: Server) -> bool:
    rights = server.wire.one(ask.RIGHTS)["record"]
    return rights["superuser"] or bool({"pg_monitor", "pg_read_all_stats"} & set(rights["memberOf"]))


def _durability(server: Server, stream: Stream) -> Row:
    if not _monitors(server):
        stream.gap("what replicates is hidden", f"Grant {MONITOR}", what="pg_stat_replication")
        return {"Archiver": server.all(ask.ARCHIVER)[0]}
    return {
        "Archiver": server.all(ask.ARCHIVER)[0], "Standbys": server.all(ask.STANDBYS), "Receiver": server.all(ask.RECEIVER),
        "Slots": server.all(ask.SLOTS),
    }  # fmt: skip


def _roles(session: Session, target: Target, part: Part, server: Server) -> None:
    with session.stream(target, part, call=part.calls[0], source="postgres/roles", records=True) as stream:
        if not stream.todo(["roles"], key=str):
            return
        about = {"PostgresServer": f"{server.host}:{server.port}"}
        roles = server.all(ask.ROLES)
        stream.source_count = server.all(ask.ROLE_COUNT)[0]["count"]
        for role in stream.todo(roles, key=lambda one: one["rolname"]):
            stream.record({**about, **role}, key=role["rolname"])


def _grants(session: Session, target: Target, part: Part, server: Server) -> None:
    wanted = session.options.many("database")
    with session.stream(target, part, call=part.calls[1], source="postgres/grants", records=True) as stream:
        databases = server.all(ask.DATABASES)
        unknown = sorted(set(wanted) - {one["name"] for one in databases})
        if unknown:
            raise CollectError(f"{server.wire.title} has no database {', '.join(unknown)}", "Check --database")
        for one in databases:
            if wanted and one["name"] not in wanted:
                continue
            if not one["connect"]:
                stream.gap(f"{target.principal} may not connect to it", what=one["name"])
                continue
            _grants_of(session, server, stream, one["name"])


def _grants_of(session: Session, server: Server, stream: Stream, database: str) -> None:
    wire = Wire(
        session=session, title=f"{server.wire.title}, database {database}", place={**server.wire.place, "dbname": database},
        statements=ask.ALL,
    )  # fmt: skip
    try:
        records = list(_with_server(server, wire.rows(ask.GRANTS)))
    except OperationRefused:
        raise
    except CollectError as error:
        stream.gap(error.problem, error.advice, what=database)
        return
    finally:
        wire.close()
    for record in stream.todo(records, key=_grant_key):
        stream.record(record, key=_grant_key(record))


def _with_server(server: Server, rows: list[Row]) -> Iterator[Row]:
    for row in rows:
        yield {"PostgresServer": f"{server.host}:{server.port}", **row["record"]}


def _grant_key(record: Row) -> str:
    return "\t".join((record["database"], record["schema"], record["grantee"]))


COLLECTOR = Collector(
    name="postgres", title="PostgreSQL", parts=PARTS, connect=connect, collect=collect, needs="goldenthread[postgres]",
    options=(
        Option(name="server", help="servers as host or host:port", many=True, variable="PGHOST"),
        Option(name="user", help="the role to connect as", variable="PGUSER"),
        Option(name="database", help="databases whose rights are collected, instead of all that can be reached", many=True),
        Option(name="sslmode", help="as libpq takes it; verify-full unless the server is this machine", variable="PGSSLMODE"),
        Option(name="sslrootcert", help="file with the authority of the server's certificate, or system", variable="PGSSLROOTCERT"),
    ),
)  # fmt: skip
