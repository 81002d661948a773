"""Values of the engine as reports and staging hold them, and rows of a check as observations."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from ..errors import AnalyzerError
from ..model import Observation

CONTRACT = ("item", "holds", "observed", "reason")


class QueryError(AnalyzerError):
    """A query that the engine refuses, or whose columns are not those of the contract."""


def check_contract(columns: Sequence[str]) -> None:
    """Make sure that a query yields what every check yields.

    Raises:
        QueryError: if it does not.
    """
    lacking = [name for name in CONTRACT if name not in columns]
    if lacking:
        raise QueryError(f"the query does not yield the column {', '.join(lacking)}")


def plain(value: Any) -> Any:
    """A value as JSON and reports can hold it."""
    if isinstance(value, datetime):
        midnight = value.time() == datetime.min.time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return value if isinstance(value, (bool, int, float, str)) else str(value)


def as_text(value: Any) -> str | None:
    """A value as an export writes it."""
    if value is None:
        return None
    shown = plain(value)
    if isinstance(shown, bool):
        return "true" if shown else "false"
    if isinstance(shown, list):
        return json.dumps(shown)
    return str(shown)


def observation(columns: Sequence[str], values: Sequence[Any], columns_of_holding: Sequence[str] | None = None) -> Observation:
    """A row of a check's query.

    Args:
        columns: the names of its cells, those of the contract among them.
        columns_of_holding: the further columns to keep of an item that holds; all of them when left out.
    """
    row = dict(zip(columns, values, strict=True))
    item, holds, observed, reason = (row.pop(name) for name in CONTRACT)
    if holds and columns_of_holding is not None:
        row = {name: row[name] for name in columns_of_holding if name in row}
    return Observation(
        item=as_text(item) or "(unnamed)",
        holds=None if holds is None else bool(holds),
        observed=as_text(observed) or "",
        reason=as_text(reason) or "",
        row={name: plain(value) for name, value in row.items() if value is not None},
    )
