"""What of a claim is compared between documents: the parameters of `attributes.yaml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict

from claims import Claim

from ..catalog import Catalog

HERE = Path(__file__).parent
# Parameters that say what a value is for: claims that differ in them speak of different things.
DISCRIMINATORS = ("levels", "role_class", "about", "data_class", "operation", "pir_for", "kind", "kinds", "leavers", "clock_start")
SYNONYMS = {"last_day": "termination_date"}  # values of theirs that come to the same: work ends on the last day


class Attribute(BaseModel):
    """A parameter that documents may promise differently.

    Attributes:
        says: what it is, as the subject of a sentence.
        stricter: whether less or more is stricter, None where neither is.
        same_as: the attribute that promises the same under another topic.
        needs: a dimension of which both sentences have to name the same.
        every_word: every word of what is spoken of counts, those of the topic too.
        place: it says where, and what stands in one place may stand in another too unless a sentence says that it does not.
    opposite: values that contradict each other; where it is empty, any two different ones do.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    says: str
    stricter: Literal["less", "more"] | None = None
    same_as: str | None = None
    needs: str | None = None
    every_word: bool = False
    place: bool = False
    opposite: tuple[tuple[str, str], ...] = ()


@cache
def attributes() -> dict[str, Attribute]:
    """All attributes by `topic.parameter`."""
    data = yaml.safe_load((HERE / "attributes.yaml").read_text(encoding="utf-8"))
    return {name: Attribute.model_validate(entry) for name, entry in data.items()}


def attribute_of(name: str, catalog: Catalog) -> Attribute | None:
    """The attribute called `topic.parameter`; for a topic of the user's own a time or a frequency is one too."""
    known = attributes().get(name)
    if known is not None:
        return known
    topic, _, parameter = name.partition(".")
    entry = catalog.topics.get(topic)
    own = entry.topic.parameters.get(parameter) if entry and not any(one.startswith(f"{topic}.") for one in attributes()) else None
    if own is None or own.type not in ("duration", "frequency"):
        return None
    return Attribute(says=own.meaning or parameter.replace("_", " "))


def values_of(claim: Claim, catalog: Catalog) -> list[tuple[str, str, Any]]:
    """The values that a claim promises: attribute, kind of value, and value; a map by severity gives one for each severity."""
    entry = catalog.topics.get(claim.topic)
    found: list[tuple[str, str, Any]] = []
    for name, value in claim.params.items():
        parameter = entry.topic.parameters.get(name) if entry else None
        key = f"{claim.topic}.{name}"
        attribute = attribute_of(key, catalog)
        if parameter is None or attribute is None:
            continue
        if parameter.type == "severity_map" and isinstance(value, dict):
            found += [(f"{key}.{level}", "duration", one) for level, one in value.items()]
        else:
            found.append((attribute.same_as or key, parameter.type, value))
    return found


def base_of(key: str) -> str:
    """The attribute behind a key: `vuln_remediation.sla.critical` is of `vuln_remediation.sla`."""
    return ".".join(key.split(".")[:2])
