"""Which claims of a text the entries mean: by their id, by their words wherever these moved, or by nearly the same words.

An entry goes on meaning a sentence that was reworded only while the sentence still reads as it did when somebody decided.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from claims import Claim, Place

from ..exceptions.words import stems
from .model import NamesClaim

How = Literal["id", "words", "reworded", "changed", "several", "gone"]
FOUND: tuple[How, ...] = ("id", "words", "reworded")
# Words by which a sentence promises something else, whatever else it says.
TURNING = re.compile(
    r"\b(?:not?|never|none|neither|nor|without|except|unless|only|will|shall|may|might|can|could|should|would|plan(?:s|ned)?\s+to|"
    r"intend\w*|aim\w*|expect\w*|until|before|after|some|most|many|few|any|\d[\d.,]*%?|"
    r"by\s+(?:the\s+)?(?:end|next|\d\w*|q[1-4]|january|february|march|april|may|june|july|august|september|october|november|december))"
    r"(?!\w)",
    re.IGNORECASE,
)
SCOPE = "; of "
ARTICLES = re.compile(r"\b(?:a|an|the|our|its|their|all|every|each|any)\b\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """The claim that an entry means.

    Attributes:
        how: what told; `changed` where a claim in its place reads otherwise now, `several` where its words name more than one.
        claim: None where it is gone or several; of a changed one the claim that stands there now.
    """

    how: How
    claim: Claim | None = None

    @property
    def found(self) -> Claim | None:
        """The claim, where the entry applies to it."""
        return self.claim if self.how in FOUND else None


def reads_of(claim: Claim) -> str:
    """How a claim is read, in one line: two sentences that promise the same have the same."""
    scope = ARTICLES.sub("", " ".join((claim.scope or "").lower().split()))
    return f"{claim.topic}: {', '.join(_said(claim)) or 'stated'}{SCOPE + scope if scope else ''}"


def _said(claim: Claim) -> Iterator[str]:
    if claim.negated:
        yield "not"
    if not claim.testable:
        yield "not testable"
    if claim.quantifier != "unstated":
        yield claim.quantifier
    if claim.share is not None:
        yield f"{100 * claim.share:g}%"
    for name, value in sorted(claim.params.items()):
        yield f"{name} {_value(value)}"
    if claim.exception:
        yield f"except {' '.join(claim.exception.lower().split())}"
    if claim.modality != "in_force":
        yield claim.modality.replace("_", " ")
    if claim.party != "own":
        yield f"by {claim.party}"
    if numbers := [one for one in re.findall(r"\d+(?:\.\d+)?%?", claim.text) if not claim.params]:
        yield f"figures {' '.join(numbers)}"


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return " and ".join(f"{key} {one}" for key, one in sorted(value.items()))
    return " and ".join(sorted(map(str, value))) if isinstance(value, (list, tuple, set, frozenset)) else str(value)


def meant(entries: Sequence[NamesClaim], claims: Sequence[Claim]) -> list[Meant]:
    """The claim that each entry means, in the order of the entries; every entry names one."""
    by_id = {claim.id: claim for claim in claims}
    by_words: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_words[plain(claim.quote)].append(claim)
    told = [_exactly(entry, by_id, by_words) for entry in entries]
    open_ = [at for at, one in enumerate(told) if one is None]
    taken = {one.claim.id for one in told if one is not None and one.claim is not None}
    nearly = _nearly([entries[at] for at in open_], [claim for claim in claims if claim.id not in taken])
    for at, one in zip(open_, nearly, strict=True):
        told[at] = one
    return [one for one in told if one is not None]


def plain(text: str) -> str:
    """Words as they count: without marks and capitals."""
    return re.sub(r"[\W_]+", " ", text.lower()).strip()


def _exactly(entry: NamesClaim, by_id: dict[str, Claim], by_words: dict[str, list[Claim]]) -> Meant | None:
    """The claim of its id or its very words; None where there is none."""
    if entry.claim and (claim := by_id.get(entry.claim)):
        return Meant(how="id", claim=claim)
    if not entry.quote:
        return Meant(how="gone")
    same = by_words.get(plain(entry.quote), [])
    for narrower in (
        [one for one in same if one.place.document == entry.document],
        [one for one in same if reads_of(one) == entry.reads],
        [one for one in same if one.place.document == entry.document and reads_of(one) == entry.reads],
        same,
    ):
        if len(narrower) == 1:
            return Meant(how="words", claim=narrower[0])
    return Meant(how="several") if same else None


def _nearly(entries: Sequence[NamesClaim], claims: Sequence[Claim]) -> list[Meant]:
    """The claims in whose words those of entries live on; each of them is meant by no more than one wording."""
    from ..comparing.claims import match  # few reviews need it

    wordings = {key: _as_claim(entry) for entry in entries if (key := _key(entry))}
    pairs = match(list(wordings.values()), claims) if wordings else []
    now = {pair.old.id: pair.new for pair in pairs if pair.old is not None and pair.new is not None and pair.kind != "split"}
    found: list[Meant] = []
    for entry in entries:
        claim = now.get(_key(entry))
        if claim is None:
            found.append(Meant(how="gone"))
        else:
            found.append(Meant(how="reworded" if _same(entry, claim) else "changed", claim=claim))
    return found


def _same(entry: NamesClaim, claim: Claim) -> bool:
    """Whether a claim promises what somebody decided on; a word of scope counts where the other sentence does not say it at all."""
    was, _, scope = (entry.reads or "").partition(SCOPE)
    now, _, scope_now = reads_of(claim).partition(SCOPE)
    quote = entry.quote or ""
    if was != now or _turns(quote) != _turns(claim.quote):
        return False
    return stems(scope) <= stems(claim.text) and stems(scope_now) <= stems(quote)


def _turns(text: str) -> list[str]:
    return sorted(found[0].lower() for found in TURNING.finditer(text))


def _key(entry: NamesClaim) -> str:
    return f"{entry.document}|{entry.claim}|{plain(entry.quote or '')}"


def _as_claim(entry: NamesClaim) -> Claim:
    """A claim with no more than the words and the topic that an entry keeps, to hold others against."""
    quote = entry.quote or ""
    place = Place(document=entry.document or "", start=0, end=len(quote))
    return Claim(
        id=_key(entry), quote=quote, text=quote, sentence=quote, place=place,
        topic=(entry.reads or "other").partition(":")[0], params={}, quantifier="unstated", scope=None, negated=False,
        modality="in_force", party="own", testable=True,
    )  # fmt: skip
