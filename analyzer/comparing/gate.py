"""What of a review and its comparison makes a job fail."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import AnalyzerError
from ..model import Run, Verdict
from .claims import Pair
from .runs import Comparison

FAIL_ON = {
    "any": "anything that is contradicted",
    "material": "a contradiction that may be material",
    "new": "what is broken now and was not, by an item or by a new promise",
    "regressions": "a promise of both reviews that is contradicted or no longer supported, and was not so before",
    "never": "nothing",
}


def check_known(on: str) -> None:
    """Refuse a word that is none of `FAIL_ON`.

    Raises:
        AnalyzerError: which says what each of them stands for.
    """
    if on not in FAIL_ON:
        meanings = "; ".join(f"{word}: {what}" for word, what in FAIL_ON.items())
        raise AnalyzerError(f"--fail-on takes one of these, not {on!r}: {meanings}.")


def fails(run: Run, found: Comparison | None, on: str) -> bool:
    """Whether a job fails.

    Args:
        found: what moved since the review before; where there is none, all that is contradicted counts as new.
        on: one of `FAIL_ON`.
    """
    broken = [one for one in run.verdicts if one.status == "contradicted"]
    match on:
        case "never":
            return False
        case "material":
            return any(map(_material, broken))
        case "new" if found is not None:
            return bool(found.worse) or any(one.status == "contradicted" for one in found.added)
        case "regressions" if found is not None:
            return bool(found.regressions)
        case _:
            return bool(broken)


def fails_on_promises(run: Run, pairs: Sequence[Pair], on: str) -> bool:
    """Whether a change of documents fails: `new` looks at the promises that it adds, changes or splits off, `regressions` at those
    that it changes or splits off.

    Args:
        run: the review of the new version.
        pairs: its promises beside those of the old one.
        on: one of `FAIL_ON`.
    """
    if on not in ("new", "regressions"):
        return fails(run, None, on)
    kinds = ("changed", "split", *(("added",) if on == "new" else ()))
    touched = {pair.new.id for pair in pairs if pair.new is not None and pair.kind in kinds}
    return any(one.status == "contradicted" and one.claim.id in touched for one in run.verdicts)


def _material(verdict: Verdict) -> bool:
    """Whether a contradiction may be material; one whose severity nobody assessed may be."""
    return verdict.severity is None or verdict.severity.level == "material"
