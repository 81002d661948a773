"""The two repairs of each promise that does not hold: a wording that is true, and what makes the original true."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from claims import Claim
from claims.row_text import cells_of

from ..model import Rewrite, Verdict
from . import wordings as folder
from .desk import Desk
from .lacks import TRIED, lack_of, sentence_of
from .system import repair_of

REPAIRED = ("contradicted", "partly_supported", "not_testable")
MARKS = "*_`"  # of emphasis in a source text, which stand in a quote and not in the text of its claim
AGREES = "Nothing contradicts «{}», and no check confirms the whole of it: {}"
ALONE = "The columns that break the original do not break «{}», and no check confirms it."
Way = Callable[[Verdict, Desk], Iterator[str]]


@cache
def ways() -> tuple[tuple[str, Way], ...]:
    """The ways of wording by name, in the order in which they are tried: the modules of `wordings` that have an `ORDER`."""
    modules = [importlib.import_module(f"{folder.__name__}.{one.name}") for one in pkgutil.iter_modules(folder.__path__)]
    found = [one for one in modules if hasattr(one, "ORDER")]
    return tuple((one.__name__.rpartition(".")[2], one.wordings) for one in sorted(found, key=lambda one: one.ORDER))


def with_rewrites(
    verdicts: Sequence[Verdict], desk: Desk, progress: Callable[[int, int], None] = lambda done, of: None
) -> list[Verdict]:
    """The verdicts, each that does not hold with its two repairs.

    Args:
        progress: called with how many have been looked at, and of how many.
    """
    due = [one for one in verdicts if _is_due(one)]
    known: dict[int, Verdict] = {}
    for done, verdict in enumerate(due, start=1):
        known[id(verdict)] = replace(verdict, rewrite=_rewrite(verdict, desk))
        progress(done, len(due))
    return [known.get(id(one), one) for one in verdicts]


def _is_due(verdict: Verdict) -> bool:
    return verdict.status in REPAIRED and verdict.claim.party == "own"


def _rewrite(verdict: Verdict, desk: Desk) -> Rewrite:
    claim, repair = verdict.claim, repair_of(verdict, desk)
    closest: tuple[str, Verdict] | None = None
    for name, way in ways():
        for text in way(verdict, desk):
            wording = in_place(claim, text)
            tried = desk.try_wording(claim, text) if wording else None
            if wording and desk.holds(claim, text):
                return Rewrite(wording=wording, way=name, why="Read and tested again, it is supported.", repair=repair)
            if wording and tried and _nearness(tried) > (_nearness(closest[1]) if closest else 0):
                closest = wording, tried
    lack = lack_of(verdict, closest[1] if closest else None)
    why = sentence_of(verdict, lack)
    nearest = closest[0] if closest and _agrees(verdict, closest[1]) else None
    if nearest:
        why = AGREES.format(nearest, closest[1].why) if closest and closest[1].population else ALONE.format(nearest)
    elif closest and lack in TRIED:
        why = f"Not even «{closest[0]}» would be supported: {closest[1].why}"
    return Rewrite(wording=None, way="", why=why, repair=repair, lack=lack, nearest=nearest)


def _nearness(tried: Verdict) -> int:
    """How near the evidence comes to supporting a wording, from 0; a part that no check reads is farther than one unconfirmed."""
    if tried.status != "partly_supported":
        return int(tried.status == "not_shown")
    return 2 if tried.binding.untested or tried.binding.unread else 3


def _agrees(verdict: Verdict, tried: Verdict) -> bool:
    """Whether all that the evidence holds on a wording agrees with it, although that does not show the whole of it.

    What columns alone break is counted by these columns: the share of it that they keep is broken by none of them.
    """
    if verdict.status != "contradicted" or tried.claim.hedges or (tried.unknown and tried.claim.share is None):
        return False
    alone = verdict.query is None and tried.claim.share is not None and tried.status == "not_shown" and not tried.assurance
    return tried.status == "partly_supported" or alone


def in_place(claim: Claim, wording: str) -> str | None:
    """What stands in the place of a claim's quote when its text becomes the wording; None where the change lies outside of it.

    Args:
        claim: its text is the quote as a sentence of its own: with words added around it, a capital, and without a full stop.
    """
    if claim.form == "row":
        return " | ".join(cell for _, cell in cells_of(wording))
    marked, text = claim.quote.rstrip(" .;:"), claim.text
    kept = [at for at, sign in enumerate(marked) if sign not in MARKS]
    quote = "".join(marked[at] for at in kept)
    at = text.lower().find(quote.lower())
    if at < 0 or wording[:at].lower() != text[:at].lower():
        return None
    behind = text[at + len(quote) :]
    if not wording.endswith(behind):
        return None
    changed = wording[at : len(wording) - len(behind)]
    first = quote[:1] if changed[:1].lower() == quote[:1].lower() else changed[:1]
    return _put(marked, kept, first + changed[1:]) + claim.quote[len(marked) :]


def _put(marked: str, kept: Sequence[int], changed: str) -> str:
    """Words with their marks of emphasis, as far as they stay.

    Args:
        kept: where in the marked words those stand that are no marks.
        changed: what they become without marks.
    """
    words = "".join(marked[at] for at in kept)
    same = next((at for at, (a, b) in enumerate(zip(words, changed, strict=False)) if a != b), min(len(words), len(changed)))
    rest = min(len(words), len(changed)) - same
    alike = next((at for at in range(rest) if words[-1 - at] != changed[-1 - at]), rest)
    begin = kept[same] if same < len(words) else len(marked)
    end = kept[len(words) - alike] if alike else len(marked)
    return marked[:begin] + changed[same : len(changed) - alike] + marked[end:]
