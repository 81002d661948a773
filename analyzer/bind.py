"""Claims to checks: the promised values and the words of scope become the parameters of a query."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from claims import Claim
from claims.expressions import expression
from claims.nlp.quantities import quantities
from claims.shares import MEASURE

from .catalog import Catalog, Check, TopicEntry
from .meaning import own_meaning
from .model import Binding, Period
from .scope import Scope, resolve_scope

HOURS = {
    "seconds": 1 / 3600,
    "minutes": 1 / 60,
    "hours": 1,
    "days": 24,
    "weeks": 168,
    "months": 24 * 30.4375,
    "years": 24 * 365.25,
}
# The longest gap, in days, that still honours a frequency, and the bucket that each occurrence has to fall into
# (domain/topics.yaml, vocab.frequency_normal_forms).
FREQUENCIES: dict[str, tuple[float, str | None]] = {
    "continuous": (1, "day"), "hourly": (1 / 24, None), "daily": (1, "day"), "business_daily": (3, "business_day"),
    "daily_except_sunday": (2, "day_except_sunday"),
    "weekly": (7, "week"), "biweekly": (14, None), "monthly": (31, "month"), "bimonthly": (62, None),
    "quarterly": (92, "quarter"), "semiannual": (184, "half"), "annual": (366, "year"), "every_two_years": (731, None),
}  # fmt: skip
# A span over which a figure is taken, and the frequency that the same word reads as.
SPANS = {"day": "daily", "week": "weekly", "month": "monthly", "quarter": "quarterly", "year": "annual"}
SURE = 0.75  # below this the topic stands on the words above the sentence, which promise nothing by themselves
SURE_OF_WORDS = 0.45  # below this not even the words of a part's own promise bind a claim to it
SURE_BY_MEANING = 0.95  # below this a topic that no wording names is told, and not tested
INTRODUCTION = re.compile(r"[^:]{12,}:\s")  # what a list says before its items
SEVERITIES = ("critical", "high", "medium", "low")


def duration_hours(value: str) -> tuple[float | None, float | None]:
    """A duration in normal form as calendar hours, or as business days; the other of the two is None.

    Months and years are their mean length; a query that compares dates has to use days. "Immediately" is no time at all.
    """
    if value in ("immediately", "immediate"):
        return 0.0, None
    found = re.fullmatch(r"(\d+(?:\.\d+)?) (second|minute|hour|day|business_day|week|month|year)s?", value)
    if not found:
        return None, None
    number, unit = float(found[1]), found[2] + "s"
    return (None, number) if unit == "business_days" else (number * HOURS[unit], None)


def duration_days(value: str) -> float | None:
    """A duration in whole days as people count them: a month is 31 days and a year 366, so that nobody is late by a leap day."""
    hours, _ = duration_hours(value)
    found = re.fullmatch(r"(\d+(?:\.\d+)?) (month|year)s?", value)
    if found:
        number = float(found[1])
        return round(number * 366) if found[2] == "year" else (366 * number / 12 if number % 12 == 0 else round(number * 31))
    return None if hours is None else hours / 24


def frequency_days(value: str) -> tuple[float | None, str | None]:
    """A frequency in normal form as the longest gap in days and the bucket it expects, None where it has none."""
    if value in FREQUENCIES:
        return FREQUENCIES[value]
    if value.startswith("every "):
        return duration_days(value.removeprefix("every ")), None
    return None, None


def query_parameters(entry: TopicEntry, params: Mapping[str, Any], scope: Mapping[str, str], period: Period) -> dict[str, Any]:
    """Every `$name` that the topic's query may use, None where the text does not state it.

    A duration `sla` becomes `sla_hours` (calendar hours), `sla_days` (calendar days) and `sla_business_days`; a
    frequency `frequency` becomes `frequency_days` (longest gap) and `frequency_unit` (unit of the table `buckets`); a
    severity map `sla` becomes `sla_critical_days`, `sla_critical_business_days` and so on for high, medium and low.
    Everything also stands under its own name, a set as a list. Restrictions of scope are `scope_<name>`.
    """
    values: dict[str, Any] = {"period_start": period.start, "period_end": period.end, "as_of": period.as_of}
    for name, parameter in entry.topic.parameters.items():
        value = params.get(name)
        if parameter.type == "severity_map":
            for severity in SEVERITIES:
                stated = (value or {}).get(severity)
                values[f"{name}_{severity}_days"] = duration_days(stated) if stated else None
                values[f"{name}_{severity}_business_days"] = duration_hours(stated)[1] if stated else None
            continue
        values[name] = list(value) if isinstance(value, (list, tuple, set)) else value
        stated = value if isinstance(value, str) else ""
        if parameter.type == "duration":
            values[f"{name}_hours"], values[f"{name}_business_days"] = duration_hours(stated)
            values[f"{name}_days"] = duration_days(stated) if duration_days(stated) is not None else frequency_days(stated)[0]
        elif parameter.type == "frequency":
            values[f"{name}_days"], values[f"{name}_unit"] = frequency_days(stated)
    for name in entry.check.all_scopes if entry.check else ():
        values[f"scope_{name}"] = scope.get(name)
    return values


# A sentence that says the control is absent; a check of its presence would answer the wrong question.
ABSENT = re.compile(
    r"(?<!that )(?<!which )(?<!who )\b(?:is|are|was|were|do|does|has|have|will) (?:currently )?not "
    r"(?:currently |yet |be |been |always )*(?:\w+ly )?"
    r"(?:encrypt|enrol|manag|review|back|rotat|requir|enforc|test|retain|train|approv|protect|cover|use|support|perform|subject)",
    re.IGNORECASE,
)


def bind(
    claim: Claim, catalog: Catalog, period: Period, own_words: Mapping[str, Mapping[str, str]] | None = None, decided: bool = False
) -> Binding:
    """Bind a claim to the check of its topic.

    Args:
        own_words: the company's own scope words from its configuration.
        decided: somebody said what topic the claim is on and what values it promises; its words need not say so.

    Returns:
        A binding; its `check` is None where nothing can test the claim, and `why` says what decided.
    """
    entry = catalog.topics.get(claim.topic)
    if entry is None:
        return Binding(claim=claim, check=None, why=("no topic of the catalogue fits the sentence",))
    if entry.check is None:
        return Binding(claim=claim, check=None, why=(f"there is no check for the topic «{entry.title}»",))
    if not entry.check.absence and _is_absent(claim, entry):
        return Binding(
            claim=claim,
            check=None,
            why=("the sentence says that the control is absent; the check tests that it is present",),
        )
    asserted = _asserted(claim, entry)
    if decided and not asserted:
        asserted = ("",) if entry.sql else tuple(entry.check.parts)
    if not asserted and claim.decided_by == "meaning" and claim.confidence < SURE_BY_MEANING:
        return Binding(
            claim=claim,
            check=None,
            why=("no words name the topic, and its meaning tells it not surely enough to test it",),
        )
    if not asserted:
        return Binding(claim=claim, check=None, why=("the sentence touches the topic, but promises nothing that its check tests",))
    why = [f"«{entry.title}», because the text says «{t.phrase}»" for t in claim.triggers if t.field == "topic"][:1] or [
        entry.title
    ]
    if decided:
        why = [f"«{entry.title}», because somebody decided that the sentence reads so"]
    words = _without_severities(claim)
    defined = own_meaning(claim, words, entry, own_words)
    for word in defined.unresolved:
        words = words.replace(word, " ")
    check = entry.check.model_copy(update={"scopes": _scopes(entry.check, asserted)})
    scope = resolve_scope(words, check, {**defined.words, **(own_words or {})})
    asked, asserted = asserted, tuple(n for n in asserted if scope.restrictions.keys() <= set(_scopes(entry.check, (n,))))
    why += [f"the population is restricted to {name.replace('_', ' ')} = {value}" for name, value in scope.restrictions.items()]
    why += defined.why
    untested = tuple(
        name for name in claim.params if name not in _tests(entry.check, asserted) and _pins(entry, name, claim.params[name])
    )
    dropped = [(one or entry.title).replace("_", " ").lower() for one in asked if one not in asserted]
    return Binding(
        claim=claim, check=entry.id, parts=asserted, params=query_parameters(entry, claim.params, scope.restrictions, period),
        scope=scope.restrictions,
        unresolved=(*scope.unsupported, *defined.unresolved, *(() if asserted else (words,))) or _unknown(claim, entry, scope),
        untested=untested, unread=(*(() if decided else _unread(claim)), *dropped), why=tuple(why),
    )  # fmt: skip


def _is_absent(claim: Claim, entry: TopicEntry) -> bool:
    """Whether a claim says that its control is not there; what forbids something states it as a value of its topic."""
    found = ABSENT.search(claim.text)
    if found is None:
        return False
    stated = [
        match for name, value in claim.params.items() if name in entry.topic.parameters
        for word in entry.topic.parameters[name].values.get(str(value).lower(), ())
        for match in expression(word).finditer(claim.text)
    ]  # fmt: skip
    return not any(match.start() < found.end() and found.start() < match.end() for match in stated)


def _unread(claim: Claim) -> tuple[str, ...]:
    """The times, frequencies and shares of a sentence that none of its parameters carries ("within 7 days of hire")."""
    carried = [one for value in claim.params.values() for one in (value.values() if isinstance(value, dict) else [value])]
    carried += [100 * claim.share] if claim.share else []
    carried += [SPANS[value] for value in carried if isinstance(value, str) and value in SPANS]
    return tuple(
        claim.text[one.start : one.end]
        for one in quantities(claim.text)
        if one.kind in ("duration", "frequency", "percent") and one.value not in carried and one.interval not in carried
    )


def _without_severities(claim: Claim) -> str:
    """The words of scope without the severities that the claim's own values already tell apart."""
    scope = claim.scope or ""
    if any(isinstance(value, dict) for value in claim.params.values()):
        scope = re.sub(r"\b(?:critical|high|medium|moderate|low)\b", " ", scope, flags=re.IGNORECASE)
    return scope


