"""What a claim can be about, as data: the catalogue that `extract` takes as an argument."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from .lexicon import Pattern

ParameterType = Literal[
    "duration", "frequency", "count", "percent", "version", "algorithm", "flag", "enum", "set", "severity_map", "text"
]


class Parameter(BaseModel):
    """A value that a claim on a topic can promise.

    Attributes:
        type: what kind of value the text has to hold.
        cue: regular expressions; a value belongs to this parameter when one of them stands near it. A parameter
            without cues takes any value of its type that no other parameter of the topic asked for. For `text`
            the words that the group `value` catches.
        accepts: further kinds of value that may fill it ("rotated annually" fills a duration).
        values: for `enum`, `set` and `flag`, each value with the expressions that state it (`"true"` and `"false"`
            for a flag).
        implied: the value when the topic's wording alone states it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    type: ParameterType
    meaning: str = ""
    unit: str = ""
    cue: tuple[Pattern, ...] = ()
    accepts: tuple[Literal["duration", "frequency", "count", "percent"], ...] = ()
    values: dict[str, tuple[Pattern, ...]] = Field(default_factory=dict)
    implied: Any = None


class Topic(BaseModel):
    """A subject of claims: how sentences on it read and which values they can pin.

    All expressions are regular expressions, matched without regard to case; `{removed}` and its like stand for the words of
    `lexicon/synonyms.yaml`.

    Attributes:
        wording: a sentence that matches one of them is about this topic.
        weak: words that make a sentence about this topic only under a heading or lead-in that matches `context`.
        context: see `weak`.
        unless: a sentence that matches one of them is not about this topic after all.
        exemplars: sentences on this topic, for the reader and as a test.
        not_exemplars: sentences that look alike and are not on this topic.
        implies: parameters that a sentence must pin for the topic to be meant at all (any one of them).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    title: str
    wording: tuple[Pattern, ...]
    weak: tuple[Pattern, ...] = ()
    context: tuple[Pattern, ...] = ()
    unless: tuple[Pattern, ...] = ()
    exemplars: tuple[str, ...] = ()
    not_exemplars: tuple[str, ...] = ()
    implies: tuple[str, ...] = ()
    parameters: dict[str, Parameter] = Field(default_factory=dict)

    def expressions(self) -> tuple[str, ...]:
        """All regular expressions of the topic."""
        own = (*self.wording, *self.weak, *self.context, *self.unless)
        cues = (cue for parameter in self.parameters.values() for cue in parameter.cue)
        values = (word for parameter in self.parameters.values() for words in parameter.values.values() for word in words)
        return (*own, *cues, *values)
