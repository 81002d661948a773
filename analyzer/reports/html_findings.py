"""A finding for the web page: the verdict with all that the templates print of it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from ..catalog import Catalog, TopicEntry
from ..model import Observation, Run, Verdict
from .json_report import dumps
from .plots import Plot, items_of, plots_of
from .summary import Figures, Promise, criteria, facts, figures, own_text, promises, severity_of, statement, topic_title
from .text import clean, one_line, show, stated, words


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
        exceptions: the number of the list of items that break it, None where there is none.
        unknown: that of the items that cannot be told.
        holding: that of the items that hold, None also where they are not listed.
        drawn: that of some of them, where not all are listed.
        whole: whether every item of the population is listed, or named as excused.
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
    exceptions: int | None
    unknown: int | None
    holding: int | None
    drawn: int | None
    whole: bool
    plots: tuple[Plot, ...]


def _cell(value: Any) -> Any:
    number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return value if number else one_line(show(value))


def script_json(value: Any) -> Markup:
    """JSON that is safe inside a `script` element."""
    text = dumps(value, indent=None)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def observations_json(observations: Sequence[Observation], verdict: Verdict, entry: TopicEntry | None) -> Markup:
    """Observations as columns and rows: item, observed, promised, reason, then every column that any row has.

    What was promised is left out where the claim states no value.
    """
    names = list(dict.fromkeys(name for one in observations for name in one.row))
    values = values_tested(verdict, entry)
    rows = [
        [
            one_line(one.item),
            one_line(one.observed),
            *([promised(values, one)] if values else []),
            one_line(one.reason),
            *(_cell(one.row.get(name)) for name in names),
        ]
        for one in observations
    ]
    columns = ["item", "observed", *(["promised"] if values else []), "reason", *map(words, names)]
    return script_json({"columns": columns, "rows": rows})


def values_tested(verdict: Verdict, entry: TopicEntry | None) -> dict[str, Any]:
    """The values of a claim that its check holds items against."""
    check = entry.check if entry else None
    if check is None:
        return {}
    tested = {*check.tests, *(name for part in check.parts.values() for name in part.tests)} - set(check.qualifies)
    return {name: value for name, value in verdict.claim.params.items() if name in tested}


def promised(values: Mapping[str, Any], one: Observation) -> str:
    """The values that an item was held against; of values by severity that of the item's own, where the item tells it."""
    said: list[str] = []
    for name, value in values.items():
        severity = show(one.row.get("severity")).casefold() if isinstance(value, Mapping) else ""
        own = next((v for k, v in value.items() if k.casefold() in severity), value) if severity else value
        said.append(stated(own) if len(values) == 1 else f"{words(name)}: {stated(own)}")
    return "; ".join(said)


def _bars(divided: Figures) -> tuple[Bar, ...]:
    if not divided.population or divided.holding is None:
        return ()
    named = (("hold", divided.holding), ("exception", divided.exceptions), ("excused", divided.excused),
             ("unknown", divided.unknown))  # fmt: skip
    return tuple(Bar(name=name, count=n, share=round(100 * n / divided.population, 3)) for name, n in named if n)


def _bound(verdict: Verdict) -> tuple[tuple[str, str], ...]:
    query = verdict.query
    return tuple((name, show(value) or "not stated") for name, value in query.params.items()) if query else ()


class Numbered:
    """Distinct texts of a run, numbered, so that each stands in the page once."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        """The number of a text."""
        return self._numbers.setdefault(text, len(self._numbers) + 1)

    def texts(self) -> Iterable[tuple[int, str]]:
        """The texts with their numbers."""
        return [(number, text) for text, number in self._numbers.items()]


def finding_views(
    run: Run, catalog: Catalog, verdicts: Iterable[Verdict], queries: Numbered, lists: Numbered
) -> list[FindingView]:  # fmt: skip
    """The findings of a run, numbered from 1 in the given order.

    Args:
        queries: takes up the texts of the queries.
        lists: takes up the lists of items, as JSON.
    """
    documents = {document.name: index for index, document in enumerate(run.documents, 1)}
    views: list[FindingView] = []
    for number, verdict in enumerate(verdicts, 1):
        claim, divided = verdict.claim, figures(verdict)
        entry = catalog.topics.get(verdict.binding.check or claim.topic)
        exceptions, unknown, holding, drawn = (
            lists.number(observations_json(items, verdict, entry)) if items else None
            for items in (verdict.exceptions, verdict.unknown, verdict.holding, verdict.drawn)
        )
        views.append(
            FindingView(
                number=number, verdict=verdict, title=topic_title(catalog, claim.topic),
                severity=severity_of(verdict) or "none", statement=statement(verdict),
                criteria=criteria(catalog, claim.topic), document=documents.get(claim.place.document, 0),
                place=clean(str(claim.place)), own=own_text(claim),
                facts=facts(verdict), figures=divided, bars=_bars(divided),
                promises=tuple(promises(verdict, catalog)), bound=_bound(verdict),
                entry=entry, query=queries.number(verdict.query.sql.strip()) if verdict.query else None,
                exceptions=exceptions, unknown=unknown, holding=holding, drawn=drawn,
                whole=bool(items_of(verdict)), plots=plots_of(verdict, run.period),
            )
        )  # fmt: skip
    return views
