"""Which column of an export is the key of its table, where headers alone leave it open: the one that tells records apart.

`rule_name` beside `rule_no` is what the rule is called, and a request that a record refers to (`ticket`) is no key where the
first column numbers the records themselves. What records of several exports are about (`store_name`) stays their key by its
name, by which the others know it; its number (`store_id`) is then no number of anything else, such as an account.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .cells import tell_apart
from .headers import numbered, plain, words_of
from .match import IDENTIFIERS, OF_OTHERS, Match

CALLED = ("name", "title", "label")
"""Last words of a header that say what a record is called."""
TEXTS = ("name", "title", "description")
"""Columns for what a record is called, the best first."""


def keyed(match: Match, values: Mapping[str, Sequence[str]]) -> Match:
    """The match whose key is the column of identifiers, where another stands for it.

    Args:
        values: the first cells of each header.
    """
    chosen = dict(match.headers)
    keys = dict.fromkeys(part for entry in match.table.key for part in entry.split("|") if part.endswith("_id") and part in chosen)
    for key in keys:
        header = chosen[key]
        own = _beside(header, values)
        if key in OF_OTHERS:
            chosen = {column: taken for column, taken in chosen.items() if taken != own or column not in OF_OTHERS or column == key}
            continue
        own = own or _first(key, header, match, values)
        if own is not None:
            chosen = {column: taken for column, taken in chosen.items() if taken != own} | {key: own}
            spare = next((one for one in TEXTS if one in match.table.columns and one not in chosen), None)
            if spare and plain(header) not in IDENTIFIERS:
                chosen[spare] = header
    return Match(match.table, chosen)


def _beside(header: str, values: Mapping[str, Sequence[str]]) -> str | None:
    """The header of the identifiers of what another one names: `store_id` beside `store_name` or `store`."""
    words = words_of(header)
    called = len(words) > 1 and words[-1] in CALLED
    if not called and tell_apart(values.get(header, ())):
        return None
    noun = "".join(words[:-1] if called else words)
    return next((one for one, cells in values.items() if one != header and numbered(one) == noun and tell_apart(cells)), None)


def _first(key: str, header: str, match: Match, values: Mapping[str, Sequence[str]]) -> str | None:
    """The first header, where it tells the records apart, is free and the key has one that any record may have (`ticket`)."""
    first = next(iter(values), header)
    subjects = {plain(word) for entry in match.table.called for word in entry.split()}
    if plain(header) not in IDENTIFIERS or plain(header) in subjects or first == header or not tell_apart(values[first]):
        return None
    free = all(taken != first or column in (*TEXTS, "notes") for column, taken in match.headers.items() if column != key)
    return first if free else None