def _unknown(claim: Claim, entry: TopicEntry, scope: Scope) -> tuple[str, ...]:
    """The label of a table row that neither check nor topic knows: such a row speaks of that alone, not of everything."""
    if claim.form != "row" or not scope.words:
        return ()
    topic = entry.topic
    known = (*topic.wording, *topic.weak, *topic.context, *(cue for p in topic.parameters.values() for cue in p.cue))
    own = " ".join(m[0] for pattern in known for m in expression(pattern).finditer(claim.scope or "")).lower()
    return () if all(word.lower() in own for word in scope.words) else (claim.scope or "",)


def _asserted(claim: Claim, entry: TopicEntry) -> tuple[str, ...]:
    """The query (the empty name) and the parts of a check that a claim asks for.

    A part is asked for by a value that it tests, or by its own words for the plain promise that needs none. A topic that meaning
    alone tells has to be sure for the first; the second are words that name what is promised.
    """
    check = entry.check
    if check is None:
        return ()
    sure = claim.decided_by != "meaning" or claim.confidence >= SURE_BY_MEANING
    asserted = [""] if entry.sql and sure and _promises(claim, check) else []
    for name, part in check.parts.items():
        said = not part.said or any(expression(pattern).search(_unmeasured(claim)) for pattern in part.said)
        stated = sure and said and any(claim.params.get(one) is not None for one in part.tests if one not in check.qualifies)
        if stated or (claim.confidence >= SURE_OF_WORDS and _says(claim, part.promise)):
            asserted.append(name)
    return tuple(asserted)


