"""JSON, for programs: the promises of both versions, and of two runs the verdicts, the evidence and every event."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ...reports.json_report import dumps, plain
from ..runs import Comparison
from ..story import Story

NAME = "json"
SUFFIX = ".json"


def render(story: Story) -> str:
    """The story as JSON text."""
    told: dict[str, Any] = {
        "promises": [
            {
                "kind": pair.kind, "topic": pair.either.topic, "old": pair.old.quote if pair.old else None,
                "new": pair.new.quote if pair.new else None, "differences": list(pair.differences),
                "document": pair.either.place.document,
            }
            for pair in story.pairs
        ]
    }  # fmt: skip
    if story.found is not None:
        told |= _of_runs(story.found)
        told["events"] = [
            {name: plain(value) for name, value in asdict(one).items() if value not in ("", None)} for one in story.events
        ]
    return dumps(told) + "\n"


def _of_runs(found: Comparison) -> dict[str, Any]:
    return {
        "before": {"period": str(found.before), "as_of": plain(found.before.as_of)},
        "now": {"period": str(found.now), "as_of": plain(found.now.as_of)},
        "verdicts": [
            {
                "topic": one.pair.either.topic, "quote": one.pair.either.quote, "document": one.pair.either.place.document,
                "before": one.before, "now": one.now, "cause": one.cause, "new": list(one.opened), "closed": list(one.closed),
                "still_open": list(one.still), "no_longer_accepted": list(one.lapsed), "accepted_now": list(one.accepted),
                "no_longer_in_population": list(one.absent), "no_longer_told": list(one.unseen),
                "broken_again": list(one.reopened),
                "broken_in_between": [
                    {"item": own.item, "runs": [seen.label for seen in own.seen], "now": own.told} for own in one.passed
                ],
                "since": {item: {"run": seen.label, "day": plain(seen.day)} for item, seen in one.since.items()},
            }
            for one in found.moved
        ],
        "evidence": {
            "gone": list(found.evidence.gone), "new": list(found.evidence.appeared),
            "stale": [one.path for one in found.evidence.stale],
            "replaced": [asdict(one) for one in found.evidence.replaced],
            "tests_failing": [one.test for one in found.evidence.failing],
            "tests_passing": [one.test for one in found.evidence.passing],
        },
    }  # fmt: skip
