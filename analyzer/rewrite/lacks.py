"""Why a promise that does not hold has no true wording: what would have to be there for one, in a word and in a sentence."""

from __future__ import annotations

from ..model import Verdict
from .wordings.shares import FEWEST, LEAST, kept_of

SENTENCES = {
    "plan": "It is a plan: say so with a date, or leave it out until it is done.",
    "vague": "The evidence supports no measurable sentence in its place: state who does what, how often or how soon.",
    "nothing holds": "Nothing that the evidence shows keeps it, so no sentence close to it is true: make it true, or take it out.",
    "few hold": "Only {kept:,} of {population:,} are shown to keep it, which is no promise to word: make it true, or take it out.",
    "few items": "It is about {population:,} {items}, too few to tell a share without naming one: make it true, or take it out.",
    "columns alone": (
        "What breaks it ({broken:,} of {population:,}) was told from columns that no check reads; they can break a sentence and"
        " support none. Make it true, or say for how many of them it holds."
    ),
    "unknown": "The evidence cannot tell for {unknown:,} of {population:,}, so how far it holds is not known: bring what tells.",
    "partly": "The evidence supports no narrower sentence; what it does not show has to be shown, or left out.",
    "none": "No sentence close to this one is supported by the evidence: make it true, or take it out.",
}
"""What is said of each lack where no wording that was tried says it better."""

NOT_GIVEN = "nothing was given on"  # in the reason of a verdict, before the kinds of evidence that its check weighs as well
TRIED = ("doubt", "part unshown", "not given", "unsure")
"""The lacks that the verdict on the closest wording tells."""


def lack_of(verdict: Verdict, tried: Verdict | None) -> str:
    """What lacks for a true wording of a verdict that has none.

    Args:
        tried: the verdict on the wording that came closest; None where none came close.

    Returns:
        A key of `SENTENCES`, or one of `TRIED`: the evidence may not be complete (`doubt`), says nothing of a part of the promise
        (`part unshown`), lacks what the check weighs as well (`not given`), or is only taken for what it is (`unsure`).
    """
    if verdict.claim.modality == "planned":
        return "plan"
    if verdict.status == "contradicted" and verdict.query is None:
        return "columns alone"
    if tried and (found := _of_evidence(tried)):
        return found
    if verdict.status != "contradicted":
        return "vague" if verdict.status == "not_testable" else "partly"
    return _of_population(verdict)


def _of_evidence(tried: Verdict) -> str:
    """What the evidence lacks for a wording; nothing where that is not what it fails by."""
    if tried.status == "not_shown":
        return "doubt" if tried.assurance else ""
    if tried.status != "partly_supported" or (tried.unknown and tried.claim.share is None):
        return ""
    if tried.binding.untested or tried.binding.unread:
        return "part unshown"
    return "not given" if NOT_GIVEN in tried.why else "unsure"


def _of_population(verdict: Verdict) -> str:
    """What the population lacks for a share to be told of it."""
    kept, population = kept_of(verdict), verdict.population or 0
    if kept <= 0:
        return "nothing holds"
    if population < FEWEST:
        return "few items"
    if kept + len(verdict.unknown) < LEAST * population:
        return "few hold"
    return "unknown" if kept < LEAST * population else "none"


def sentence_of(verdict: Verdict, lack: str) -> str:
    """What is said of a lack."""
    population = verdict.population or 0
    return SENTENCES.get(lack, SENTENCES["none"]).format(
        kept=kept_of(verdict), broken=len(verdict.exceptions), unknown=len(verdict.unknown), population=population,
        items="item" if population == 1 else "items",
    )  # fmt: skip
