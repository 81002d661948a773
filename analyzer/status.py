"""From what the items of a population show to the word for it: quantifier, share, unknown items, doubts about the evidence."""

from __future__ import annotations

import math
from collections.abc import Sequence

from .evidence.tally import Tally
from .model import AssuranceResult, Binding, Excused, Observation, Status

SHOWN = 3  # items that a sentence names before it only counts
ROUNDING = 1e-9


def phrase(binding: Binding, field: str) -> str:
    """The words of a claim that decided one of its properties."""
    return next((t.phrase for t in binding.claim.triggers if t.field == field), "")


def status_of(
    binding: Binding, tally: Tally, exceptions: Sequence[Observation], excused: Sequence[Excused],
    unknown: Sequence[Observation], guards: Sequence[AssuranceResult], unseen: Sequence[str], supposed: Sequence[str],
) -> tuple[Status, str]:  # fmt: skip
    """Quantifier, unknown items, failed assurance, untested parts and evidence that was not given, in that order."""
    claim = binding.claim
    besides = f" {len(excused)} more {'is' if len(excused) == 1 else 'are'} covered by a documented exception." if excused else ""
    population, holding = tally.count(), tally.count(True)
    broken, untold = max(tally.count(False) - len(excused), 0), tally.count(None)
    some_keep = claim.quantifier == "some" and holding > 0
    if claim.share is not None and (broken or untold) and claim.modality == "in_force":
        least = claim.share * population - ROUNDING
        if holding + len(excused) + untold < least:
            short = f"{holding} of {population} keep the promise ({_percent(holding / population)})"
            return "contradicted", f"{short}; promised are {_percent(claim.share)}: {named(exceptions, broken)}.{besides}"
        some_keep = holding + len(excused) >= least
    if broken and not some_keep:
        if claim.modality in ("recommended", "optional"):
            word = phrase(binding, "modality") or claim.modality
            return (
                "not_testable",
                f"The sentence says «{word}»: it cannot be broken. {broken} of {population} items do not follow it.",
            )
        return "contradicted", f"{broken} of {population} break it: {named(exceptions, broken)}.{besides}"
    if untold and not some_keep:
        share = f"{holding} of {population} keep the promise" if holding else f"None of {population} items can be decided"
        status: Status = "partly_supported" if holding and untold < population / 2 else "not_shown"
        return status, f"{share}; the evidence cannot tell for {untold}: {named(unknown, untold)}.{besides}"
    if not holding:
        return "not_shown", f"Nothing keeps the promise: a documented exception covers each of {population} items."
    return _kept(binding, population, holding, guards, unseen, supposed, besides)


def _kept(
    binding: Binding, population: int, holding: int, guards: Sequence[AssuranceResult], unseen: Sequence[str],
    supposed: Sequence[str], besides: str,
) -> tuple[Status, str]:  # fmt: skip
    """How far evidence that breaks nothing supports a claim."""
    kept = f"All {population} items" if holding == population else f"{holding} of {population} items"
    keep, agree = "keep", "agree"
    if population == 1:
        kept, keep, agree = "The one item", "keeps", "agrees"
    if guards:
        return (
            "not_shown",
            f"{kept} {keep} the promise, but the evidence may not be complete: {'; '.join(g.why for g in guards)}.{besides}",
        )
    if binding.untested or binding.unread:
        words = [f"{name.replace('_', ' ')} «{binding.claim.params[name]}»" for name in binding.untested]
        words += [f"«{stated}»" for stated in binding.unread]
        return "partly_supported", f"{kept} {agree}, but the evidence does not show {', '.join(words)}.{besides}"
    if unseen or supposed:
        short = f"but nothing was given on {'; '.join(unseen)}" if unseen else f"if {' and '.join(supposed)}"
        return "partly_supported", f"{kept} {agree}, {short}.{besides}"
    return "supported", f"{kept} in scope {keep} the promise.{besides}"


def _percent(share: float) -> str:
    """A share in percent, rounded down so that what falls short of a promise never reads as the promise."""
    return f"{math.floor(1000 * share + ROUNDING) / 10:.1f}".removesuffix(".0") + "%"


def named(observations: Sequence[Observation], count: int | None = None) -> str:
    """The first observations by name and reason, and how many more there are.

    Args:
        count: how many there are, where not all are listed.
    """
    first = [f"{o.item} ({o.reason})" if o.reason else o.item for o in observations[:SHOWN]]
    more = (len(observations) if count is None else count) - SHOWN
    return "; ".join(first) + (f"; and {more} more" if more > 0 else "")
