"""A finding for the web page: the verdict with all that the templates print of it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from ..catalog import Catalog, TopicEntry
from ..model import Observation, Run, Verdict
from .json_report import dumps
from .summary import Figures, Promise, criteria, facts, figures, own_text, promises, severity_of, statement, topic_title
from .text import clean, one_line, show, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A part of the population, for the bar under a finding; `share` is in percent of all."""

    name: str
    count: int
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """A finding with what is printed of it.

    Attributes:
        document: the number of its document, 0 for none.
        own: the claim as a sentence of its own, empty where it says no more than the quote.
        query: the number of its query text.
        exceptions: the items that break it, as JSON for a script element.
        unknown: the items that cannot be told, likewise.
    """

    number: int
    verdict: Verdict
    title: str
    severity: str
    statement: str
    criteria: tuple[str, ...]
    document: int
    place: str
    own: str
    facts: str
    figures: Figures
    bars: tuple[Bar, ...]
    promises: tuple[Promise, ...]
    bound: tuple[tuple[str, str], ...]
    entry: TopicEntry | None
    query: int | None
    exceptions: Markup
    unknown: Markup


def _cell(value: Any) -> Any:
    number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return value if number else one_line(show(value))


def script_json(value: Any) -> Markup:
    """JSON that is safe inside a `script` element."""
    text = dumps(value, indent=None)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def observations_json(observations: Sequence[Observation]) -> Markup:
    """Observations as columns and rows: item, observed and reason, then every column that any row has."""
    names = list(dict.fromkeys(name for one in observations for name in one.row))
    rows = [
        [
            one_line(one.item),
            one_line(one.observed),
            one_line(one.reason),
            *(_cell(one.row.get(name)) for name in names),
        ]
        for one in observations
    ]
    return script_json({"columns": ["item", "observed", "reason", *map(words, names)], "rows": rows})


def _bars(divided: Figures) -> tuple[Bar, ...]:
    if not divided.population or divided.holding is None:
        return ()
    named = (("hold", divided.holding), ("exception", divided.exceptions), ("excused", divided.excused),
             ("unknown", divided.unknown))  # fmt: skip
    return tuple(Bar(name=name, count=n, share=round(100 * n / divided.population, 3)) for name, n in named if n)


def _bound(verdict: Verdict) -> tuple[tuple[str, str], ...]:
    query = verdict.query
    return tuple((name, show(value) or "not stated") for name, value in query.params.items()) if query else ()


class Queries:
    """The distinct query texts of a run, numbered, so that each stands in the page once."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, verdict: Verdict) -> int | None:
        """The number of the verdict's query text, or None when no query ran."""
        return self._numbers.setdefault(verdict.query.sql, len(self._numbers) + 1) if verdict.query else None

    def texts(self) -> Iterable[tuple[int, str]]:
        """The texts with their numbers."""
        return [(number, sql.strip()) for sql, number in self._numbers.items()]


def finding_views(run: Run, catalog: Catalog, verdicts: Iterable[Verdict], queries: Queries) -> list[FindingView]:
    """The findings of a run, numbered from 1 in the given order."""
    documents = {document.name: index for index, document in enumerate(run.documents, 1)}
    views: list[FindingView] = []
    for number, verdict in enumerate(verdicts, 1):
        claim, divided = verdict.claim, figures(verdict)
        views.append(
            FindingView(
                number=number, verdict=verdict, title=topic_title(catalog, claim.topic),
                severity=severity_of(verdict) or "none", statement=statement(verdict),
                criteria=criteria(catalog, claim.topic), document=documents.get(claim.place.document, 0),
                place=clean(str(claim.place)), own=own_text(claim),
                facts=facts(verdict), figures=divided, bars=_bars(divided),
                promises=tuple(promises(verdict, catalog)), bound=_bound(verdict),
                entry=catalog.topics.get(verdict.binding.check or claim.topic), query=queries.number(verdict),
                exceptions=observations_json(verdict.exceptions), unknown=observations_json(verdict.unknown),
            )
        )  # fmt: skip
    return views
