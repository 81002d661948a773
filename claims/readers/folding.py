"""White space folded the same way for every format, each kept character remembering where it came from."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

NO_BREAK_HYPHENS = {"\u2011": "-", "\u00ad": ""}


def fold(text: str, positions: Sequence[int] | None = None) -> tuple[str, tuple[int, ...]]:
    """Fold runs of white space into one space and drop what no reader sees (soft hyphens, direction marks, controls).

    Args:
        text: the text as it stands.
        positions: the offset of each character of `text` in its source; its own index when not given.

    Returns:
        The folded text without white space at its ends, and the offset of each of its characters.
    """
    where = range(len(text)) if positions is None else positions
    if text.isascii() and text.isprintable() and "  " not in text and text.strip() == text:
        return text, tuple(where)
    kept: list[str] = []
    offsets: list[int] = []
    for character, position in zip(text, where, strict=True):
        if character.isspace():
            shown = " "
            if not kept or kept[-1] == " ":
                continue
        elif character in NO_BREAK_HYPHENS:
            shown = NO_BREAK_HYPHENS[character]
        else:
            shown = "" if unicodedata.category(character) in ("Cc", "Cf") else character
        if shown:
            kept.append(shown)
            offsets.append(position)
    if kept and kept[-1] == " ":
        kept.pop()
        offsets.pop()
    return "".join(kept), tuple(offsets)
