"""Text for a terminal or a file; what belongs to a line above stands further in."""

from __future__ import annotations

from collections.abc import Iterator

from ..story import Story

NAME = "terminal"
SUFFIX = ".txt"
Line = tuple[int, str]  # the column at which it begins, and what it says


def render(story: Story) -> str:
    """The story as text, a line for each thing."""
    return "".join(f"{' ' * column}{line}".rstrip() + "\n" for column, line in lines(story))


def lines(story: Story) -> Iterator[Line]:
    """The lines, each with the column at which it begins, for what wraps them itself."""
    yield 0, story.headline
    for section in story.sections:
        yield 0, ""
        yield 0, f"{section.title} ({len(section.entries):,})"
        for entry in section.entries:
            yield 2, entry.head
            yield from ((4, line) for line in entry.lines)
