"""The rows that a claim means by an amount ("gifts over GBP 100", "invoices of 5,000 euros and more")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .profile import Column, RecordSet
from .values import number_of
from .words import stems, tokens

CURRENCY = r"(?:GBP|USD|EUR|SEK|CHF|NOK|DKK|AUD|CAD|JPY|[£$€]|pounds?|dollars?|euros?|kronor)"
OVER = r"(?P<over>over|above|exceeding|more than|higher than|greater than|beyond)"
FROM = r"(?P<start>from|of at least|at or above|of)"
AMOUNT = re.compile(
    rf"\b(?:{OVER}|{FROM})\s+(?P<unit>{CURRENCY}\s*)?(?P<number>\d[\d,]*(?:\.\d+)?)(?P<behind>\s*{CURRENCY})?"
    r"(?P<more>\s+(?:and|or) (?:more|above|over|higher))?",
    re.IGNORECASE,
)
OF_MONEY = stems("value amount price cost total sum spend worth gbp usd eur sek chf nok dkk aud cad jpy")


@dataclass(frozen=True)
class Above:
    """The lowest amount of money that is meant.

    Attributes:
        number: in the currency of the claim.
        itself: whether the number itself is meant too.
    """

    number: float
    itself: bool

    def holds(self, value: float) -> bool:
        """Whether an amount is meant."""
        return value >= self.number if self.itself else value > self.number


def above_of(text: str) -> Above | None:
    """The amount of money from which on a text means something; None where it states none."""
    for found in AMOUNT.finditer(text):
        if found["unit"] or found["behind"]:
            starts = found["start"]
            if starts and starts.lower() == "of" and not found["more"]:
                continue
            return Above(number=float(found["number"].replace(",", "")), itself=bool(starts))
    return None


def rows_above(above: Above, records: RecordSet) -> dict[str, tuple[str, ...]]:
    """The values of the one column of money that are meant; none where no column, or several, give money."""
    columns = [c for c in records.columns if _is_money(c)]
    if len(columns) != 1:
        return {}
    column = columns[0]
    known = [(value, number_of(value)) for value in column.values]
    return {column.header: tuple(value for value, number in known if number is not None and above.holds(number))}


def _is_money(column: Column) -> bool:
    return bool(stems(" ".join(tokens(column.header))) & OF_MONEY) and column.is_figures
