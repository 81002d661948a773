"""JSON: everything the review found, for other programs."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from claims import Claim, LeftOut, Place

from ..catalog import Catalog
from ..model import AssuranceResult, Conflict, Decision, Language, Observation, Query, Run, SeverityAssessment, Side, Verdict
from .decided import decision_text
from .summary import left_out

NAME = "json"
FILENAME = "report.json"
PIPED = True
_SURROGATE = re.compile("[\ud800-\udfff]")


def plain(value: Any) -> Any:  # noqa: PLR0911
    """A value as JSON can hold it: dates as ISO 8601 text, decimals as numbers, durations as seconds, else text."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else str(value)
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case datetime() | date():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case Mapping():
            return {str(key): plain(one) for key, one in value.items()}
        case list() | tuple():
            return [plain(one) for one in value]
        case set() | frozenset():
            return sorted((plain(one) for one in value), key=str)
        case bytes():
            return value.hex()
        case _:
            return str(value)


def dumps(value: Any, indent: int | None = 2) -> str:
    """JSON text of a value that `plain` has been through; characters as they are, half surrogate pairs escaped."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
    return _SURROGATE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def _place(place: Place) -> dict[str, Any]:
    return {
        "text": str(place), "part": place.part, "paragraph": place.paragraph, "start": place.start, "end": place.end,
        "line": place.line, "column": place.column, "page": place.page, "section": place.section, "cell": place.cell,
    }  # fmt: skip


def claim_fields(claim: Claim) -> dict[str, Any]:
    """A claim under the field names of the report."""
    return {
        "id": claim.id,
        "document": claim.place.document,
        "quote": claim.quote,
        "text": claim.text,
        "sentence": claim.sentence,
        "topic": claim.topic,
        "params": plain(claim.params),
        "quantifier": claim.quantifier,
        "share": claim.share,
        "scope": claim.scope,
        "modality": claim.modality,
        "party": claim.party,
        "testable": claim.testable,
        "untestable_because": claim.untestable_because,
        "negated": claim.negated,
        "hedges": list(claim.hedges),
        "exception": claim.exception,
        "heading_path": list(claim.heading_path),
        "place": _place(claim.place),
        "confidence": claim.confidence,
        "decided_by": claim.decided_by,
        "nearest": [{"topic": topic, "likely": likely} for topic, likely in claim.nearest],
        "triggers": [asdict(trigger) for trigger in claim.triggers],
        "defined_terms": [
            {"term": one.term, "meaning": one.meaning, "kind": one.kind, "place": _place(one.place)} for one in claim.defined_terms
        ],
        "references": [asdict(one) for one in claim.references],
    }


def _observation(one: Observation) -> dict[str, Any]:
    return {"item": one.item, "observed": one.observed, "reason": one.reason, "row": plain(one.row)}


def _assurance(one: AssuranceResult) -> dict[str, Any]:
    return {**asdict(one), "tables": list(one.tables), "items": list(one.items)}


def _left_out(one: LeftOut) -> dict[str, Any]:
    return asdict(one)


def _severity(severity: SeverityAssessment | None) -> dict[str, Any] | None:
    if severity is None:
        return None
    return {
        "level": severity.level,
        "default": severity.default,
        "statement": severity.statement,
        "rules": [asdict(rule) for rule in severity.rules],
    }


def _query(query: Query | None) -> dict[str, Any] | None:
    if query is None:
        return None
    return {"sql": query.sql, "params": plain(query.params), "row_counts": query.row_counts, "files": query.files}


def _verdict(verdict: Verdict) -> dict[str, Any]:
    binding = verdict.binding
    return {
        **claim_fields(verdict.claim),
        "verdict": verdict.status,
        "why": verdict.why,
        "population": verdict.population,
        "exceptions": [_observation(one) for one in verdict.exceptions],
        "excused": [{"item": one.item, "why": one.why} | ({"entry": one.entry} if one.entry else {}) for one in verdict.excused],
        "unknown": [_observation(one) for one in verdict.unknown],
        "evidence": list(verdict.evidence),
        "assurance": [_assurance(one) for one in verdict.assurance],
        "severity": _severity(verdict.severity),
        "rewrite": verdict.rewrite.wording if verdict.rewrite else None,
        "rewrite_way": verdict.rewrite.way if verdict.rewrite else None,
        "rewrite_why": verdict.rewrite.why if verdict.rewrite else None,
        "rewrite_lack": verdict.rewrite.lack if verdict.rewrite else None,
        "rewrite_nearest": verdict.rewrite.nearest if verdict.rewrite else None,
        "repair": verdict.rewrite.repair if verdict.rewrite else None,
        "binding": {
            "check": binding.check, "params": plain(binding.params), "scope": dict(binding.scope),
            "unresolved": list(binding.unresolved), "untested": list(binding.untested), "why": list(binding.why),
        },
        "query": _query(verdict.query),
        "history": [plain(asdict(one)) for one in verdict.history],
        "decision": _decision(verdict.decision),
    }  # fmt: skip


def _decision(one: Decision | None) -> dict[str, Any] | None:
    return None if one is None else {**plain(asdict(one)), "text": decision_text(one)}


def _side(one: Side) -> dict[str, Any]:
    return {"document": one.document, "quote": one.quote, "place": _place(one.place), "claim": one.claim}


def _conflict(one: Conflict) -> dict[str, Any]:
    return {
        "topic": one.topic, "a": _side(one.a), "b": _side(one.b), "why": one.why, "kind": one.kind, "agree": one.agree,
        "supported": one.supported,
    }  # fmt: skip


def _language(one: Language) -> dict[str, Any]:
    return {
        "document": one.document, "quote": one.quote, "kind": one.kind, "why": one.why, "place": _place(one.place),
        "claim": one.claim,
    }  # fmt: skip


def run_fields(run: Run) -> dict[str, Any]:
    """A run as the report holds it."""
    return {
        "verdicts": [_verdict(verdict) for verdict in run.verdicts],
        "conflicts": [_conflict(one) for one in run.conflicts],
        "omissions": [
            {
                "what": one.what,
                "why": one.why,
                "criterion": one.criterion,
                "place": _place(one.place) if one.place else None,
            }
            for one in run.omissions
        ],
        "language": [_language(one) for one in run.language],
        "left_out": [_left_out(one) for one in left_out(run)],
        "rejected": [{**claim_fields(one.claim), "decision": _decision(one.decision)} for one in run.rejected],
        "register": [asdict(one) for one in run.register],
        "assurance": [_assurance(one) for one in run.assurance],
        "run": {
            "period": {"start": run.period.start.isoformat(), "end": run.period.end.isoformat()},
            "as_of": run.period.as_of.isoformat(),
            "started_at": run.started_at,
            "version": run.version,
            "organisation": run.organisation,
            "config": run.config,
            "documents": [
                {"name": one.name, "kind": one.kind, "sha256": one.sha256, "properties": plain(one.properties)}
                for one in run.documents
            ],
            "evidence": [plain(asdict(file)) for file in run.evidence],
            "seconds": plain(run.seconds),
        },
    }


def render(run: Run, catalog: Catalog) -> str:
    """The whole run as one JSON object, verdicts in the order of the documents."""
    del catalog
    return dumps(run_fields(run)) + "\n"


def claims_json(claims: Iterable[Claim]) -> str:
    """The claims of documents as `{"claims": [...]}`."""
    return dumps({"claims": [claim_fields(claim) for claim in claims]}) + "\n"
