"""JUnit XML: a test for each claim, for build servers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from xml.sax.saxutils import quoteattr

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from claims import Claim

from ..catalog import Catalog
from ..model import Rejected, Run, Status, Verdict
from .decided import decision_text
from .summary import STATUS_MEANING, STATUS_WORDS, counts, facts, figures, name_of, said_of, severity_of, statement, topic_title
from .text import one_line, shorten

NAME = "junit"
FILENAME = "junit.xml"
PIPED = True
FAILED: tuple[Status, ...] = ("contradicted", "inconsistent")
PASSED: tuple[Status, ...] = ("supported",)
LONGEST = 160


def render(run: Run, catalog: Catalog) -> str:
    """A suite for each document: contradicted claims fail, supported ones pass, all others are skipped with the reason.

    What nobody could judge is skipped and never passed, and so is what somebody decided is no claim. What was accepted or decided
    of a claim stands in its properties.
    """
    root = etree.Element("testsuites", name="goldenthread", **_figures(run.verdicts, run.rejected))
    for document in run.documents:
        found = [one for one in run.verdicts if one.claim.place.document == document.name]
        none = [one for one in run.rejected if one.claim.place.document == document.name]
        figures = _figures(found, none)
        suite = etree.SubElement(root, "testsuite", name=one_line(document.name), timestamp=run.started_at[:19], **figures)
        stated = etree.SubElement(suite, "properties")
        for name, value in (
            ("period", str(run.period)), ("as_of", run.period.as_of.isoformat()), ("sha256", document.sha256),
            *((f"claims {status}", str(number)) for status, number in counts(replace(run, verdicts=tuple(found))).items()),
            ("claims rejected", str(len(none))),
        ):  # fmt: skip
            etree.SubElement(stated, "property", name=name, value=value)
        for verdict in found:
            suite.append(_case(verdict, catalog))
        for one in none:
            case = _named(one.claim)
            etree.SubElement(case, "skipped", message=decision_text(one.decision))
            suite.append(case)
    text = etree.tostring(root, encoding="unicode", pretty_print=True)
    return f'<?xml version="1.0" encoding={quoteattr("UTF-8")}?>\n{text}'


def _figures(verdicts: Sequence[Verdict], rejected: Sequence[Rejected]) -> dict[str, str]:
    failed = sum(one.status in FAILED for one in verdicts)
    skipped = sum(one.status not in (*FAILED, *PASSED) for one in verdicts) + len(rejected)
    tests = len(verdicts) + len(rejected)
    return {"tests": str(tests), "failures": str(failed), "errors": "0", "skipped": str(skipped), "time": "0"}


def _named(claim: Claim) -> Any:
    """The test of a claim, still without what became of it."""
    case = etree.Element("testcase", name=f"{shorten(claim.text, LONGEST)} [{one_line(claim.id)}]", time="0")
    case.set("classname", f"{one_line(claim.place.document)}.{one_line(claim.topic)}")
    case.set("file", one_line(claim.place.document))
    if claim.place.line is not None:
        case.set("line", str(claim.place.line))
    return case


def _case(verdict: Verdict, catalog: Catalog) -> Any:
    case = _named(verdict.claim)
    known = [("excused", f"{shorten(one.item, LONGEST)}: {one_line(one.why)}") for one in verdict.excused]
    known += [("decision", decision_text(verdict.decision))] if verdict.decision else []
    if known:
        told = etree.SubElement(case, "properties")
        for name, value in known:
            etree.SubElement(told, "property", name=name, value=value)
    if verdict.status in FAILED:
        failure = etree.SubElement(
            case, "failure", message=shorten(facts(verdict), LONGEST * 2), type=severity_of(verdict) or "none"
        )
        failure.text = "\n".join(_lines(verdict, catalog))
    elif verdict.status not in PASSED:
        why = one_line(verdict.why) or STATUS_MEANING[verdict.status]
        etree.SubElement(case, "skipped", message=f"{STATUS_WORDS[verdict.status]}: {why}")
    return case


def _lines(verdict: Verdict, catalog: Catalog) -> list[str]:
    claim, both = verdict.claim, verdict.rewrite
    lines = [
        f"{one_line(str(claim.place))}: {topic_title(catalog, claim.topic)}", f"“{one_line(claim.quote)}”", statement(verdict),
        facts(verdict), str(figures(verdict)),
    ]  # fmt: skip
    lines += [f"- {name_of(one, LONGEST)}: {shorten(said_of(one), LONGEST)}" for one in verdict.exceptions]
    if both and both.wording:
        lines.append(f"True today: {one_line(both.wording)}")
    if both and both.repair:
        lines.append(f"Or make it true: {one_line(both.repair)}")
    return [line for line in lines if line]
