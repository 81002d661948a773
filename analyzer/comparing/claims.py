"""Claims of two versions of a text, paired by what they say: an edit, a move or a split leaves a promise the same promise."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from claims import Claim

from ..exceptions.words import stems
from ..reports.text import stated

Kind = Literal["same", "moved", "reworded", "changed", "split", "added", "dropped"]
ALIKE = 0.55  # of two claims; below it they are two promises
SAME_TOPIC, SAME_PLACE, SAME_DOCUMENT = 0.2, 0.05, 0.05
PART_OF = 0.75  # of the words of a claim stand in one that is paired already: it was split off
ORDER: dict[Kind, int] = {"changed": 0, "added": 1, "dropped": 2, "split": 3, "reworded": 4, "moved": 5, "same": 6}


@dataclass(frozen=True, slots=True)
class Pair:
    """A promise in two versions.

    Attributes:
        old, new: None where the other version has none of it.
        kind: `moved` stands under another heading, `reworded` says the same in other words, `changed` promises something else.
        differences: for a changed one what is promised instead, as "frequency: quarterly, was monthly".
    """

    old: Claim | None
    new: Claim | None
    kind: Kind
    differences: tuple[str, ...] = ()

    @property
    def either(self) -> Claim:
        """The newer of the two."""
        found = self.new or self.old
        if found is None:
            raise ValueError("a pair holds a claim")
        return found


def match(old: Sequence[Claim], new: Sequence[Claim]) -> list[Pair]:
    """The promises of two versions in pairs: what changed, then added, dropped and the rest, each in the order of its text."""
    words = {id(claim): _words(claim) for claim in (*old, *new)}
    partner = _unchanged(old, new)
    taken = set(partner.values())
    rest = [(j, claim) for j, claim in enumerate(new) if j not in taken]
    likeness = (
        (_likeness(a, b, words), i, j) for i, a in enumerate(old) if i not in partner for j, b in _near(a, rest, words)
    )  # fmt: skip
    scored = sorted(likeness, key=lambda one: (-one[0], one[1:]))
    for score, i, j in scored:
        if score >= ALIKE and i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    one_each = all(len({claim.place.document for claim in version}) == 1 for version in (old, new))
    pairs = [_pair(old[i], new[j], one_each) for i, j in sorted(partner.items(), key=lambda one: one[1])]
    for j, claim in enumerate(new):
        if j not in taken:
            source = next((old[i] for i in partner if _part_of(claim, old[i], words)), None)
            pairs.append(Pair(source, claim, "split") if source else Pair(None, claim, "added"))
    pairs += [Pair(claim, None, "dropped") for i, claim in enumerate(old) if i not in partner]
    return sorted(pairs, key=lambda one: ORDER[one.kind])


def _unchanged(old: Sequence[Claim], new: Sequence[Claim]) -> dict[int, int]:
    """Claims that stand in both versions as they are, by their numbers: nothing could be more alike."""
    same: dict[tuple[object, ...], list[int]] = {}
    for j, claim in enumerate(new):
        same.setdefault(_as_it_stands(claim), []).append(j)
    found: dict[int, int] = {}
    for i, claim in enumerate(old):
        if left := same.get(_as_it_stands(claim)):
            found[i] = left.pop(0)
    return found


def _as_it_stands(claim: Claim) -> tuple[object, ...]:
    return claim.text, claim.topic, claim.heading_path, claim.place.document


def _near(claim: Claim, others: Iterable[tuple[int, Claim]], words: dict[int, Counter[str]]) -> Iterator[tuple[int, Claim]]:
    """Those that share a word with a claim, or its topic."""
    mine = words[id(claim)]
    for j, other in others:
        if other.topic == claim.topic != "other" or mine.keys() & words[id(other)].keys():
            yield j, other


def _words(claim: Claim) -> Counter[str]:
    numbers = re.findall(r"\d+(?:\.\d+)?%?", claim.text)
    return Counter([*stems(claim.text), *numbers])


def _likeness(a: Claim, b: Claim, words: dict[int, Counter[str]]) -> float:
    """How alike two claims are: 1 and more for the same words under the same heading."""
    one, other = words[id(a)], words[id(b)]
    shared = 2 * (one & other).total() / max(one.total() + other.total(), 1)
    same_topic = SAME_TOPIC if a.topic == b.topic != "other" else 0.0
    same_place = SAME_PLACE if a.heading_path[-1:] == b.heading_path[-1:] else 0.0
    return shared + same_topic + same_place + (SAME_DOCUMENT if a.place.document == b.place.document else 0.0)


def _part_of(claim: Claim, whole: Claim, words: dict[int, Counter[str]]) -> bool:
    one, other = words[id(claim)], words[id(whole)]
    return one.total() >= 3 and (one & other).total() >= PART_OF * one.total()


def _pair(old: Claim, new: Claim, one_each: bool) -> Pair:
    """A pair with its kind; where each version is one document, its name may differ."""
    found = tuple(_differences(old, new))
    if found:
        return Pair(old, new, "changed", found)
    if _plain(old.text) != _plain(new.text):
        return Pair(old, new, "reworded")
    same = old.heading_path == new.heading_path and (one_each or old.place.document == new.place.document)
    return Pair(old, new, "same" if same else "moved")


def _differences(old: Claim, new: Claim) -> Iterator[str]:
    """What one promises and the other does not; a word of scope counts where the other does not say it at all."""
    if old.topic != new.topic:
        yield f"topic: {new.topic}, was {old.topic}"
    for name in sorted({*old.params, *new.params}):
        before, after = old.params.get(name), new.params.get(name)
        if before != after:
            yield f"{name.replace('_', ' ')}: {_value(after)}, was {_value(before)}"
    for field in ("modality", "quantifier", "party", "negated", "testable", "share", "exception"):
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            yield f"{field}: {_value(after)}, was {_value(before)}"
    if not old.params and not new.params and _numbers(old) != _numbers(new):
        yield f"figures: {', '.join(sorted(_numbers(new))) or 'none'}, were {', '.join(sorted(_numbers(old))) or 'none'}"
    if old.scope != new.scope and (_scope(old) - stems(new.text)) | (_scope(new) - stems(old.text)):
        yield f"scope: {new.scope or 'not stated'}, was {old.scope or 'not stated'}"


def _scope(claim: Claim) -> frozenset[str]:
    return frozenset(stems(claim.scope or "")) - stems("the our its all every each it team company")


def _numbers(claim: Claim) -> set[str]:
    return set(re.findall(r"\d+(?:\.\d+)?%?", claim.text))


def _value(value: Any) -> str:
    return "not stated" if value is None else stated(value)


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()
