"""Decisions on claims, applied before anything is judged: a rejected claim is none, a corrected one is judged as corrected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from claims import Claim
from claims.topic import Parameter

from ..bind import duration_hours, frequency_days
from ..catalog import Catalog
from ..model import Decision, RegisterNote, Rejected
from .accepting import label
from .finding import Meant, meant, reads_of
from .model import ClaimDecision, NamesClaim, RegisteredException

NOT_APPLIED: Mapping[str, str] = {
    "gone": "no claim of the documents has these words any more, so it applies to nothing",
    "several": "more than one claim has these words, so it applies to none: give the `claim` that is meant",
}
NUMBERS = ("count", "percent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The claims of a review after what was decided on them.

    Attributes:
        claims: those that are left, as they are to be judged.
        corrected: the ids of those whose topic or values somebody gave.
        decisions: what was decided on the claims that are left, by their id.
        exceptions: the accepted exceptions that apply, each that names a claim with the id that it has now.
        notes: what is wrong with entries, and why they apply to nothing.
    """

    claims: list[Claim]
    corrected: frozenset[str] = frozenset()
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    rejected: tuple[Rejected, ...] = ()
    exceptions: tuple[RegisteredException, ...] = ()
    notes: tuple[RegisterNote, ...] = ()


def settle(
    claims: Sequence[Claim], decided: Sequence[ClaimDecision], exceptions: Sequence[RegisteredException], catalog: Catalog,
    documents: Sequence[str],
) -> Settled:  # fmt: skip
    """Apply what was decided.

    Args:
        documents: the names of those under review; of an entry on another one nothing is said.
    """
    lost = [one for one in exceptions if one.topic is not None and one.topic not in catalog.topics]
    notes = [
        RegisterNote(entry=label(one), kind="faulty", why=f"There is no topic {one.topic!r}, so it excuses nothing.")
        for one in lost
    ]
    standing = _standing(decided, claims, documents, notes)
    applying = _applying([one for one in exceptions if one not in lost], claims, documents, notes)
    left: list[Claim] = []
    corrected: set[str] = set()
    decisions: dict[str, Decision] = {}
    rejected: list[Rejected] = []
    for claim in claims:
        entry = standing.get(claim.id)
        if entry and (fault := fault_of(claim, entry, catalog)):
            notes.append(_note(entry, "faulty", f"{fault}, so the claim is judged as it was read"))
            entry = None
        if entry and entry.decision == "reject":
            rejected.append(Rejected(claim=claim, decision=_decision(entry)))
            continue
        left.append(_as_decided(claim, entry) if entry else claim)
        if entry:
            decisions[claim.id] = _decision(entry, reads_of(claim) if entry.decision == "correct" else "")
        if entry and entry.decision == "correct":
            corrected.add(claim.id)
    return Settled(
        claims=left, corrected=frozenset(corrected), decisions=decisions, rejected=tuple(rejected),
        exceptions=tuple(applying), notes=tuple(notes),
    )  # fmt: skip


def _standing(
    decided: Sequence[ClaimDecision], claims: Sequence[Claim], documents: Sequence[str], notes: list[RegisterNote]
) -> dict[str, ClaimDecision]:
    """What is decided on each claim, by its id; a later entry counts before an earlier one, and leaves what it says nothing of."""
    standing: dict[str, ClaimDecision] = {}
    for entry, one in zip(decided, meant(decided, claims), strict=True):
        if one.found is None:
            notes += _lost(entry, one, documents)
            continue
        before = standing.get(one.found.id)
        if before and before.decision and entry.decision:
            notes.append(_note(entry, "overlapping", "two entries decide on this claim; the later one counts"))
        standing[one.found.id] = _over(before, entry) if before else entry
    return standing


def _over(before: ClaimDecision, entry: ClaimDecision) -> ClaimDecision:
    """A later entry over an earlier one."""
    base = entry if entry.decision or not before.decision else before
    return base.model_copy(update={"owner": entry.owner or before.owner, "note": entry.note or before.note})


