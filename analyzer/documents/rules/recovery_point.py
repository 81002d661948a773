"""A recovery point objective that the promised backups cannot keep."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...model import Conflict, Language
from ...reports.text import stated
from ..material import Material, side_of
from ..values import span_days

OTHER_COPIES = re.compile(
    r"\breplicat\w+|\bpoint[- ]in[- ]time\b|\bPITR\b|\btransaction logs?\b|\blog shipping\b|\bstandby\b"
    r"|\bmulti-?AZ\b|\bcontinuous(?:ly)? (?:backup|backed|protect|data protection)\w*"
    r"|\bWAL\b|\bbinlogs?\b|\bmirror\w*|\bsynchron\w+|\bactive[- /]active\b|\bjournal\w*\b",
    re.IGNORECASE,
)


def find(material: Material) -> Iterator[Conflict | Language]:
    """The tightest objective against the most frequent backup, where nothing else that is promised copies data in between."""
    objectives = [(span_days(one.value), one) for one in material.by_key.get("rto_rpo.rpo", ())]
    backups = [(span_days(one.value), one) for one in material.by_key.get("backup_frequency.frequency", ())]
    objectives = [(days, one) for days, one in objectives if days is not None]
    backups = [(days, one) for days, one in backups if days is not None]
    if not objectives or not backups or any(OTHER_COPIES.search(one.text) for one in material.sentences):
        return
    point, promise = min(objectives, key=lambda pair: pair[0])
    between, backup = min(backups, key=lambda pair: pair[0])
    if point >= between or promise.claim.place == backup.claim.place:
        return
    yield Conflict(
        topic="rto_rpo", a=side_of(promise.claim), b=side_of(backup.claim),
        why=f"A recovery point objective of {stated(promise.value)} cannot be kept with backups taken {stated(backup.value)} and "
        "nothing else: up to the time between two backups is lost.",
        agree=f"Describe what copies data at least every {stated(promise.value)} (replication, point-in-time recovery), or give an "
        "objective no shorter than the time between two backups.",
    )  # fmt: skip
