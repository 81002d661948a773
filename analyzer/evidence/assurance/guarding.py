"""Which verdicts rest on an assurance test."""

from __future__ import annotations

from collections.abc import Collection

from ...catalog import TopicEntry
from ...model import AssuranceResult


def guards(result: AssuranceResult, entry: TopicEntry, read: Collection[str]) -> bool:
    """Whether a verdict of a check rests on the result of an assurance test.

    Args:
        entry: the topic of the check.
        read: the tables that its query read.
    """
    check = entry.check
    if check is None:
        return False
    among = [table in read for table in result.tables]
    reaches = {
        "every": any(among),
        "together": bool(among) and all(among),
        "period": check.window == "period" and any(among),
        "named": False,
    }
    return reaches[result.guards] or result.test in check.assurance or entry.id in result.checks
