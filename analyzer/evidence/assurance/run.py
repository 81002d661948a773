"""Finds the assurance tests by walking their folders, and runs them."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from ...catalog import Catalog, read_yaml
from ...errors import CatalogError
from ...model import AssuranceResult, EvidenceFile, Guards, Period
from ..store import QueryError, Store
from .material import Material, Outcome
from .questions import Question, ask

HERE = Path(__file__).parent
FOLDERS = (HERE / "tests", HERE.parent / "reconciliations")
PARTS = (
    "source", "query logic", "parameters", "completeness", "accuracy", "integrity", "freshness", "operation", "reconciliation",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class AssuranceTest:
    """A test that ships.

    Attributes:
        name: the name of its file.
        title: what it tests.
        part: what of completeness and accuracy, one of `PARTS`.
        guards: the verdicts that rest on it, as in `AssuranceResult`.
        checks: topics whose checks rest on it, besides those that name it.
        limits: what it cannot see.
        examples: the file with its examples.
        question: the question in SQL, or None for a module.
        run: looks at the evidence.
    """

    name: str
    title: str
    part: str
    guards: Guards
    checks: tuple[str, ...]
    limits: str
    examples: Path
    question: Question | None
    run: Callable[[Material], Iterable[Outcome]]


@cache
def assurance_tests() -> dict[str, AssuranceTest]:
    """All tests by name, in the order of `PARTS`.

    Raises:
        CatalogError: with all faults of all files.
    """
    faults: list[str] = []
    found = [one for folder in FOLDERS for one in _questions(folder, faults)]
    if faults:
        raise CatalogError("\n".join(faults))
    for info in pkgutil.iter_modules([str(FOLDERS[0])]):
        module = importlib.import_module(f"{__package__}.tests.{info.name}")
        found.append(
            AssuranceTest(
                name=info.name,
                title=module.TITLE,
                part=module.PART,
                guards=module.GUARDS,
                checks=getattr(module, "CHECKS", ()),
                limits=module.LIMITS,
                examples=FOLDERS[0] / "examples" / f"{info.name}.yaml",
                question=None,
                run=module.run,
            )
        )
    return {one.name: one for one in sorted(found, key=lambda one: (PARTS.index(one.part), one.name))}


def _questions(folder: Path, faults: list[str]) -> Iterable[AssuranceTest]:
    for path in sorted(folder.glob("*.yaml")):
        question = read_yaml(path, Question.model_validate, faults)
        if question is None:
            continue
        if question.part not in PARTS:
            faults.append(f"{path}:1: part: there is no part {question.part!r}; there are: {', '.join(PARTS)}")
            continue
        yield AssuranceTest(
            name=path.stem, title=question.title, part=question.part, guards=question.guards, checks=question.checks,
            limits=question.limits, examples=folder / "examples" / path.name, question=question, run=partial(ask, question),
        )  # fmt: skip


def assure(store: Store, catalog: Catalog, files: Sequence[EvidenceFile], period: Period) -> tuple[AssuranceResult, ...]:
    """Run all completeness-and-accuracy tests.

    Args:
        store: the finished tables.
        catalog: gives the keys and dates of the tables and the page sizes of the sources.
        files: the files that were read.
        period: the period of the review.

    Returns:
        A result for each failure and one for each test that found none; what could not run is in it with `passed` None.
    """
    material = Material(store=store, catalog=catalog, files=files, period=period)
    return tuple(result for test in assurance_tests().values() for result in run_test(test, material))


def run_test(test: AssuranceTest, material: Material) -> list[AssuranceResult]:
    """The results of one test."""
    try:
        outcomes = list(test.run(material))
    except QueryError as error:
        tables = test.question.compared if test.question else ()
        outcomes = [Outcome(passed=None, tables=tables, why=f"The test could not run: {error}")]
    return [
        AssuranceResult(
            test=test.name,
            tables=one.tables,
            passed=one.passed,
            why=one.why,
            guards=test.guards,
            checks=test.checks,
            title=test.title,
            part=test.part,
            differences=one.differences,
            counts=one.counts,
            items=tuple(dict.fromkeys(difference.item for difference in one.differences)),
        )
        for one in outcomes
    ]
