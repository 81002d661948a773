"""The trust services criteria as reports list them: their series, and which of them every SOC 2 report needs.

Source: AICPA TSP section 100, 2017 Trust Services Criteria (with the revised points of focus of 2022); titles in few words.
"""

from __future__ import annotations

import re

SERIES = {
    "CC1": ("Control environment", 5),
    "CC2": ("Communication and information", 3),
    "CC3": ("Risk assessment", 4),
    "CC4": ("Monitoring activities", 2),
    "CC5": ("Control activities", 3),
    "CC6": ("Logical and physical access", 8),
    "CC7": ("System operations", 5),
    "CC8": ("Change management", 1),
    "CC9": ("Risk mitigation", 2),
    "A1": ("Availability", 3),
    "C1": ("Confidentiality", 2),
    "PI1": ("Processing integrity", 5),
    "P1": ("Privacy: notice", 1),
    "P2": ("Privacy: choice and consent", 1),
    "P3": ("Privacy: collection", 2),
    "P4": ("Privacy: use, retention and disposal", 3),
    "P5": ("Privacy: access", 2),
    "P6": ("Privacy: disclosure and notification", 7),
    "P7": ("Privacy: quality", 1),
    "P8": ("Privacy: monitoring and enforcement", 1),
}
"""Series of criteria: what it is about, and how many criteria it has."""
NAMED = re.compile(r"(?P<series>[A-Z]{1,2}\d)\.\d+")


def series_of(criterion: str) -> str:
    """The series of a criterion (`CC6` of `CC6.1`), or an empty text for one of another standard."""
    found = NAMED.fullmatch(criterion)
    return found["series"] if found and found["series"] in SERIES else ""


def expected(named: set[str]) -> list[str]:
    """The criteria that an overview lists: the common ones, and those of each further category of which one is named.

    Args:
        named: the criteria that claims speak to.
    """
    categories = {_category(series_of(one)) for one in named} | {"CC"}
    listed = [
        f"{series}.{number}" for series, (_, count) in SERIES.items() if _category(series) in categories
        for number in range(1, count + 1)
    ]  # fmt: skip
    return listed + sorted(one for one in named if not series_of(one))


def _category(series: str) -> str:
    return series.rstrip("0123456789")
