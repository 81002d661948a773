"""SARIF 2.1.0: findings on the line, for code scanning and editors."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from claims import Document, Place

from ..catalog import Catalog
from ..model import Conflict, Excused, Language, Rejected, Run, Severity, Status, Verdict
from .decided import accepted, decision_text
from .json_report import dumps
from .original import cell_of, path_in_repository
from .summary import STATUS_WORDS, criteria, facts, failed_assurance, left_out, name_of, said_of, statement, topic_title
from .text import counted, one_line, sentence, shorten, words

NAME = "sarif"
FILENAME = "report.sarif"
PIPED = True
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
REPORTED: tuple[Status, ...] = ("contradicted", "inconsistent", "partly_supported", "not_testable")
LEVELS: dict[Severity | None, str] = {"material": "error", "significant": "warning", "minor": "note", None: "warning"}
SHOWN_EXCEPTIONS = 5
LONGEST = 160


def render(run: Run, catalog: Catalog) -> str:
    """What breaks or cannot be tested as one run; what is supported or not shown is no result here.

    A sentence that somebody decided is no claim, and a claim that nothing breaks but what somebody accepted, are suppressed
    results, with the decision as their justification.
    """
    rules: dict[str, dict[str, Any]] = {}
    documents = {document.name: document for document in run.documents}
    results: list[dict[str, Any]] = []
    for verdict in run.verdicts:
        if verdict.status in REPORTED:
            rules.setdefault(verdict.claim.topic, _rule(verdict.claim.topic, catalog))
            results.append(_result(verdict, catalog, documents))
        elif accepted(verdict):
            rules.setdefault(verdict.claim.topic, _rule(verdict.claim.topic, catalog))
            results.append(_accepted(verdict, catalog, documents))
    for one in run.rejected:
        rules.setdefault(one.claim.topic, _rule(one.claim.topic, catalog))
        results.append(_rejected(one, documents))
    for conflict in run.conflicts:
        rules.setdefault(f"documents/{conflict.kind}", _plain_rule(f"documents/{conflict.kind}", "Sentences that disagree"))
        results.append(_conflict(conflict, documents))
    for language in run.language:
        name = f"wording/{words(language.kind).replace(' ', '-')}"
        rules.setdefault(name, _plain_rule(name, f"Wording: {words(language.kind)}"))
        results.append(_language(language, name, documents))
    numbers = {name: number for number, name in enumerate(rules)}
    for result in results:
        result["ruleIndex"] = numbers[result["ruleId"]]
    held = {
        "tool": {"driver": {
            "name": "Goldenthread", "semanticVersion": run.version, "rules": list(rules.values()),
        }},
        "columnKind": "unicodeCodePoints",
        "automationDetails": {"id": "goldenthread/"},
        "artifacts": [
            {"location": _artifact(document), "roles": ["analysisTarget"], "hashes": {"sha-256": document.sha256}}
            for document in run.documents
        ],
        "invocations": [{
            "executionSuccessful": True, "startTimeUtc": _time(run.started_at), "toolExecutionNotifications": list(_notes(run)),
        }],
        "results": results,
        "properties": {"period": str(run.period), "asOf": run.period.as_of.isoformat()},
    }  # fmt: skip
    return dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [held]}) + "\n"


def _time(started_at: str) -> str:
    when = datetime.fromisoformat(started_at)
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _rule(topic: str, catalog: Catalog) -> dict[str, Any]:
    entry, title = catalog.topics.get(topic), topic_title(catalog, topic)
    rule = _plain_rule(topic, title)
    if entry is None:
        return rule
    says = one_line(entry.severity_reason)
    rule["defaultConfiguration"] = {"level": LEVELS[entry.severity]}
    rule["fullDescription"] = {"text": says or title}
    help_text = [one_line(one) for one in ((entry.check.logic, entry.check.limits) if entry.check else ()) if one.strip()]
    rule["help"] = {"text": "\n\n".join(help_text) or says or title}
    rule["properties"] = {"tags": list(criteria(catalog, topic))}
    return rule


def _plain_rule(name: str, title: str) -> dict[str, Any]:
    camel = "".join(part[:1].upper() + part[1:] for part in re.findall(r"[^\W_]+", title)) or "Rule"
    camel += "Claim" if camel.casefold() == name.casefold() else ""
    return {"id": name, "name": camel, "shortDescription": {"text": title}, "help": {"text": title}}


def _artifact(document: Document | None, name: str = "") -> dict[str, Any]:
    path = path_in_repository(document) if document else name
    return {"uri": quote(PurePath(path).as_posix()), "uriBaseId": "%SRCROOT%"}


def _region(place: Place, text: str) -> dict[str, int] | None:
    """The lines and columns of a place; the end only where the words are those of the place."""
    if place.line is None:
        return None
    region = {"startLine": place.line, "startColumn": place.column or 1}
    if len(text) != place.end - place.start:
        text = "x" * (place.end - place.start) if " | " in text else ""
    if not text:
        return region
    lines = text.split("\n")
    width = len(lines[-1]) + 1
    return region | {
        "endLine": place.line + len(lines) - 1, "endColumn": width if len(lines) > 1 else region["startColumn"] + width - 1,
    }  # fmt: skip


def _location(place: Place, text: str, documents: dict[str, Document]) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _artifact(documents.get(place.document), place.document)}
    region = _region(place, text)
    if region:
        return {"physicalLocation": physical | {"region": region}}
    return {"physicalLocation": physical, "logicalLocations": [{"fullyQualifiedName": one_line(str(place)), "kind": "member"}]}


def _fingerprint(*parts: str) -> dict[str, str]:
    """From what survives edits elsewhere: code scanning tracks a result by the hash of its line, which is given for it."""
    told = hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return {"goldenthread/v1": told, "primaryLocationLineHash": f"{told[:16]}:1"}


def _result(verdict: Verdict, catalog: Catalog, documents: dict[str, Document]) -> dict[str, Any]:
    claim = verdict.claim
    level = verdict.severity.level if verdict.severity else None
    result: dict[str, Any] = {
        "ruleId": claim.topic,
        "level": LEVELS[level] if verdict.status in ("contradicted", "inconsistent") else "note",
        "message": {"text": "\n".join(_message(verdict, catalog))},
        "locations": [_location(claim.place, claim.quote, documents)],
        "partialFingerprints": _fingerprint(claim.place.document, claim.id),
        "properties": {
            "claim": claim.id, "verdict": verdict.status, "severity": level, "population": verdict.population,
            "exceptions": len(verdict.exceptions), "tags": list(criteria(catalog, claim.topic)),
        },
    }  # fmt: skip
    if verdict.excused:
        result["properties"]["excused"] = [_excused(one) for one in verdict.excused]
    if verdict.decision:
        result["properties"]["decision"] = decision_text(verdict.decision)
    fix = _fix(verdict, documents)
    return result | ({"fixes": [fix]} if fix else {})


def _excused(one: Excused) -> str:
    return f"{shorten(one.item, LONGEST)}: {one_line(one.why)}"


def _accepted(verdict: Verdict, catalog: Catalog, documents: dict[str, Document]) -> dict[str, Any]:
    """A claim that nothing breaks but what somebody accepted."""
    result, items = _result(verdict, catalog, documents), accepted(verdict)
    said = f"{counted(len(items), 'accepted exception')}: {topic_title(catalog, verdict.claim.topic)}. {facts(verdict)}"
    reasons = dict.fromkeys(sentence(one.why) for one in items)
    return result | {"message": {"text": said}, "suppressions": [_suppression(why) for why in reasons]}


def _rejected(one: Rejected, documents: dict[str, Document]) -> dict[str, Any]:
    """A sentence that was taken for a claim and is none, by decision."""
    claim = one.claim
    return {
        "ruleId": claim.topic, "level": "note", "message": {"text": f"No claim, by decision: “{one_line(claim.quote)}”"},
        "locations": [_location(claim.place, claim.quote, documents)],
        "partialFingerprints": _fingerprint(claim.place.document, claim.id),
        "suppressions": [_suppression(decision_text(one.decision))],
        "properties": {"claim": claim.id, "verdict": "rejected"},
    }  # fmt: skip


def _suppression(why: str) -> dict[str, str]:
    return {"kind": "external", "status": "accepted", "justification": why}


def _message(verdict: Verdict, catalog: Catalog) -> Iterator[str]:
    yield f"{STATUS_WORDS[verdict.status]}: {topic_title(catalog, verdict.claim.topic)}. {facts(verdict)}"
    if said := statement(verdict):
        yield said
    for one in verdict.exceptions[:SHOWN_EXCEPTIONS]:
        said = shorten(said_of(one), LONGEST)
        yield f"- {name_of(one, LONGEST)}" + (f": {said}" if said else "")
    if (more := len(verdict.exceptions) - SHOWN_EXCEPTIONS) > 0:
        yield f"- and {more:,} more"
    if verdict.rewrite and verdict.rewrite.wording:
        yield f"True today: {one_line(verdict.rewrite.wording)}"
    if verdict.rewrite and verdict.rewrite.repair:
        yield f"Or make it true: {one_line(verdict.rewrite.repair)}"


def _fix(verdict: Verdict, documents: dict[str, Document]) -> dict[str, Any] | None:
    """The true wording as a replacement of the claim's words, where these stand on a line."""
    claim, wording = verdict.claim, verdict.rewrite.wording if verdict.rewrite else None
    text = claim.quote.rpartition(" | ")[2] if claim.form == "row" else claim.quote
    if not wording or len(text) != claim.place.end - claim.place.start:
        return None
    region, new = _region(claim.place, text), cell_of(claim, text, wording) if claim.form == "row" else wording
    if region is None or new is None:
        return None
    replacement = {"deletedRegion": region, "insertedContent": {"text": one_line(new)}}
    artifact = _artifact(documents.get(claim.place.document), claim.place.document)
    return {
        "description": {"text": "A wording that the evidence supports"},
        "artifactChanges": [{"artifactLocation": artifact, "replacements": [replacement]}],
    }


