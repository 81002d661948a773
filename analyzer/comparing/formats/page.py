"""A web page by itself: no script, no network."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ...reports.text import clean
from ..story import Story

NAME = "html"
SUFFIX = ".html"
STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #1d2430; background: #fff }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.6rem } h2 { font-size: 1.2rem; margin-top: 2rem } .line { font-size: 1.1rem }
td, th { text-align: left; padding: .15rem 1.5rem .15rem 0; vertical-align: top } .n { text-align: right }
h3 { font-size: 1rem; margin: 1.5rem 0 .25rem }
dl { margin: 0 } dt { margin: .4rem 0 0 } dd { margin: 0 0 0 1.5rem; color: #4a5568 }
.failed { border-left: 4px solid #b3261e; padding-left: 1rem }
"""


def render(story: Story) -> str:
    """The story as a page."""
    body = [f"<h1>{text(story.title)}</h1>", f'<p class="line">{text(story.headline)}</p>', *sections(story)]
    return whole(story.title, body)


def sections(story: Story) -> Iterator[str]:
    """The sections as parts of a page."""
    for section in story.sections:
        entries = "".join(
            f"<dt>{text(entry.head)}</dt>" + "".join(f"<dd>{text(line)}</dd>" for line in entry.lines) for entry in section.entries
        )
        yield f"<h3>{text(section.title)} ({len(section.entries):,})</h3><dl>{entries}</dl>"


def whole(title: str, body: list[str]) -> str:
    """A page of its parts."""
    head = f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{text(title)}</title><style>{STYLE}</style></head>'
    return head + "<body>\n" + "\n".join(body) + "\n</body></html>\n"


def text(text: str) -> str:
    """Text as it stands in a page."""
    return escape(clean(text))
