"""A DuckDB file that CloudQuery wrote: opened to read, without a way out of it, asked by statements of a list alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from analyzer.collect import CollectError, OperationRefused, Session, Unavailable

from ..postgres.wire import Row


@dataclass(kw_only=True)
class DuckFile:
    """A file that statements of a list are asked.

    Attributes:
        session: the run.
        path: the file.
        statements: the list.
    """

    session: Session
    path: Path
    statements: Sequence[str] = field(repr=False)
    _connection: duckdb.DuckDBPyConnection | None = field(default=None, repr=False)

    def open(self) -> duckdb.DuckDBPyConnection:
        """Open the file.

        Raises:
            CollectError: if it is not there, is no DuckDB file, or another process writes to it.
        """
        if not self.path.is_file():
            raise CollectError(f"{self.path} is not there", "Name the file that CloudQuery's destination writes")
        safe: dict[str, str | bool | int | float | list[str]] = {
            "enable_external_access": "false", "autoinstall_known_extensions": "false", "autoload_known_extensions": "false",
            "lock_configuration": "true",
        }  # fmt: skip
        try:
            connection = duckdb.connect(str(self.path), read_only=True, config=safe)
        except duckdb.Error as error:
            said = str(error).splitlines()[0]
            advice = (
                "Wait until CloudQuery is done, or copy the file" if "lock" in said.lower() else "Check that DuckDB can open it"
            )
            raise CollectError(f"{self.path} cannot be opened ({said})", advice) from None
        self._connection = connection
        self.session.closing.append(connection.close)
        return connection

    def rows(self, statement: str, params: Sequence[Any] = ()) -> list[Row]:
        """All rows of a statement's answer.

        Raises:
            OperationRefused: if the statement is not on the list.
            Unavailable: if the file cannot answer it.
        """
        if statement not in self.statements:
            raise OperationRefused(
                f"{(statement.split() or ['An empty statement'])[0]} ... was not asked: it is not on the list",
                "A collector only reads",
            )
        connection = self._connection or self.open()
        self.session.stats.count(calls=1)
        try:
            answer = connection.execute(statement, list(params))
            names = [column[0] for column in answer.description or ()]
            return [dict(zip(names, map(_value, row), strict=True)) for row in answer.fetchall()]
        except duckdb.Error as error:
            raise Unavailable(f"{self.path} does not answer ({str(error).splitlines()[0]})") from None

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _value(value: Any) -> Any:
    """A value that was asked for as JSON."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
