"""JSON that was cut off: the whole records before the cut."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile

TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],]|"', re.DOTALL)
CLOSERS = {"{": "}", "[": "]"}


@dataclass(slots=True)
class _Open:
    """A bracket that is open, and where what was whole inside it ends.

    Attributes:
        whole: end of the last whole member.
        record: end of the last whole object in an array.
    """

    bracket: str
    whole: int | None = None
    record: int | None = None


def whole_part(text: str) -> str | None:
    """The text up to the last whole record, with its brackets closed; None where no record is whole.

    That is the last whole object of the outermost array that is open at the cut and holds one; where there is none, what
    stands whole in the outermost object.
    """
    stack: list[_Open] = []
    for token in TOKEN.finditer(text):
        sign = token[0]
        if sign == '"':
            break
        if sign in CLOSERS:
            stack.append(_Open(sign))
        elif sign == "," and stack:
            stack[-1].whole = token.start()
        elif sign in ("}", "]") and stack:
            closed = stack.pop()
            if stack and closed.bracket == "{" and stack[-1].bracket == "[":
                stack[-1].record = token.end()
    for depth, one in enumerate(stack):
        if one.record is not None:
            return text[: one.record] + _closed(stack[: depth + 1])
    for depth, one in enumerate(takewhile(lambda one: one.bracket == "{", stack)):
        if one.whole is not None:
            return text[: one.whole] + _closed(stack[: depth + 1])
    return None


def _closed(stack: list[_Open]) -> str:
    return "".join(CLOSERS[one.bracket] for one in reversed(stack))
