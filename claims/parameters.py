"""Values to parameters: each value of a sentence goes to the parameter of the topic that asks for it."""

from __future__ import annotations

import re
from typing import Any

from .expressions import expression
from .nlp.quantities import Quantity
from .shares import MEASURE
from .topic import Parameter, Topic

NEAR = 60  # characters between a value and the word that claims it
VALUE_KINDS = {
    "duration": ("duration",), "frequency": ("frequency",), "count": ("count",), "percent": ("percent",),
    "version": ("version",), "algorithm": ("algorithm",),
}  # fmt: skip
SEVERITY = re.compile(
    r"\b(?P<critical>critical|sev(?:erity)?[- ]?1|[ps]1)\b|\b(?P<high>high|sev(?:erity)?[- ]?2|[ps]2)\b"
    r"|\b(?P<medium>medium|moderate|sev(?:erity)?[- ]?3|p3|s3(?! buckets?))\b|\b(?P<low>low|sev(?:erity)?[- ]?4|[ps]4)\b",
    re.IGNORECASE,
)


# Behind a time: it says how long before something it is done, and not how often or how soon ("30 days before they expire").
AHEAD = re.compile(r"\s+(?:before|prior to|ahead of)\s+(?:[\w'’-]+\s+){0,4}?(?:expir\w*|renewal|lapses?)\b", re.IGNORECASE)
RIGHT_BEHIND = 12  # characters between a severity and its own value: "High (P2): 30 days"
RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)


def _distance(value: Quantity, cue: re.Match[str]) -> int:
    return max(cue.start() - value.end, value.start - cue.end(), 0)


def _severity_map(text: str, values: list[Quantity], above: str) -> tuple[dict[str, str], list[Quantity]]:
    """Each severity with the first duration after it, before the next severity; a lone duration takes the severity above."""
    found: dict[str, str] = {}
    used: list[Quantity] = []
    words = _severities(text, values)
    if len(words) == len(values) > 1 and _paired(words, values, text):
        return {name: str(value.value) for (name, _, _), value in zip(words, values, strict=True)}, list(values)
    pending: list[str] = []
    events = sorted(
        [(start, "severity", name) for name, start, _ in words] + [(v.start, "value", v) for v in values],
        key=lambda e: e[0],
    )
    for _, kind, what in events:
        if kind == "severity":
            if pending and any(name in found for name in pending):
                pending = []
            pending.append(str(what))
        elif pending and isinstance(what, Quantity):
            fresh = [name for name in pending if name not in found]
            for name in fresh:
                found[name] = str(what.value)
            if fresh:
                used.append(what)
            pending = []
    if not found and values and (heading := SEVERITY.search(above)):
        found[heading.lastgroup or ""] = str(values[0].value)
        used.append(values[0])
    elif not found and values and words:
        found[words[0][0]] = str(values[0].value)
        used.append(values[0])
    return found, used


def _severities(text: str, values: list[Quantity]) -> list[tuple[str, int, int]]:
    """The severities that a text names; of one that it names again with a value right behind it, that mention."""
    words = [(m.lastgroup or "", m.start(), m.end()) for m in SEVERITY.finditer(text)]
    followed = [any(0 <= v.start - end <= RIGHT_BEHIND for v in values) for _, _, end in words]
    valued = {word[0] for word, has_value in zip(words, followed, strict=True) if has_value}
    return [word for word, has_value in zip(words, followed, strict=True) if has_value or word[0] not in valued]


def _paired(words: list[tuple[str, int, int]], values: list[Quantity], text: str) -> bool:
    """Whether the first severity has the first value and so on: "5 days (critical), 15 days (high)", or "respectively"."""
    value_first = all(
        value.end <= word[1] and (after is None or word[2] <= after.start)
        for word, value, after in zip(words, values, [*values[1:], None], strict=True)
    )
    return value_first or RESPECTIVELY.search(text) is not None


