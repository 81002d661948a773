"""The page on completeness and accuracy: what was compared with what, what is missing, and which verdicts rest on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..catalog import Catalog
from ..evidence.assurance.guarding import guards
from ..model import AssuranceResult, Difference, Run
from .html_findings import FindingView
from .summary import failed_assurance
from .text import clean, counted, one_line, words

RECONCILIATION = "reconciliation"
REACH = {
    "every": "every check that reads one of these tables",
    "together": "checks that read all of these tables",
    "period": "checks that judge the whole period by one of these tables",
    "named": "checks that name it",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SideView:
    """One side of a comparison: what is wrong with its items, and the items."""

    side: str
    items: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TestView:
    """A result with what is printed of it.

    Attributes:
        why: one sentence, empty where the sides say the same.
        populations: the tables with their numbers of rows, as `People (118)`.
        reach: whose verdicts rest on it, in words.
        findings: the findings whose verdicts rest on it.
    """

    title: str
    part: str
    passed: bool | None
    why: str
    populations: tuple[str, ...]
    sides: tuple[SideView, ...]
    reach: str
    findings: tuple[FindingView, ...]

    @property
    def state(self) -> str:
        """Passed, failed or not run, as the page marks it."""
        return "failed" if self.passed is False else "passed" if self.passed else "idle"


@dataclass(frozen=True, slots=True, kw_only=True)
class AssuranceView:
    """The page.

    Attributes:
        failed: tests that found fault, comparisons first.
        compared: comparisons of populations that agree.
        passed: other tests that found none.
        idle: tests that could not run.
        doubted: findings whose verdicts rest on a test that failed.
    """

    failed: tuple[TestView, ...]
    compared: tuple[TestView, ...]
    passed: tuple[TestView, ...]
    idle: tuple[TestView, ...]
    doubted: int

    @property
    def headline(self) -> str:
        """The figures in one sentence."""
        good = len(self.compared) + len(self.passed)
        parts = [
            f"{counted(len(self.failed), 'result')} with faults",
            f"{good:,} without",
            f"{len(self.idle):,} that could not be run",
        ]
        rests = f"{counted(self.doubted, 'verdict rests', 'verdicts rest')} on a test that failed" if self.failed else ""
        return ", ".join(parts) + (f"; {rests}." if rests else ".")


def assurance_view(run: Run, catalog: Catalog, findings: Sequence[FindingView]) -> AssuranceView:
    """What the page says of a run."""
    views = [
        (_test(one, catalog, findings), one) for one in (*failed_assurance(run.assurance), *(a for a in run.assurance if a.passed))
    ]
    failed = [view for view, one in views if one.passed is False]
    doubted = {finding.number for view in failed for finding in view.findings}
    return AssuranceView(
        failed=tuple(sorted(failed, key=lambda view: view.part != RECONCILIATION)),
        compared=tuple(view for view, one in views if one.passed and one.part == RECONCILIATION),
        passed=tuple(view for view, one in views if one.passed and one.part != RECONCILIATION),
        idle=tuple(view for view, one in views if one.passed is None),
        doubted=len(doubted),
    )


def _test(result: AssuranceResult, catalog: Catalog, findings: Sequence[FindingView]) -> TestView:
    sides: dict[str, list[Difference]] = {}
    for one in result.differences:
        sides.setdefault(one.side, []).append(one)
    if not sides and result.items:
        sides[""] = [Difference(item=item, side="") for item in result.items]
    return TestView(
        title=one_line(result.title) or words(result.test).capitalize(),
        part=result.part or words(result.test),
        passed=result.passed,
        why="" if sides and all(side and one_line(side) in one_line(result.why) for side in sides) else one_line(result.why),
        populations=tuple(_population(table, result, catalog) for table in result.tables),
        sides=tuple(SideView(side=side, items=tuple(items)) for side, items in sides.items()),
        reach=REACH[result.guards],
        findings=tuple(one for one in findings if _rests(one, result)),
    )


def _population(table: str, result: AssuranceResult, catalog: Catalog) -> str:
    title = clean(catalog.tables[table].title) if table in catalog.tables else words(table)
    return f"{title} ({result.counts[table]:,})" if table in result.counts else title


def _rests(finding: FindingView, result: AssuranceResult) -> bool:
    query = finding.verdict.query
    return finding.entry is not None and query is not None and guards(result, finding.entry, query.row_counts)
