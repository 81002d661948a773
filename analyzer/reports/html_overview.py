"""The page's overview: verdicts by trust services criterion, by topic, and by description criterion; what could not be judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from ..model import STATUSES, Run, Status
from ..omissions import coverage, headed_by, is_description
from .html_findings import FindingView
from .summary import SEVERITIES, with_status
from .text import clean, one_line
from .trust_services import SERIES, expected, series_of

STATES = {"present": "Spoken of", "slogan": "Only a slogan", "missing": "Missing"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A verdict's part of a row's bar, in percent."""

    status: Status
    count: int
    percent: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the overview.

    Attributes:
        key: what the findings are narrowed to; empty where nothing is behind it.
        name: the criterion or topic.
        about: what it is about, for people.
        counts: claims by verdict.
        severity: the gravest, `none` where none was assessed.
        state: of a description criterion, whether the description speaks of it, in words.
        places: where it does.
    """

    key: str
    name: str
    about: str
    counts: dict[Status, int]
    severity: str = "none"
    state: str = ""
    places: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """The number of claims."""
        return sum(self.counts.values())

    @property
    def broken(self) -> int:
        """The number of claims that facts or other documents break."""
        return self.counts["contradicted"] + self.counts["inconsistent"]

    @property
    def shares(self) -> list[Share]:
        """The verdicts that occur, as parts of a bar."""
        return [Share(status=status, count=n, percent=round(100 * n / self.total, 2)) for status, n in self.counts.items() if n]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The overview.

    Attributes:
        criteria: the trust services criteria, those that no claim speaks to included.
        description: the description criteria; empty where no document is a description.
        unjudged: why claims were not shown, each reason with their number, the most frequent first.
    """

    criteria: tuple[Row, ...]
    topics: tuple[Row, ...]
    description: tuple[Row, ...]
    unjudged: tuple[tuple[str, int], ...]


def overview(run: Run, findings: Sequence[FindingView]) -> Overview:
    """What the page says of a run."""
    by_criterion = _grouped(findings, lambda one: one.criteria)
    by_topic = _grouped(findings, lambda one: (one.verdict.claim.topic,))
    topics = [
        _row(topic, group[0].title, ", ".join(group[0].criteria), group) for topic, group in by_topic.items()
    ]  # fmt: skip
    return Overview(
        criteria=tuple(
            _row(one if one in by_criterion else "", one, SERIES.get(series_of(one), ("",))[0], by_criterion.get(one, ()))
            for one in expected(set(by_criterion))
        ),
        topics=tuple(sorted(topics, key=lambda row: (-row.broken, -row.total, row.name))),
        description=tuple(_description(run, findings)),
        unjudged=tuple(Counter(one_line(one.why) for one in with_status(run, "not_shown")).most_common()),
    )


def _description(run: Run, findings: Sequence[FindingView]) -> Iterable[Row]:
    """The description criteria, each with the claims under headings that speak of it."""
    described = {document.name for document in run.documents if is_description(document)}
    own = [one for one in findings if one.verdict.claim.place.document in described]
    by_criterion = _grouped(own, lambda one: headed_by(one.verdict.claim.heading_path))
    for one in coverage(run.documents):
        row = _row("", one.criterion, one.title, by_criterion.get(one.criterion, ()))
        yield replace(row, state=STATES[one.state], places=tuple(clean(str(place)) for place in one.places))


def _grouped(
    findings: Sequence[FindingView], keys: Callable[[FindingView], Iterable[str]]
) -> dict[str, list[FindingView]]:  # fmt: skip
    groups: dict[str, list[FindingView]] = {}
    for one in findings:
        for key in keys(one):
            groups.setdefault(key, []).append(one)
    return groups


def _row(key: str, name: str, about: str, findings: Sequence[FindingView]) -> Row:
    found = Counter(one.verdict.status for one in findings)
    levels = [level or "none" for level in SEVERITIES]
    gravest = min((one.severity for one in findings), key=levels.index, default="none")
    counts: dict[Status, int] = {status: found[status] for status in STATUSES}
    return Row(key=key, name=name, about=about, counts=counts, severity=gravest)