def _scopes(check: Check, parts: Sequence[str]) -> tuple[str, ...]:
    """The restrictions that all the asked parts of a check can apply, one of them at least."""
    return tuple(dict.fromkeys(name for part in parts for name in (check.parts[part].scopes if part else check.scopes)))


def _tests(check: Check, parts: Sequence[str]) -> set[str]:
    """The parameters that the asked parts of a check test."""
    return {name for part in parts for name in (check.parts[part].tests if part else check.tests)}


def _promises(claim: Claim, check: Check) -> bool:
    """Whether a claim states a value that the query tests, or in its own words the plain promise that needs none."""
    said = not check.said or any(expression(pattern).search(_unmeasured(claim)) for pattern in check.said)
    if said and any(claim.params.get(name) is not None for name in check.tests if name not in check.qualifies):
        return True
    return claim.confidence >= SURE and _says(claim, check.promise)


def _says(claim: Claim, promises: Sequence[str]) -> bool:
    """Whether a claim says one of the promises: an item of a list in words of its own, and not only in what introduces the list."""
    introduced = INTRODUCTION.match(claim.text) if claim.form == "item" else None
    own, text = introduced.end() if introduced else 0, _unmeasured(claim)
    return any(found.end() > own for pattern in promises for found in expression(pattern).finditer(text))


def _unmeasured(claim: Claim) -> str:
    """What a claim says without the measured share behind it ("38 of 41, as of 30 June 2026"), which promises nothing else."""
    return MEASURE.sub("", claim.text)


def _pins(entry: TopicEntry, name: str, value: Any) -> bool:
    """Whether a stated parameter narrows the promise: an implied value or a mere "required" does not."""
    parameter = entry.topic.parameters.get(name)
    return parameter is not None and value != parameter.implied and value not in ("required", "termination_date")
