"""What a document's own definitions say of the words of a scope: a restriction that the evidence knows, or nothing it can tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from claims import Claim, DefinedTerm
from claims.definitions import use_of
from claims.expressions import expression

from .catalog import TopicEntry
from .scope import SEVERAL, STOP_WORDS, values_named

# How documents call what the whole document is about.
WHOLE = frozenset({"platform", "product", "application", "solution", "software", "website", "app", "system", "service", "services"})
# Words of a meaning that restrict nothing by themselves.
GENERIC = frozenset(
    """
    account accounts cluster clusters customer-facing customers entire environment environments facing hosted host hosts
    infrastructure live machine machines network networks project projects run running runs serve serves serving
    subscription subscriptions tenant tenants set part parts user-facing collection combination together cloud or
    """.split()  # noqa: SIM905 - thirty quoted words are harder to read
)
ASIDE = re.compile(r"[,;]?\s+(?:which|including|such as|e\.g\.|i\.e\.|for example)\b.*$|\s*\([^)]*\)", re.IGNORECASE | re.DOTALL)
INCLUDES = re.compile(r"\b(?:including|includes?|as well as)\b", re.IGNORECASE)
LEAVES_OUT = re.compile(r"\b(?:other than|except|excluding|apart from)\b", re.IGNORECASE)
NEGATES = re.compile(r"\b(?:not|no|without|neither|non)\b", re.IGNORECASE)
EVERYBODY = {"employee", "contractor"}
# Somebody who acts, and no restriction of what is acted on.
ACTOR = re.compile(
    r"^(?:an?|the|any|our)?\s*(?:\w+\s+){0,2}?(?:person|individual|role|team|group|committee|board|body|function|department|manager|officer|employee"
    r"|owner|company|entity|organi[sz]ation)s?\b",
    re.IGNORECASE,
)
PEOPLE = frozenset({"people", "users", "user", "employees", "personnel", "staff", "accounts"})
# A name or number that tells one account, cluster or place from others.
IDENTIFIED = re.compile(
    r"[`“\"][^`”\"]+[`”\"]|\b(?=[\w-]*\d)[\w-]{3,}\b|\b(?:account|subscription|project|cluster|namespace|tenant)s? \w+[-_]\w+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class OwnMeaning:
    """What the definitions of a claim's document say of the words of its scope.

    Attributes:
        words: the words that mean a restriction, each as `dimension = value`.
        unresolved: the words whose meaning no dimension of the evidence tells.
        why: for each of both kinds what the document says, for the reader of the verdict.
    """

    words: dict[str, dict[str, str]] = field(default_factory=dict)
    unresolved: tuple[str, ...] = ()
    why: tuple[str, ...] = ()


def own_meaning(
    claim: Claim, scope: str, entry: TopicEntry, own_words: Mapping[str, Mapping[str, str]] | None = None
) -> OwnMeaning:
    """What the defined terms in a claim's scope mean for the evidence.

    A term that the words of the topic or of its check's population cover restricts nothing by itself, and one that the
    configuration explains means what that says.

    Args:
        scope: the words of the claim's scope that count.
        entry: the topic and its check.
        own_words: the company's own scope words from its configuration.
    """
    configured = {word.lower() for word in own_words or {}}
    words: dict[str, dict[str, str]] = {}
    unresolved: list[str] = []
    why: list[str] = []
    for term in dict.fromkeys(term.term for term in claim.defined_terms):
        found = use_of(term).search(scope)
        if found is None or {term.lower(), found[0].lower()} & configured:
            continue
        meanings = [one for one in claim.defined_terms if one.term == term]
        read = [_restriction(one) for one in meanings]
        meant = read[0] if all(one == read[0] for one in read) else "unknown"
        if meant == "plain" or (meant == "unknown" and _covered(found[0], meanings, entry)):
            continue
        if isinstance(meant, dict):
            words[found[0]] = meant
        else:
            unresolved.append(found[0])
        why.append(f"«{term}» is defined as «{_short(meanings[0].meaning)}» ({meanings[0].place})")
    return OwnMeaning(words, tuple(unresolved), tuple(why))


def _short(meaning: str) -> str:
    return meaning if len(meaning) <= 160 else meaning[:159].rstrip() + "…"


def _restriction(one: DefinedTerm) -> dict[str, str] | Literal["plain", "unknown"]:
    """The restriction that a term means; `plain` where it means what its words say, `unknown` where nothing tells."""
    known, _ = values_named(one.term)
    meaning = ASIDE.sub("", one.meaning).strip(" .;")
    if known and one.kind == "name":
        return "plain"
    if known:
        return _of_known(known, one.meaning, meaning)
    named, rest = values_named(meaning)
    exact = named and not _left(rest) and not LEAVES_OUT.search(one.meaning) and not NEGATES.search(meaning)
    if not exact or not all(_one_value(dimension, values) for dimension, values in named.items()):
        return "plain" if one.kind == "name" else "unknown"
    return _joined(named)


def _of_known(known: Mapping[str, tuple[str, ...]], whole: str, meaning: str) -> dict[str, str] | Literal["plain", "unknown"]:
    """The restriction of a term that the lexicon knows: the document may give it another value, a wider sense, or a named place."""
    if LEAVES_OUT.search(whole):
        return "unknown"
    named, _ = values_named(meaning[: found.start()] if (found := NEGATES.search(meaning)) else meaning)
    added, _ = values_named(whole[found.end() :] if (found := INCLUDES.search(whole)) else "")
    said: dict[str, tuple[str, ...]] = {}
    for dimension, values in known.items():
        own = named.get(dimension) or values
        more = tuple(value for value in added.get(dimension, ()) if value not in own)
        if more and {*own, *more} >= EVERYBODY:
            said[dimension] = ("",)
        elif more or not _one_value(dimension, own):
            return "unknown"
        elif dimension in named:
            said[dimension] = own
    if said:
        return _joined(said)
    return "unknown" if IDENTIFIED.search(meaning) else "plain"


def _one_value(dimension: str, values: tuple[str, ...]) -> bool:
    return len(values) == 1 or dimension == SEVERAL


def _joined(named: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {dimension: ", ".join(values) for dimension, values in named.items() if any(values)}


def _left(text: str, harmless: frozenset[str] = STOP_WORDS | GENERIC) -> list[str]:
    """The words of a text besides those of no consequence."""
    words = re.findall(r"[A-Za-z][\w'’-]*|\d[\w-]*", text)
    return [w for w in words if not {w.lower(), w.lower().rstrip("s")} & harmless]


def _covered(words: str, meanings: Iterable[DefinedTerm], entry: TopicEntry) -> bool:
    """Whether words that nothing resolves restrict nothing: the topic's own, the population's, the whole system's, an actor's."""
    if words.lower() in WHOLE or not _left(words, STOP_WORDS):
        return True
    population = entry.check.population if entry.check else ()
    if any(use_of(name).fullmatch(words.lower()) for name in population):
        return True
    if not PEOPLE & set(population) and all(ACTOR.match(one.meaning) for one in meanings):
        return True
    topic = entry.topic
    known = (*topic.wording, *topic.weak, *topic.context)
    return any(len(m[0]) >= len(words) - 1 for pattern in known for m in expression(pattern).finditer(words))
