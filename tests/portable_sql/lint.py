"""Holds SQL against the list of what gives the same answer on other engines."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlglot import Expr, exp
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import TokenType

from . import allowed

ROOT = Path(__file__).parents[2]
NULLS = "nulls"  # under this name the parser notes whether `nulls first` or `nulls last` was written


class _Spelt(DuckDB):
    """DuckDB's grammar, which keeps whether the place of NULL in an order was written down."""

    class Parser(DuckDB.Parser):
        """Notes the place of NULL."""

        def _parse_ordered(self, parse_method: Callable[[], Any] | None = None) -> Any:
            ordered = super()._parse_ordered(parse_method)
            if ordered is not None:
                ordered.meta[NULLS] = self._prev is not None and self._prev.text.lower() in ("first", "last")
            return ordered


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """SQL and where it stands.

    Attributes:
        place: the file, and what of it where that is not the whole.
        line: the line of the file at which it begins; None where it is made from pieces, so that its lines are nobody's.
        is_load: whether it is a source's load.sql.
    """

    place: str
    sql: str
    line: int | None = 1
    is_load: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A construct that is not known to mean the same elsewhere.

    Attributes:
        place: where it stands, `file:line` where there is one.
        construct: its name, as in the lists.
        found: the SQL of it.
        instead: what to write.
    """

    place: str
    construct: str
    found: str
    instead: str

    def __str__(self) -> str:
        return f"{self.place}: {self.construct}, `{self.found}`: write {self.instead}"


def lint(text: Text) -> list[Fault]:
    """Everything in SQL that other engines may refuse or answer differently, in the order of its lines."""
    try:
        statements = _Spelt().parse(text.sql)
    except SqlglotError as error:
        return [Fault(place=text.place, construct="unreadable", found=str(error).split("\n")[0], instead="SQL that can be read")]
    found = [] if text.is_load else list(_spelt(text))
    for statement in statements:
        for node in statement.walk() if statement is not None else ():
            for construct, instead in _refused(node, text.is_load):
                line = _lines_before(node, text.sql)
                at = _place(text, line)
                shown = re.sub(r"\s+", " ", node.sql("duckdb", comments=False))
                shown = shown if len(shown) <= 90 else shown[:87] + "..."
                found.append(Fault(place=at, construct=construct, found=shown, instead=instead))
    return found


def _place(text: Text, lines_before: int | None) -> str:
    return text.place if text.line is None or lines_before is None else f"{text.place}:{text.line + lines_before}"


def _spelt(text: Text) -> Iterator[Fault]:
    """Calls that are lost in parsing because sqlglot takes them for another."""
    tokens = _Spelt().tokenize(text.sql)
    for called, bracket in itertools.pairwise(tokens):
        name = called.text.lower()
        if bracket.text == "(" and called.token_type == TokenType.VAR and name in allowed.LOST_CALLS:
            place = _place(text, text.sql.count("\n", 0, called.start))
            yield Fault(place=place, construct=name, found=f"{name}(...)", instead=allowed.LOST_CALLS[name])


def _lines_before(node: Expr, sql: str) -> int | None:
    """How many lines stand before a node: before itself, the first part that knows its place, or what it stands in."""
    starts = [one.meta["start"] for one in node.walk() if "start" in one.meta]
    if starts:
        return sql.count("\n", 0, min(starts))
    return _lines_before(node.parent, sql) if node.parent is not None else None


def _refused(node: Expr, is_load: bool) -> Iterator[tuple[str, str]]:
    name = type(node).__name__
    if isinstance(node, exp.Anonymous):
        called = node.name.lower()
        if called not in (allowed.LOAD_CALLS if is_load else allowed.CALLS):
            yield called, allowed.INSTEAD.get(called, allowed.OTHERWISE)
        return
    if name not in (allowed.LOAD if is_load else allowed.QUERY):
        yield name, allowed.INSTEAD.get(name, allowed.OTHERWISE)
        return
    for rule in RULES.get(name, ()):
        if said := rule(node, is_load):
            construct, instead = said
            yield construct, instead or allowed.INSTEAD.get(construct, allowed.OTHERWISE)


Said = tuple[str, str] | None


def _join(node: Expr, is_load: bool) -> Said:
    if kind := {"ANTI": "AntiJoin", "SEMI": "SemiJoin"}.get(node.args.get("kind") or ""):
        return kind, ""
    if method := node.args.get("method"):
        return f"{method.title()}Join", ""
    if node.args.get("using"):
        return "Using", ""
    pair = ((node.args.get("side") or ""), (node.args.get("kind") or ""))
    return None if pair in allowed.JOINS else (" ".join(pair) + " join", "")


def _group(node: Expr, is_load: bool) -> Said:
    if node.args.get("all"):
        return "GroupAll", ""
    if any(node.args.get(one) for one in ("cube", "rollup", "grouping_sets", "totals")):
        return "GroupingSets", "a select for each group, and `union all`"
    return None


def _ordered(node: Expr, is_load: bool) -> Said:
    by = node.this
    if isinstance(by, exp.Var) and by.name.lower() == "all":
        return "OrderAll", ""
    if node.args.get("desc") and not node.meta.get(NULLS) and _decides(node):
        return "DescWithoutNulls", "`desc nulls last`: where NULL stands differs, and here it decides which row is taken"
    return None


def _decides(node: Expr) -> bool:
    """Whether an order decides more than how rows are shown: in a window, an aggregate, or before a limit."""
    holder = node.find_ancestor(exp.Window, exp.AggFunc, exp.Select, exp.Union)
    if isinstance(holder, exp.Query):
        distinct = holder.args.get("distinct")
        return bool(holder.args.get("limit") or (distinct and distinct.args.get("on")))
    return True


def _star(node: Expr, is_load: bool) -> Said:
    return ("StarExcept", "") if any(node.args.get(one) for one in ("except_", "except", "replace", "rename")) else None


def _cast(node: Expr, is_load: bool) -> Said:
    kind = node.args["to"].sql("duckdb").split("(")[0]
    return None if kind in (allowed.LOAD_TYPES if is_load else allowed.TYPES) else (f"Cast to {kind}", "")


def _expression(node: Expr, is_load: bool) -> Said:
    """What a regular expression may consist of."""
    pattern = node.args.get("expression")
    if not isinstance(pattern, exp.Literal) or is_load:
        return None
    if re.search(r"(?<!\\)(?:\\\\)*\\[bB]", pattern.name):
        return r"\b in a regular expression", r"`(^|[^a-z0-9_])word([^a-z0-9_]|$)`: elsewhere \b is a backspace and never matches"
    if odd := re.search(r"(?<!\\)(?:\\\\)*(\\[^dDwWsSnt\W_])|\(\?(?!:)", pattern.name):
        return f"{odd[0]} in a regular expression", "it with classes of characters and plain groups"
    return None


def _flags(node: Expr, is_load: bool) -> Said:
    return ("RegexpFlags", "`regexp_matches(lower(x), ...)`: elsewhere the flag is dropped") if node.args.get("flag") else None


def _replacement(node: Expr, is_load: bool) -> Said:
    pattern, flags, by = (node.args.get(one) for one in ("expression", "modifiers", "replacement"))
    is_once = isinstance(pattern, exp.Literal) and (pattern.name.startswith("^") or pattern.name.endswith("$"))
    if (flags is not None or not is_once) and (not isinstance(flags, exp.Literal) or flags.name != "g"):
        return "RegexpReplaceFlags", "`regexp_replace(x, ..., ..., 'g')`: without 'g' some engines replace all and others the first"
    if not isinstance(by, exp.Literal) or re.search(r"[\\$]", by.name):
        return "RegexpReplaceBy", "a fixed text: engines write the groups of a match differently"
    return None


def _like(node: Expr, is_load: bool) -> Said:
    pattern = node.args["expression"]
    if any("\\" in literal.name for literal in pattern.find_all(exp.Literal)):
        return "LikeEscape", "`strpos(x, y) > 0`: some engines take a backslash for an escape"
    return None


def _size(node: Expr, is_load: bool) -> Said:
    split = isinstance(node.this, exp.Anonymous) and node.this.name.lower() in allowed.CALLS
    if is_load or split or isinstance(node.parent, exp.Coalesce):
        return None
    return "ArraySize of an empty list", "`coalesce(array_length(x), 0)`: elsewhere it is NULL"


def _rounded(node: Expr, is_load: bool) -> Said:
    return (
        ("RoundTo", "`round(x * 10) / 10.0`: elsewhere only decimals are rounded to places") if node.args.get("decimals") else None
    )


def _part_of_time(node: Expr, is_load: bool) -> Said:
    part = node.this.name.upper()
    return None if part in allowed.PARTS_OF_TIME else (f"Extract {part}", "")


def _truncated(node: Expr, is_load: bool) -> Said:
    unit = node.args["unit"].name.upper()
    return None if unit in allowed.TRUNCATIONS else (f"date_trunc of {unit}", "")


def _format(node: Expr, is_load: bool) -> Said:
    given = node.args.get("format")
    letters = set(re.findall(r"%(-?.)", given.name)) if isinstance(given, exp.Literal) else {"?"}
    odd = sorted(letters - allowed.FORMATS)
    return (f"strftime %{odd[0]}", "%Y, %m, %d, %H, %M and %S, or `cast(x as varchar)`") if odd else None


def _lateral(node: Expr, is_load: bool) -> Said:
    return None if isinstance(node.this, exp.Subquery) else ("Lateral", "")


def _with(node: Expr, is_load: bool) -> Said:
    return ("Recursive", "") if node.args.get("recursive") else None


def _table(node: Expr, is_load: bool) -> Said:
    if isinstance(node.this, exp.Func):
        return None
    return ("Catalog", "the bare name of the table") if node.args.get("db") else None


RULES: dict[str, tuple[Callable[[Expr, bool], Said], ...]] = {
    "Join": (_join,), "Group": (_group,), "Ordered": (_ordered,), "Star": (_star,), "Cast": (_cast,), "TryCast": (_cast,),
    "RegexpLike": (_flags, _expression), "RegexpReplace": (_replacement, _expression), "RegexpExtract": (_expression,),
    "Like": (_like,), "ILike": (_like,), "Extract": (_part_of_time,), "TimestampTrunc": (_truncated,),
    "TimeToStr": (_format,), "With": (_with,),
    "Round": (_rounded,), "ArraySize": (_size,),
    "Lateral": (_lateral,), "Table": (_table,),
}  # fmt: skip