def assign(topic: Topic, text: str, values: list[Quantity], above: str = "") -> tuple[dict[str, Any], list[Quantity]]:
    """The parameters that a text states on a topic, and the values that no parameter asked for.

    Args:
        text: the words of the fact.
        values: the quantities in it, with offsets into `text`.
        above: lead-in and headings, where the fact stands in a list or table ("Medium vulnerabilities").
    """
    params: dict[str, Any] = {}
    free = list(values)
    _take_severities(topic, text, above, params, free)
    _take_cued(topic, text, params, free)
    _take_the_rest(topic, text, params, free)
    _take_words(topic, text, params)
    for name, parameter in topic.parameters.items():
        if name not in params and parameter.implied is not None:
            params[name] = parameter.implied
    return params, free


def fitting(value: Quantity, parameter: Parameter) -> bool:
    """Whether a value is of a kind that the parameter takes; "every 90 days" is a duration where one is asked for."""
    kinds = (*VALUE_KINDS.get(parameter.type, ()), *parameter.accepts)
    return value.kind in kinds or (parameter.type == "duration" and value.interval is not None)


def _as(parameter: Parameter, value: Quantity) -> str | float | int:
    return value.interval if parameter.type == "duration" and value.interval is not None else value.value


def _take_severities(topic: Topic, text: str, above: str, params: dict[str, Any], free: list[Quantity]) -> None:
    for name, parameter in topic.parameters.items():
        if parameter.type == "severity_map":
            found, used = _severity_map(text, [v for v in free if v.kind == "duration"], above)
            if found:
                params[name] = found
                free[:] = [v for v in free if v not in used]


def _take_cued(topic: Topic, text: str, params: dict[str, Any], free: list[Quantity]) -> None:
    """Values near a word that asks for them; of all parameters and values the two that stand closest come together first."""
    offers: list[tuple[tuple[int, bool, int, int], str, Quantity]] = []
    for place, (name, parameter) in enumerate(topic.parameters.items()):
        if not parameter.cue or parameter.type not in VALUE_KINDS or name in params:
            continue
        wanted = [v for v in free if fitting(v, parameter)]
        for order, words in enumerate(parameter.cue if wanted else ()):
            for cue in expression(words).finditer(text):
                for value in wanted:
                    if ";" in text[value.end : cue.start()]:
                        continue  # the value of the cell or clause before
                    distance = _distance(value, cue)
                    if distance <= NEAR:
                        # At the same distance the value that follows the word is meant: "RTO: 8 hours, RPO: 1 hour".
                        offers.append(((distance, value.start < cue.start(), place, order), name, value))
    for _, name, value in sorted(offers, key=lambda offer: offer[0]):
        if name not in params and value in free:
            params[name] = _as(topic.parameters[name], value)
            free.remove(value)


def _take_the_rest(topic: Topic, text: str, params: dict[str, Any], free: list[Quantity]) -> None:
    """Values that nobody asked for go to parameters of their kind that ask for no word; a notice that is given ahead to none."""
    for name, parameter in topic.parameters.items():
        if name not in params and not parameter.cue and parameter.type in VALUE_KINDS:
            value = next((v for v in free if fitting(v, parameter) and not AHEAD.match(text, v.end)), None)
            if value is not None:
                params[name] = _as(parameter, value)
                free.remove(value)


def _take_words(topic: Topic, text: str, params: dict[str, Any]) -> None:
    """Parameters whose value is a word of the text: one of a list, or what an expression catches."""
    lower = text.lower()
    for name, parameter in topic.parameters.items():
        if name in params:
            continue
        if parameter.values:
            stated = [v for v, words in parameter.values.items() if any(expression(w).search(text, lower) for w in words)]
            if stated:
                params[name] = _stated(parameter, stated)
        elif parameter.type == "text":
            plain = MEASURE.sub("", text)
            found = next((m for words in parameter.cue if (m := expression(words).search(plain, plain.lower()))), None)
            caught = (found.groupdict().get("value") or found[0]).strip(" .,;:") if found else ""
            if caught:
                params[name] = caught


def _stated(parameter: Parameter, stated: list[str]) -> Any:
    if parameter.type == "flag":
        return "false" not in stated
    return list(stated) if parameter.type == "set" else stated[0]
