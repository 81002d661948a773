"""OSCAL assessment results (NIST, JSON): observations, findings and risks for each claim, evidence with hashes."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import quote

from ..catalog import Catalog
from ..model import Run, Status, Verdict
from .decided import accepted
from .json_report import dumps
from .original import path_in_repository
from .oscal_observation import excused, observation, prop, rejected
from .summary import STATUS_WORDS, criteria, facts, headline, severity_of, statement, topic_title
from .text import one_line, shorten

NAME = "oscal"
FILENAME = "assessment-results.json"
PIPED = True
OSCAL_VERSION = "1.2.1"
JUDGED: tuple[Status, ...] = ("contradicted", "inconsistent", "partly_supported", "supported")
NO_CRITERION = "none"
SPACE = uuid.UUID("5f0c1a52-3a4e-5c0e-9f4e-2b6f2a3d7c11")


def render(run: Run, catalog: Catalog) -> str:
    """The run as one result: an observation for each claim, a finding for each that was judged, a risk for each contradicted.

    A claim that nothing breaks but what somebody accepted has a risk with an approved deviation; one that somebody decided is none
    is observed and not judged.
    Each claim is an assessment objective of its own under the first of its trust services criteria: the finding says whether
    the sentence is satisfied, and never whether the criterion is.
    """
    names = _Names(run)
    judged = [verdict for verdict in run.verdicts if verdict.status in JUDGED]
    risky = [verdict for verdict in judged if verdict.status == "contradicted" or accepted(verdict)]
    controls = [{"control-id": one} for one in _controls(run, catalog)]
    result: dict[str, Any] = {
        "uuid": names.of("result"), "title": f"Review for the period {run.period}", "description": headline(run) + ".",
        "start": _moment(datetime.combine(run.period.start, time())), "end": _end(run.period.end),
        "reviewed-controls": {"control-selections": [{"include-controls": controls}]},
    }  # fmt: skip
    seen, when = len(run.verdicts), _moment(run.started_at)
    observed = [
        observation(one, catalog, names.of("observation", at), when, names.files) for at, one in names.numbered(run.verdicts)
    ]
    observed += [rejected(one, catalog, names.of("observation", at), when) for at, one in enumerate(run.rejected, seen + 1)]
    if observed:
        result["observations"] = observed
    if risky:
        result["risks"] = [_risk(one, catalog, names, at) for at, one in names.numbered(risky)]
    if judged:
        result["findings"] = [_finding(one, catalog, names, at) for at, one in names.numbered(judged)]
    held: dict[str, Any] = {
        "uuid": names.of("document"),
        "metadata": {
            "title": f"Goldenthread: statements against evidence{_of(run)}", "last-modified": _moment(run.started_at),
            "version": _moment(run.started_at), "oscal-version": OSCAL_VERSION,
            "props": [prop("tool-version", run.version or "unknown")],
        },
        "import-ap": {"href": f"#{names.of('plan')}"},
        "results": [result],
        "back-matter": {"resources": list(_resources(run, names))},
    }  # fmt: skip
    if judged:
        held["local-definitions"] = {"objectives-and-methods": [_objective(one, catalog, at) for at, one in names.numbered(judged)]}
    return dumps({"assessment-results": held}) + "\n"


class _Names:
    """Identifiers that are the same for the same review, so that two files of it can be compared."""

    def __init__(self, run: Run) -> None:
        told = "\n".join([run.started_at, str(run.period), *(d.sha256 for d in run.documents), *(f.sha256 for f in run.evidence)])
        self._space = uuid.uuid5(SPACE, hashlib.sha256(told.encode()).hexdigest())
        self._numbers = {id(verdict): number for number, verdict in enumerate(run.verdicts, 1)}
        self.files = {file.path: self.of("file", number) for number, file in enumerate(run.evidence)}

    def of(self, kind: str, number: int = 0) -> str:
        """The identifier of the thing of a kind with the number."""
        return str(uuid.uuid5(self._space, f"{kind} {number}"))

    def numbered(self, verdicts: Any) -> Iterator[tuple[int, Verdict]]:
        """Verdicts with their numbers in the run."""
        return ((self._numbers[id(verdict)], verdict) for verdict in verdicts)


def _of(run: Run) -> str:
    return f", {one_line(run.organisation)}" if run.organisation and run.organisation.strip() else ""


def _moment(when: str | datetime) -> str:
    found = datetime.fromisoformat(when) if isinstance(when, str) else when
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _end(day: date) -> str:
    return _moment(datetime.combine(day, time(23, 59, 59)))


def _control(verdict: Verdict, catalog: Catalog) -> str:
    return next(iter(criteria(catalog, verdict.claim.topic)), NO_CRITERION).lower()


def _controls(run: Run, catalog: Catalog) -> list[str]:
    return sorted({_control(verdict, catalog) for verdict in run.verdicts}) or [NO_CRITERION]


def _objective(verdict: Verdict, catalog: Catalog, number: int) -> dict[str, Any]:
    part = {
        "id": f"claim-{number}", "name": "assessment-objective", "prose": one_line(verdict.claim.text) or "Not stated.",
        "title": shorten(topic_title(catalog, verdict.claim.topic), 120),
    }  # fmt: skip
    return {
        "control-id": _control(verdict, catalog),
        "description": f"Stated in {one_line(str(verdict.claim.place))}",
        "parts": [part],
    }


def _finding(verdict: Verdict, catalog: Catalog, names: _Names, number: int) -> dict[str, Any]:
    satisfied = verdict.status == "supported"
    found: dict[str, Any] = {
        "uuid": names.of("finding", number), "title": shorten(verdict.claim.text, 160) or "Claim",
        "description": f"{STATUS_WORDS[verdict.status]}: {facts(verdict)}",
        "target": {
            "type": "objective-id", "target-id": f"claim-{number}",
            "status": {
                "state": "satisfied" if satisfied else "not-satisfied",
                "reason": "pass" if satisfied else "fail" if verdict.status == "contradicted" else "other",
            },
        },
        "related-observations": [{"observation-uuid": names.of("observation", number)}],
    }  # fmt: skip
    if verdict.status == "contradicted" or accepted(verdict):
        found["related-risks"] = [{"risk-uuid": names.of("risk", number)}]
    return found


def _risk(verdict: Verdict, catalog: Catalog, names: _Names, number: int) -> dict[str, Any]:
    both, broken = verdict.rewrite, verdict.status == "contradicted"
    title = "Potential misstatement" if broken else "Accepted deviation"
    deviations = [*(["Excused:"] if broken else []), *excused(verdict)] if accepted(verdict) else []
    risk: dict[str, Any] = {
        "uuid": names.of("risk", number), "title": f"{title}: {topic_title(catalog, verdict.claim.topic)}",
        "description": "\n".join([facts(verdict), *deviations]), "status": "open" if broken else "deviation-approved",
        "statement": statement(verdict) or "The severity was not assessed.",
        "props": [prop("severity", severity_of(verdict) or "not-assessed")],
    }  # fmt: skip
    ways = [("Change the words", both.wording), ("Change the system", both.repair)] if both else []
    remediations = [
        {
            "uuid": names.of(f"remediation {title}", number), "lifecycle": "recommendation", "title": title,
            "description": one_line(text),
        }
        for title, text in ways if text
    ]  # fmt: skip
    return risk | ({"remediations": remediations} if remediations else {})


def _resources(run: Run, names: _Names) -> Iterator[dict[str, Any]]:
    yield {
        "uuid": names.of("plan"), "title": "What was assessed",
        "description": "The statements of the documents below, each against the evidence below, by the checks of Goldenthread.",
    }  # fmt: skip
    for number, document in enumerate(run.documents):
        yield _resource(names.of("reviewed", number), document.name, path_in_repository(document), document.sha256, "Document")
    for file in run.evidence:
        yield _resource(names.files[file.path], file.path, file.path, file.sha256, "Evidence")


def _resource(name: str, title: str, path: str, sha256: str, kind: str) -> dict[str, Any]:
    link = {"href": quote(path.encode("utf-8", "replace")), "hashes": [{"algorithm": "SHA-256", "value": sha256}]}
    return {"uuid": name, "title": one_line(title) or kind, "description": f"{kind} as it was read", "rlinks": [link]}