def _applying(
    exceptions: Sequence[RegisteredException], claims: Sequence[Claim], documents: Sequence[str], notes: list[RegisterNote]
) -> list[RegisteredException]:
    """The exceptions, each that names a claim with the id that this has now; without those whose claim is not there."""
    naming = [one for one in exceptions if one.names_claim]
    now = {id(entry): one for entry, one in zip(naming, meant(naming, claims), strict=True)}
    applying: list[RegisteredException] = []
    for entry in exceptions:
        one = now.get(id(entry))
        if one is None:
            applying.append(entry)
        elif one.found is None:
            notes += _lost(entry, one, documents)
        else:
            applying.append(entry.model_copy(update={"claim": one.found.id}))
    return applying


def called(entry: NamesClaim) -> str:
    """What an entry on a claim is called."""
    if isinstance(entry, RegisteredException):
        return f"exception for {entry.item}, {entry.claim_said}"
    decision = entry.decision if isinstance(entry, ClaimDecision) else None
    return f"{decision or 'note'} {entry.claim_said}"


def _note(entry: NamesClaim, kind: str, why: str) -> RegisterNote:
    return RegisterNote(entry=called(entry), kind=kind, why=f"{why[:1].upper()}{why[1:]}.")


def _lost(entry: NamesClaim, one: Meant, documents: Sequence[str]) -> Iterator[RegisterNote]:
    if one.how == "changed" and one.claim is not None:
        instead = f"what stands there now reads otherwise, so it applies to nothing until somebody decides again: {one.claim.place}"
        yield _note(entry, "changed", f"{instead}, “{' '.join(one.claim.quote.split())}”")
    elif entry.document is None or entry.document in documents:
        yield _note(entry, one.how, NOT_APPLIED[one.how])


def _decision(entry: ClaimDecision, was: str = "") -> Decision:
    return Decision(
        kind=entry.decision, reason=entry.reason or "", note=entry.note or "", owner=entry.owner or "", by=entry.by or "",
        on=entry.on.isoformat() if entry.on else "", was=was,
    )  # fmt: skip


def _as_decided(claim: Claim, entry: ClaimDecision) -> Claim:
    """The claim as somebody says that it reads; what a person has said of its topic is sure."""
    if entry.decision == "confirm":
        return replace(claim, confidence=1.0)
    if entry.decision != "correct":
        return claim
    topic = entry.topic or claim.topic
    kept = claim.params if topic == claim.topic else {}
    return replace(claim, topic=topic, params=kept if entry.params is None else dict(entry.params), confidence=1.0)


def fault_of(claim: Claim, entry: ClaimDecision, catalog: Catalog) -> str:
    """What keeps a correction from being applied; empty where nothing does."""
    if entry.decision != "correct":
        return ""
    topic = entry.topic or claim.topic
    known = catalog.topics.get(topic)
    if known is None:
        return f"there is no topic {topic!r}"
    for name, value in (entry.params or {}).items():
        parameter = known.topic.parameters.get(name)
        if parameter is None:
            there = ", ".join(known.topic.parameters) or "none"
            return f"the topic {topic!r} has no value {name!r} (it has: {there})"
        if wanted := misfit(parameter, value):
            return f"{name} is {wanted}, not {value!r}"
    return ""


def misfit(parameter: Parameter, value: Any) -> str:
    """What a value of a parameter has to be, where the given one is not; empty where it is."""
    given = value if isinstance(value, list) else [value]
    if parameter.values:
        known = list(parameter.values)
        flags = [str(one).lower() if isinstance(one, bool) else one for one in given]
        fits = all(one in known for one in flags) and (parameter.type == "set" or not isinstance(value, list))
        return "" if fits else f"one of {', '.join(known)}"
    if parameter.type == "severity_map":
        fits = isinstance(value, dict) and all(_is_time(one) for one in value.values())
        return "" if fits else 'a time for each severity, such as { critical = "7 days" }'
    if parameter.type in ("duration", "frequency"):
        return "" if isinstance(value, str) and _is_time(value) else 'a time or a frequency, such as "24 hours" or "quarterly"'
    if parameter.type in NUMBERS:
        return "" if isinstance(value, int | float) and not isinstance(value, bool) else "a number"
    return ""


def _is_time(value: str) -> bool:
    return duration_hours(value) != (None, None) or frequency_days(value)[0] is not None
