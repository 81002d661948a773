"""What a sentence says of its claim besides the topic: modality, quantifier, scope, party, testability, negation."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .lexicon import NUMBER_WORDS, Entry, lexicon
from .model import Modality, Party, Quantifier, Trigger

SUBORDINATE = re.compile(
    r"\b(?:if|when|where|whenever|unless|until|which|who|that|because|so that|in order to|before|after)\b",
    re.IGNORECASE,
)
EXCEPTION = re.compile(
    r"\b(?:unless|except(?:\s+(?:for|where|when|in|that|as))?|excluding|other than|with the exception of|apart from)\b[^.;]*",
    re.IGNORECASE,
)
# A bound on a value negates nothing: "no later than", "must not exceed", "without undue delay".
NEGATION = re.compile(
    r"\b(?:no(?!\s+(?:later|more|less|longer|fewer)\b)|not(?!\s+(?:later|more|less|fewer|exceed|only)\b)"
    r"|without(?!\s+(?:(?:undue|unreasonable|further)\s+)?delay\b)"
    r"|never|none|nobody|neither|prohibit(?:ed|s|ion)?|forbidden|disallowed|banned|cannot)\b",
    re.IGNORECASE,
)
NOT_OF_ITEMS = ("any", "no ", "none", "both", "can")  # these quantify what the lead-in itself speaks of, not the items below it
# A word of obligation right after another modal belongs to it: "plans to require", "may be required to", "should ensure".
GOVERNED = re.compile(r"\s+(?:\w+\s+){0,2}")
PAST = re.compile(
    r"\b(?:was|were|has been|have been|had)\b(?=[^.;]*\b(?:in|on|during|since|as of)\b[^.;]*\b(?:20\d\d"
    r"|january|february|march|april|may|june|july|august|september|october|november|december|q[1-4])\b)",
    re.IGNORECASE,
)
PLACEHOLDER = re.compile(
    r"\[(?:X|N|\#|XX+|number|insert[^\]]*|TBD|your[^\]]*|company[^\]]*|date)\]|_{3,}|\bX+ (?:hours|days|months)\b|\bTBD\b",
    re.IGNORECASE,
)
PREDICATE = re.compile(
    r"\b(?:is|are|be|was|were|has|have|had|does|do|must|shall|should|will|may|can|cannot|requires?|uses?|maintains?|performs?|reviews?|conducts?|provides?|"
    r"ensures?|includes?|undergoes?|undergo|receives?|completes?|approves?|follows?|utilizes?|leverages?|employs?|enforces?|monitors?|restricts?|supports?|"
    r"prohibits?|applies|apply|disables?|revokes?|encrypts?|logs?|records?|tracks?|assigns?|holds?|keeps?|runs?|signs?|tests?|scans?|notifies|notify|authenticates?|expires?)\b",
    re.IGNORECASE,
)
BEFORE_SUBJECT = re.compile(
    r"(?:^|[,;:]|\bthat)\s*(?:[-*•]\s*)?(?:\*+)?(?:(?:the|our|its|all|each|such|where \w+,)\s*)?$", re.IGNORECASE
)
HEAD = re.compile(
    r"^(?:(?:in addition|additionally|furthermore|also|moreover|however|further|finally),?\s+"
    r"|(?:where|when|whenever|if|as|once) "
    r"(?:possible|feasible|practicable|applicable|appropriate|necessary|needed|supported|implemented),\s+)+",
    re.IGNORECASE,
)
AUXILIARY = r"(?:is|are|be|was|were|must|shall|should|will|may|can|cannot|has|have|do|does)"
# "every 90 days" and "each month" say how often, not of what.
NOT_A_TIME = (
    r"(?!\s+(?:(?:\d+|other|second|single|" + "|".join(NUMBER_WORDS) + r")[\s-]+)?(?:\(\d+\)\s+)?"
    r"(?:calendar\s+|fiscal\s+|business\s+|working\s+)?(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|quarters?|years?|times?)\b)"
)  # fmt: skip
FOR_ALL = re.compile(
    r"\b(?:for|of|to|on|across|by|in|from|with|within|into)\s+(?P<scope>(?:all|every|each|any|both)" + NOT_A_TIME +
    r"\s+[^.;,:()]{2,80}?)"
    r"(?=\s+(?:is|are|be|must|shall|should|will|may|can|has|have|within|at least|using|via|through|before"
    r"|prior|upon|and then|every|that|which|who|when|unless)\b|[.;,:()]|$)",
    re.IGNORECASE,
)
ALL_OF = re.compile(
    r"\b(?P<scope>(?:all|every|each|any|no(?!\s+(?:later|more|less|longer|fewer)))" + NOT_A_TIME + r"\s+[^.;,:()]{2,80}?)"
    r"(?=\s+(?:is|are|be|must|shall|should|will|may|can|has|have|within|requires?|using|via|through|before|prior|upon|undergo(?:es)?|completes?|receives?|uses?"
    r"|signs?|acknowledges?|attends?|follows?|maintains?|performs?|authenticates?|enforces?|expires?|connects?|contains?)\b|[.;,:()]|$)",
    re.IGNORECASE,
)  # fmt: skip
# After "to" these are infinitives: "is used to access production" restricts nothing.
INFINITIVE = (
    r"(?:access|approve|manage|protect|prevent|detect|ensure|identify|perform|support|restrict|limit|grant|revoke|enforce|require|encrypt|maintain|provide"
    r"|verify|confirm|address|connect|authenticate|deploy|use|be|have|reach|administer|secure|segregate|separate|store|view|modify|sign|log|determine)"
)
RESTRICTED_TO = re.compile(
    r"\b(?:for|to(?!\s+" + INFINITIVE + r"\b)|across|on)\s+(?!(?!existing|remaining|supporting|processing|incoming)\w+ing\b)"
    r"(?P<scope>(?:the\s+)?(?:(?:(?!\b" + AUXILIARY + r"\b)[^.;,:()]){2,60}?\b)?"
    r"(?:production|staging|users?|accounts?|systems?|employees|personnel|staff|contractors|environments?|servers?|databases?|data(?!\s+cent)|vendors?|"
    r"repositor(?:y|ies)|applications?|services?|access|connections?|endpoints?|devices?|laptops?|engineers|administrators|changes|keys|backups|stores|buckets|networks?|infrastructure))\b",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Properties:
    """What the words around a fact decide; see `Claim` for the meaning of the fields."""

    modality: Modality
    quantifier: Quantifier
    scope: str | None
    party: Party
    negated: bool
    testable: bool
    untestable_because: str | None
    hedges: tuple[str, ...]
    exception: str | None
    triggers: tuple[Trigger, ...]


def _modality(text: str) -> tuple[Modality, Trigger | None]:
    everything = lexicon("modality").find(text)
    found = [(e, m) for e, m in everything if e.value != "in_force" or not _governed(text, m.start(), everything)]
    main = [(e, m) for e, m in found if not _subordinate(text, m.start())]
    if not any(e.value == "in_force" for e, _ in main):
        for wanted in ("planned", "recommended", "optional"):
            for entry, match in found if wanted == "planned" else main:
                if entry.value == wanted:
                    return entry.value, Trigger(field="modality", value=wanted, phrase=match[0])  # type: ignore[return-value]
        if past := PAST.search(text):
            return "past", Trigger(field="modality", value="past", phrase=past[0])
    planned = next(((e, m) for e, m in found if e.value == "planned"), None)
    if planned and not any(e.value == "in_force" for e, _ in main):
        return "planned", Trigger(field="modality", value="planned", phrase=planned[1][0])
    forced = next((m for e, m in main if e.value == "in_force"), None)
    return "in_force", Trigger(field="modality", value="in_force", phrase=forced[0]) if forced else None


def _governed(text: str, at: int, found: list[tuple[Entry, re.Match[str]]]) -> bool:
    """Whether the word of obligation at `at` belongs to another modal right before it."""
    return any(
        entry.value != "in_force" and match.end() < at and GOVERNED.fullmatch(text, match.end(), at) for entry, match in found
    )


def _subordinate(text: str, at: int) -> bool:
    """Whether the word at `at` stands in a subordinate clause that the main clause does not depend on."""
    clause = max((m.start() for m in SUBORDINATE.finditer(text, 0, at)), default=None)
    return clause is not None and "," not in text[clause:at]


def _quantifier(text: str) -> tuple[Quantifier, Trigger | None]:
    for entry, match in lexicon("quantifier").find(text):
        return entry.value, Trigger(field="quantifier", value=entry.value, phrase=match[0])  # type: ignore[return-value]
    return "unstated", None


def _party(text: str, headings: tuple[str, ...]) -> tuple[Party, Trigger | None]:
    for heading in reversed(headings[-2:]):
        if re.search(
            r"complementary user[- ]entity|user entity (?:controls|responsibilities)|\bCUECs?\b|customer responsibilities",
            heading,
            re.IGNORECASE,
        ):
            return "customer", Trigger(field="party", value="customer", phrase=heading)
        if re.search(
            r"complementary subservice|\bCSOCs?\b|subservice organi[sz]ation controls", heading, re.IGNORECASE
        ):
            return "subservice", Trigger(field="party", value="subservice", phrase=heading)
    found = lexicon("party").find(text)
    for entry, match in found:
        if BEFORE_SUBJECT.search(text[: match.start()]):
            return entry.value, Trigger(field="party", value=entry.value, phrase=match[0])  # type: ignore[return-value]
    return "own", None


def _scope(text: str) -> str | None:
    """The words that name the population: "for all X", "All X ...", else what stands before the first verb."""
    for pattern in (FOR_ALL, ALL_OF):
        if found := pattern.search(text):
            return found["scope"].strip()
    body = HEAD.sub("", text)
    if found := RESTRICTED_TO.search(body):
        return found["scope"].strip()
    verb = _verb(body)
    if verb and verb.start() > 2:
        subject = body[: verb.start()].strip(" ,:;-*")
        if 0 < len(subject.split()) <= 14 and not re.match(
            r"(?:it|this|these|they|there|we|our)\b", subject, re.IGNORECASE
        ):
            return subject
    return None


def _verb(text: str) -> re.Match[str] | None:
    """The first verb; a word that another verb follows is a noun ("audit logs are", "a penetration test is")."""
    for found in PREDICATE.finditer(text):
        if re.fullmatch(AUXILIARY, found[0], re.IGNORECASE):
            return found
        plural_first = found.start() == 0 and found[0].lower() in ("logs", "records", "reviews", "scans", "tests")
        if not plural_first and not PREDICATE.match(text, found.end() + 1):
            return found
    return None


LABEL = re.compile(r"\W*(?P<name>[A-Z][\w-]*(?: [\w-]+){0,2})\s*\|\s*\S")  # the first cell of a row


def _testability(text: str, has_values: bool, modality: Modality) -> tuple[bool, str | None, tuple[str, ...]]:
    label = LABEL.match(text)
    named = label.span("name") if label else (0, 0)  # what a row is called promises nothing
    found = [(e, m) for e, m in lexicon("vague").find(text) if not named[0] <= m.start() < named[1]]
    hedges = tuple(m[0] for e, m in found if e.value == "hedge")
    if placeholder := PLACEHOLDER.search(text):
        return False, placeholder[0], hedges
    void = next((m[0] for e, m in found if e.value == "void"), None)
    if void and not has_values:
        return False, void, hedges
    weak = [m[0] for e, m in found if e.value == "weak"]
    if weak and not has_values and (modality != "in_force" or len(text.split()) <= 9):
        return False, weak[0], hedges
    if modality == "optional" and not has_values and not NEGATION.search(text):
        return False, "a permission", hedges
    if modality == "optional" and re.search(r"\b(?:do(?:es)?|need) not\b", text, re.IGNORECASE):
        return False, "a permission", hedges
    return True, None, hedges


def properties(
    text: str, has_values: bool, headings: tuple[str, ...] = (), above: str = "", sentence: str = "", own: str = ""
) -> Properties:
    """Decide the properties of a fact.

    Args:
        text: the words of the fact.
        has_values: whether it pins a value.
        headings: the headings above it.
        above: the lead-in, whose modality, quantifier and scope an item takes where it has none of its own.
        sentence: the sentence around the fact, where it is only a part of one.
        own: that part as a sentence of its own; what it took from the sentence speaks for it, its neighbours do not.
    """
    modality, modality_trigger = _modality(text)
    if modality_trigger is None and own:
        modality, modality_trigger = _modality(own)
    if modality_trigger is None and sentence and not PREDICATE.search(own):
        modality, modality_trigger = _modality(sentence)
    if modality_trigger is None and above:
        modality, modality_trigger = _modality(above)
    quantifier, quantifier_trigger = _quantifier(text)
    if quantifier_trigger is None and own:
        quantifier, quantifier_trigger = _quantifier(own)
    if quantifier_trigger is None and above:
        quantifier, quantifier_trigger = _quantifier(above)
        if quantifier_trigger and quantifier_trigger.phrase.lower().startswith(NOT_OF_ITEMS):
            quantifier, quantifier_trigger = "unstated", None
    party, party_trigger = _party(sentence or text, headings)
    testable, because, hedges = _testability(text, has_values, modality)
    exception = EXCEPTION.search(sentence or text)
    scope = next((found for one in (text, own, sentence, above) if one and (found := _scope(one))), None)
    return Properties(
        modality=modality, quantifier=quantifier, scope=scope, party=party,
        negated=NEGATION.search(text) is not None, testable=testable, untestable_because=because, hedges=hedges,
        exception=exception[0].strip() if exception else None,
        triggers=tuple(t for t in (modality_trigger, quantifier_trigger, party_trigger) if t),
    )  # fmt: skip
