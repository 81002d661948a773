"""Where the content of Markdown's block tokens stands in the file."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.common.utils import MD_TRIM_CHARS

_LINE_END = re.compile(r"\r\n?|\n")
_HASHES = re.compile(r"[^#]*#{1,6}[ \t]*")


class Source:
    """The text of a Markdown file with its lines as the parser counts them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(found.end() for found in _LINE_END.finditer(text))]
        ends = [*(found.start() for found in _LINE_END.finditer(text)), len(text)]
        self.lines = [text[start:end] for start, end in zip(self.starts, ends, strict=True)]

    def line_at(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of an offset."""
        low, high = 0, len(self.starts)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.starts[middle] <= offset else (low, middle)
        return low + 1, offset - self.starts[low] + 1

    def positions(self, content: str, first: int, last: int, *, heading: bool = False) -> list[int]:
        """The offset in the file of each character of a block's content.

        Args:
            content: what the parser made of the lines: containers' marks taken off, white space trimmed.
            first: the first line it stands on, from 0.
            last: the line after the last.
            heading: the content stands behind `#` signs.
        """
        parts = content.split("\n")
        # lines ahead of the content hold nothing, or only the mark of the list that it stands in
        while last - first > len(parts) and first < len(self.lines) and parts[0].strip() not in (self.lines[first].strip() or "\n"):
            first += 1
        found: list[int] = []
        for number, part in enumerate(parts, first):
            inside = number < len(self.lines)
            begin, line = (self.starts[number], self.lines[number]) if inside else (len(self.text), "")
            bare = part.strip()
            at = self._find(line, bare, heading)
            lead = len(part) - len(part.lstrip())
            ahead = [begin + max(0, at - lead + n) for n in range(lead)]
            after = [min(begin + at + n, len(self.text) - 1) for n in range(len(part) - lead)]
            found += [*ahead, *after, min(begin + len(line), len(self.text) - 1)]
        return found[:-1]

    @staticmethod
    def _find(line: str, part: str, heading: bool) -> int:
        if heading and (hashes := _HASHES.match(line)) and line.startswith(part, hashes.end()):
            return hashes.end()
        at = len(line.rstrip()) - len(part)
        return at if at >= 0 and line.startswith(part, at) else max(0, line.find(part))

    def cells(self, number: int) -> list[list[int]]:
        """The offsets of the characters of each cell of a table's row, an escaped `\\|` standing for its pipe.

        Args:
            number: the row's line, from 0.
        """
        line, begin = self.lines[number], self.starts[number]
        cells: list[list[int]] = [[]]
        escaped = False
        for at, character in enumerate(line):
            if character == "|" and escaped:
                cells[-1].pop()
                cells[-1].append(begin + at)
            elif character == "|":
                cells.append([])
            else:
                cells[-1].append(begin + at)
            escaped = character == "\\"
        return cells

    def cell_positions(self, number: int, contents: Sequence[str]) -> list[list[int]]:
        """The offsets of the characters of each cell's trimmed content, in the order the parser gives the cells."""
        cells, found, after = self.cells(number), [], 0
        for content in contents:
            place: list[int] = []
            for index in range(after, len(cells) if content else after):
                text = "".join(self.text[at] for at in cells[index])
                end = len(text.rstrip(MD_TRIM_CHARS))
                if text.endswith(content, 0, end):
                    place, after = cells[index][end - len(content) : end], index + 1
                    break
            found.append(place)
        return found
