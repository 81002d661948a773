"""A connection over the protocol of PostgreSQL that sends nothing but the statements of a list, in read-only transactions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NoReturn

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.rows import dict_row

from analyzer.collect import (
    CollectError,
    Denied,
    ExpiredCredentials,
    MissingCredentials,
    OperationRefused,
    Session,
    Unavailable,
)

ATTEMPTS = 4
FIRST_WAIT_SECONDS = 1.0
AT_ONCE = 1000
CONNECT_SECONDS = 15
SETTINGS = "-c default_transaction_read_only=on -c statement_timeout=900s"
Row = dict[str, Any]
# what a wrapper of foreign systems says where these do not let it in
DENIED = re.compile(r"access ?denied|not ?authorized|unauthorized|forbidden|\b40[13]\b", re.IGNORECASE)


class GuardedCursor(psycopg.Cursor[Any]):
    """Sends statements that are on its connection's list, and refuses all others before they leave."""

    def execute(self, query: Any, params: Any = None, **how: Any) -> Any:
        """Send a statement of the list."""
        _check(self.connection, query)
        return super().execute(query, params, **how)

    def stream(self, query: Any, params: Any = None, **how: Any) -> Any:
        """Send a statement of the list and take its rows as they come."""
        _check(self.connection, query)
        return super().stream(query, params, **how)

    def executemany(self, query: Any, params_seq: Any, **how: Any) -> NoReturn:
        """Refused."""
        _refuse(query)

    def copy(self, statement: Any, params: Any = None, **how: Any) -> Any:
        """Refused."""
        _refuse(statement)


class GuardedConnection(psycopg.Connection[Any]):
    """A connection that knows which statements it may send; none before it is told.

    Attributes:
        allowed: the statements, byte for byte.
    """

    allowed: frozenset[bytes] = frozenset()

    def cursor(self, name: str = "", **how: Any) -> Any:
        """A guarded cursor; those of the server, which have a name, declare statements of their own and are refused."""
        if name:
            _refuse("declare")
        return super().cursor(**how)

    def tpc_begin(self, xid: Any) -> NoReturn:
        """Refused."""
        _refuse("prepare transaction")

    def tpc_recover(self) -> NoReturn:
        """Refused."""
        _refuse("a list of prepared transactions")


def _check(connection: Any, query: Any) -> None:
    text = query.encode() if isinstance(query, str) else query
    if not isinstance(text, bytes) or text not in connection.allowed:
        _refuse(query)


def _refuse(query: Any) -> NoReturn:
    text = query.decode(errors="replace") if isinstance(query, bytes) else str(query)
    raise OperationRefused(
        f"{text.split(maxsplit=1)[0] if text.split() else 'An empty statement'} ... was not sent: it is not on the list",
        "A collector only reads, and only by the statements that it ships with",
    )


