"""Markdown, for a pull request or a page of a wiki."""

from __future__ import annotations

from ...reports.markdown import plain
from ..story import Story

NAME = "markdown"
SUFFIX = ".md"


def render(story: Story) -> str:
    """The story as Markdown; nothing of what documents and evidence say is markup."""
    told = [f"# {plain(story.title)}", "", plain(story.headline)]
    for section in story.sections:
        told += ["", f"## {plain(section.title)} ({len(section.entries):,})", ""]
        for entry in section.entries:
            told.append(f"- {plain(entry.head)}")
            told += [f"  - {plain(line)}" for line in entry.lines]
    return "\n".join(told) + "\n"
