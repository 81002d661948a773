"""The collector of Steampipe: the tables of its plugins over the protocol of PostgreSQL, copied as they are now."""

from __future__ import annotations

from analyzer.collect import Collector, Option, Part, PartError, Session, Stream, Target

from ..postgres import statements as ask
from ..postgres.collect import write_access
from ..postgres.places import account_of, place_of
from ..postgres.tabular import COLUMNS, Found, Tables, found_in, keep_rows, lacks, target_of, values_of
from ..postgres.wire import Row, Wire, read_only
from .tables import TABLES

PORT = "9193"
UNKNOWN = "Steampipe asks the systems with credentials of its own and does not tell what these may do"


def _part(name: str, title: str, tables: tuple[str, ...], lost: str) -> Part:
    calls = tuple(f"select from {one.table}{f' for each --{one.by[1]}' if one.by else ''}" for one in TABLES[name])
    permission = f"the rights to read {title}, on Steampipe's connection"
    return Part(name=name, title=title, tables=tables, calls=calls, permission=permission, lost=lost)


PARTS = (
    _part("aws_iam", "users of AWS, their factors and keys",
          ("app_accounts", "idp_users", "idp_factors", "secrets", "password_settings"), "who can sign in to AWS, by which factor"),
    _part("aws_data", "stores and keys of AWS", ("data_stores", "retention_settings", "kms_keys"),
          "what is encrypted, what is public"),
    _part("aws_watch", "trails, detectors, rules and listeners of AWS",
          ("log_sources", "protective_services", "network_rules", "tls_endpoints"),
          "what is logged and watched, what the network lets in, and which versions of TLS are accepted"),
    _part("aws_backup", "backup jobs of AWS", ("backups",), "whether backups ran"),
    _part("aws_securityhub", "findings of Security Hub", ("baseline_results",), "what Security Hub found"),
    _part("github", "members, repositories and changes of GitHub",
          ("app_accounts", "repos", "branch_rules", "pull_requests", "pull_request_reviews"), "who changes code, and who reviews"),
    _part("okta", "people of Okta and their factors", ("idp_users", "idp_factors"), "who has an account, with which factor"),
    _part("entra", "people of Entra and their methods", ("idp_users", "idp_factors"), "who has an account, by which method"),
    _part("google", "people of Google Workspace", ("idp_users", "idp_factors"), "who has an account, with a second step or not"),
)  # fmt: skip


def connect(session: Session) -> list[Target]:
    """The Steampipe services of the options, each with the tables that it has."""
    targets = []
    for place in place_of(session, default_database="steampipe", default_port=PORT, password="STEAMPIPE_DATABASE_PASSWORD"):
        place.setdefault("user", "steampipe")
        title = f"Steampipe at {place['host']}:{place['port']}"
        first = Wire(session=session, title=title, place=place, statements=(ask.READ_ONLY, ask.IDENTITY, ask.RIGHTS, COLUMNS))
        read_only(session, first, ask.READ_ONLY)
        principal = first.one(ask.IDENTITY)["record"]["user"]
        wanted = [one for tables in TABLES.values() for one in tables]
        found = found_in(first.rows(COLUMNS), wanted, extra=("_ctx",))
        write = write_access(first.one(ask.RIGHTS)["record"])
        first.close()
        wire = Wire(session=session, title=title, place=place, statements=tuple(one.statement for one in found))
        schemas = {one.schema for one in found}

        def own(one: Found, row: Row, schemas: set[str] = schemas) -> bool:
            """Not of a connection that is asked itself; one that gathers others lists their rows too."""
            context = row.pop("_ctx", None)
            name = context.get("connection_name", one.schema) if isinstance(context, dict) else one.schema
            return name == one.schema or name not in schemas

        tables = Tables(asked=wire, found=found, keep=own)
        targets.append(target_of(account_of(place), title, principal, tables, write, UNKNOWN))
    return targets


def collect(session: Session, target: Target, part: Part) -> None:
    """Collect the tables of one plugin; a plugin that is not installed has none."""
    tables: Tables = target.handle
    if not any(tables.of(one.table) for one in TABLES[part.name]):
        return
    for wanted in TABLES[part.name]:
        if wanted.table == "github_pull_request_review":
            continue  # they come with the pull requests
        label = wanted.table
        with session.stream(
            target, part, call=f"select from {label}", label=label, source=f"steampipe/{label}", records=True,
            parameters={"columns": list(wanted.columns)},
        ) as stream:  # fmt: skip
            places = tables.of(label)
            if not places:
                stream.gap("its plugin has no such table", "Update the plugin")
                continue
            values = values_of(session, wanted)
            if wanted.by and not values:
                stream.gap("it answers only by name", f"Name what is asked for with --{wanted.by[1]}")
                continue
            for one in stream.todo(places, key=lambda place: place.schema):
                if lacks(stream, one):
                    continue
                try:
                    rows = list(tables.rows(one, values))
                    if label == "github_pull_request":
                        _add_reviews(tables, one.schema, values, rows, stream)
                except PartError as error:
                    stream.gap(error.problem, error.advice, what=one.schema)
                    continue
                keep_rows(stream, label, one.schema, rows)


def _add_reviews(tables: Tables, schema: str, values: tuple[str, ...], pulls: list[Row], stream: Stream) -> None:
    there = [one for one in tables.of("github_pull_request_review") if one.schema == schema and not lacks(stream, one)]
    if not there:
        stream.gap("the table github_pull_request_review is not there", "Update the plugin", what=schema)
        return
    reviews: dict[tuple[str, int], list[Row]] = {}
    for row in tables.rows(there[0], values):
        reviews.setdefault((row["repository_full_name"], row["number"]), []).append(row)
    for pull in pulls:
        pull["reviews"] = reviews.get((pull["repository_full_name"], pull["number"]), [])


COLLECTOR = Collector(
    name="steampipe", title="Steampipe", parts=PARTS, connect=connect, collect=collect, needs="goldenthread[steampipe]",
    options=(
        Option(name="server", help="host or host:port of `steampipe service start`; the port is 9193 otherwise", many=True),
        Option(name="user", help="the user of the service; steampipe otherwise"),
        Option(name="organization", help="organisations of GitHub whose members are asked for", many=True),
        Option(name="repository", help="repositories of GitHub whose changes are asked for, as owner/name", many=True),
        Option(name="sslmode", help="as libpq takes it; verify-full unless the server is this machine", variable="PGSSLMODE"),
        Option(name="sslrootcert", help="file with the authority of the server's certificate, or system", variable="PGSSLROOTCERT"),
    ),
)  # fmt: skip
