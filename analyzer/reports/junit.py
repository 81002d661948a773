"""JUnit XML: a test for each claim, for build servers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from xml.sax.saxutils import quoteattr

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from ..catalog import Catalog
from ..model import Run, Status, Verdict
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

    What nobody could judge is skipped and never passed.
    """
    root = etree.Element("testsuites", name="goldenthread", **_figures(list(run.verdicts)))
    for document in run.documents:
        found = [one for one in run.verdicts if one.claim.place.document == document.name]
        suite = etree.SubElement(root, "testsuite", name=one_line(document.name), timestamp=run.started_at[:19], **_figures(found))
        stated = etree.SubElement(suite, "properties")
        for name, value in (
            ("period", str(run.period)), ("as_of", run.period.as_of.isoformat()), ("sha256", document.sha256),
            *((f"claims {status}", str(number)) for status, number in counts(replace(run, verdicts=tuple(found))).items()),
        ):  # fmt: skip
            etree.SubElement(stated, "property", name=name, value=value)
        for verdict in found:
            suite.append(_case(verdict, catalog))
    text = etree.tostring(root, encoding="unicode", pretty_print=True)
    return f'<?xml version="1.0" encoding={quoteattr("UTF-8")}?>\n{text}'


def _figures(verdicts: list[Verdict]) -> dict[str, str]:
    failed = sum(one.status in FAILED for one in verdicts)
    skipped = sum(one.status not in (*FAILED, *PASSED) for one in verdicts)
    return {"tests": str(len(verdicts)), "failures": str(failed), "errors": "0", "skipped": str(skipped), "time": "0"}


def _case(verdict: Verdict, catalog: Catalog) -> Any:
    claim = verdict.claim
    case = etree.Element("testcase", name=f"{shorten(claim.text, LONGEST)} [{one_line(claim.id)}]", time="0")
    case.set("classname", f"{one_line(claim.place.document)}.{one_line(claim.topic)}")
    case.set("file", one_line(claim.place.document))
    if claim.place.line is not None:
        case.set("line", str(claim.place.line))
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
