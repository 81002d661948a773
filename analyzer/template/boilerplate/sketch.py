"""Sketches of paragraphs: numbers that tell how alike two texts are, and from which nobody can read them.

A paragraph is cut into runs of three words; of their hashes under each of 64 orders the smallest is kept (MinHash). The share of
places in which two sketches agree estimates the share of runs that both texts hold (Broder 1997), give or take 0.06.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

import numpy as np

ORDERS = 64
RUN = 3  # words
LEAST_WORDS = 10  # a shorter paragraph is alike by chance
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
# Placeholders stand where another text has a name, and names of their owners differ.
_FILLED = re.compile(r"\{\{[^{}]*\}\}|\$\{[^{}]*\}|\[[^\][]{1,60}\]|<[^<>]{1,60}>|_{2,}")

Sketch = np.ndarray


def _drawn(what: str) -> np.ndarray:
    """An odd number of 64 bits for each order, the same in every version of every library."""
    texts = (f"{what} {number}".encode() for number in range(ORDERS))
    return np.array([int.from_bytes(hashlib.blake2b(one, digest_size=8).digest(), "big") | 1 for one in texts], dtype=np.uint64)


_FACTORS, _SHIFTS = _drawn("factor"), _drawn("shift")


def words_in(text: str, names: Iterable[str] = ()) -> list[str]:
    """The words of a text that a template would share: no numbers, no placeholders, none of the names."""
    plain = _FILLED.sub(" ", text)
    for name in names:
        plain = re.sub(rf"\b{re.escape(name)}(?:['’]s)?\b", " ", plain, flags=re.IGNORECASE)
    return _WORD.findall(plain.lower().replace("’", "'"))


def sketch_of(words: list[str]) -> Sketch | None:
    """The sketch of a paragraph, 64 numbers of 32 bits; None for one that is too short to tell anything."""
    if len(words) < LEAST_WORDS:
        return None
    runs = {" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
    hashed = [int.from_bytes(hashlib.blake2b(one.encode(), digest_size=8).digest(), "big") for one in runs]
    values = np.array(hashed, dtype=np.uint64)
    mixed = (values[:, None] * _FACTORS + _SHIFTS) >> np.uint64(32)  # overflow is meant: it mixes
    return mixed.min(axis=0).astype(np.uint32)