@dataclass(kw_only=True)
class Wire:
    """A server that statements of a list are asked; it connects again where the connection breaks.

    Attributes:
        session: the run.
        title: of the server, for messages.
        place: what libpq needs to reach it: host, port, user, dbname, sslmode and the like.
        statements: the list.
    """

    session: Session
    title: str
    place: Mapping[str, str] = field(repr=False)
    statements: Sequence[str] = field(repr=False)
    _connection: GuardedConnection | None = field(default=None, repr=False)

    def open(self) -> GuardedConnection:
        """Connect.

        Raises:
            CollectError: if the server cannot be reached or does not let the user in.
        """
        try:
            connection = GuardedConnection.connect(
                make_conninfo(
                    connect_timeout=CONNECT_SECONDS, options=SETTINGS, client_encoding="utf8", keepalives_idle=30,
                    **self.place,
                ),
                cursor_factory=GuardedCursor, autocommit=False,
            )  # fmt: skip
        except psycopg.OperationalError as error:
            raise self._not_reached(error) from None
        connection.read_only = True
        connection.allowed = frozenset(one.encode() for one in self.statements)
        self._connection = connection
        self.session.closing.append(connection.close)
        return connection

    def close(self) -> None:
        """Close the connection; the next statement opens another."""
        if self._connection is not None:
            with suppress(psycopg.Error):
                self._connection.close()
            self._connection = None

    def one(self, statement: str, params: Sequence[Any] = ()) -> Row:
        """The only row of a statement's answer."""
        return self.rows(statement, params)[0]

    def rows(self, statement: str, params: Sequence[Any] = ()) -> list[Row]:
        """All rows of a statement's answer.

        Raises:
            Denied: if a right is missing.
            Unavailable: if the server does not answer after all attempts, or does not know what is asked for.
        """
        return list(self.each(statement, params))

    def each(self, statement: str, params: Sequence[Any] = ()) -> Iterator[Row]:
        """The rows of a statement's answer as they come; asked again where the connection breaks before the first.

        Raises:
            Denied: if a right is missing.
            Unavailable: if the server does not answer after all attempts, or does not know what is asked for.
        """
        for attempt in range(1, ATTEMPTS + 1):
            begun = False
            try:
                for row in self._asked(statement, params):
                    begun = True
                    yield row
            except psycopg.Error as error:
                broken = self._connection is None or self._connection.broken
                self.close()
                if begun or not broken or attempt == ATTEMPTS:
                    raise self._refused(error) from None
            except CollectError:
                if attempt in (1, ATTEMPTS):
                    raise
            else:
                return
            wait = FIRST_WAIT_SECONDS * 2 ** (attempt - 1)
            self.session.stats.count(retries=1, waited=wait)
            self.session.sleep(wait)

    def _asked(self, statement: str, params: Sequence[Any]) -> Iterator[Row]:
        connection = self._connection or self.open()
        self.session.stats.count(calls=1)
        with connection.cursor(row_factory=dict_row) as cursor:
            yield from cursor.stream(statement.encode(), params or None)
        connection.rollback()

    def _not_reached(self, error: psycopg.Error) -> CollectError:
        said = self._said(error)
        lower = said.lower()
        if "no password supplied" in lower:
            return MissingCredentials(f"{self.title} asks for a password", "Set PGPASSWORD, or put it into ~/.pgpass")
        if "authentication failed" in lower or ("role" in lower and "does not exist" in lower):
            return ExpiredCredentials(f"{self.title} does not accept the credentials ({said})", "Check the user and the password")
        if "certificate verify failed" in lower or "root certificate" in lower or "does not match host name" in lower:
            return CollectError(
                f"The certificate of {self.title} cannot be trusted ({said})",
                "Name its authority with --sslrootcert FILE. If it should be trusted already, something between opens TLS",
            )
        if "does not support ssl" in lower:
            return CollectError(
                f"{self.title} speaks no TLS",
                "That is a finding by itself. To collect all the same, on a network that you trust: --sslmode disable",
            )
        if "unsupported startup parameter" in lower:
            return CollectError(f"{self.title} is a pooler and no server ({said})", "Name the server itself")
        if "no pg_hba.conf entry" in lower:
            return CollectError(
                f"{self.title} lets no one in from here ({said})", "pg_hba.conf needs a line for the collector's user"
            )
        return CollectError(f"{self.title} cannot be reached ({said})", "Check --server and the network")

    def _refused(self, error: psycopg.Error) -> CollectError:
        said, state = self._said(error), error.sqlstate or ""
        if state == "42501":
            return Denied(f"{self.title} denies it ({said})")
        if state.startswith("HV") and DENIED.search(said):
            return Denied(f"{self.title} denies it ({said})")
        if state.startswith("42"):
            return Unavailable(f"{self.title} does not know what is asked for ({said})")
        if state == "57014":
            return Unavailable(f"{self.title} took too long ({said})", "Run it again when it is less busy")
        return Unavailable(f"{self.title} broke off ({said})", "Run it again")

    def _said(self, error: psycopg.Error) -> str:
        lines = [line.strip() for line in str(error).splitlines() if line.strip()] or [type(error).__name__]
        # where TLS is tried first and plain text after it, the first refusal is the one that tells
        text = next((line for line in lines if "FATAL:" in line), lines[0])
        return self.session.redactor.text(text.rpartition("FATAL:")[2].strip().rstrip("."))


def plain(row: Mapping[str, Any]) -> Row:
    """A row as JSON can hold it: moments in ISO 8601, what JSON does not know as text."""
    return json.loads(json.dumps(row, default=_text))


def _text(value: Any) -> str | list[Any]:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return list(value) if isinstance(value, set | tuple) else str(value)


def read_only(session: Session, wire: Wire, statement: str) -> None:
    """Make sure that the server takes the connection for one that only reads.

    Args:
        statement: asks for `transaction_read_only` and `now`.

    Raises:
        CollectError: if it does not.
    """
    said = wire.one(statement)
    if said["transaction_read_only"] != "on":
        raise CollectError(f"{wire.title} does not keep the connection read-only", "Nothing was collected")
    session.stats.skew((session.now() - said["now"]).total_seconds())


__all__ = ["GuardedConnection", "Wire", "plain", "read_only"]