def _conflict(conflict: Conflict, documents: dict[str, Document]) -> dict[str, Any]:
    other = _location(conflict.b.place, conflict.b.quote, documents)
    said = f"{one_line(conflict.why)} {one_line(conflict.agree)}".strip()
    return {
        "ruleId": f"documents/{conflict.kind}", "level": "warning",
        "message": {"text": f"{said} The other sentence: “{one_line(conflict.b.quote)}” ({one_line(str(conflict.b.place))})"},
        "locations": [_location(conflict.a.place, conflict.a.quote, documents)],
        "relatedLocations": [other | {"id": 1, "message": {"text": "The other sentence"}}],
        "partialFingerprints": _fingerprint(
            conflict.a.document, conflict.topic, conflict.a.quote, conflict.b.document, conflict.b.quote
        ),
    }  # fmt: skip


def _language(language: Language, name: str, documents: dict[str, Document]) -> dict[str, Any]:
    return {
        "ruleId": name, "level": "note", "message": {"text": f"“{one_line(language.quote)}”: {one_line(language.why)}"},
        "locations": [_location(language.place, language.quote, documents)],
        "partialFingerprints": _fingerprint(language.document, language.kind, language.quote, language.claim or ""),
    }  # fmt: skip


def _notes(run: Run) -> Iterator[dict[str, Any]]:
    """What was not read, what is missing from the description, and what speaks against the evidence."""
    for one in left_out(run):
        said = f"Not read: {one_line(one.what)}: {one_line(one.why)}. {one_line(one.advice)}".strip()
        yield {"level": "warning", "descriptor": {"id": "not-read"}, "message": {"text": said}}
    for one in run.omissions:
        said = f"Missing from the description: {one_line(one.what)}: {one_line(one.why)}"
        yield {"level": "note", "descriptor": {"id": "missing-from-description"}, "message": {"text": said}}
    for one in failed_assurance(run.assurance):
        if one.passed is False:
            said = f"{one_line(one.title or words(one.test))}: {one_line(one.why)}"
            yield {"level": "warning", "descriptor": {"id": one_line(one.test)}, "message": {"text": said}}
