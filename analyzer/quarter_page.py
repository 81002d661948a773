"""The first page of a kept quarter, and the same in one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from .catalog import Catalog
from .comparing import Comparison
from .comparing.report import of_runs
from .model import STATUSES, Run
from .reports.summary import STATUS_WORDS, left_out, topic_title
from .reports.text import clean, counted, one_line, shorten

LONGEST = 240
STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #1d2430; background: #fff }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.6rem } h2 { font-size: 1.2rem; margin-top: 2rem } .line { font-size: 1.1rem }
td, th { text-align: left; padding: .15rem 1.5rem .15rem 0; vertical-align: top } .n { text-align: right }
.c0 { font-weight: 600; margin: 1rem 0 .25rem } .c2 { margin: .4rem 0 0 1rem } .c4 { margin: 0 0 0 2.5rem; color: #4a5568 }
.failed { border-left: 4px solid #b3261e; padding-left: 1rem }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the first page tells.

    Attributes:
        found: what moved since `against`, the quarter that it was compared with; both None where there was none.
        failures: what could not be done.
        line: all of it in one line.
    """

    quarter: str
    run: Run
    found: Comparison | None
    against: str | None
    failures: Sequence[str]
    line: str


def summary(quarter: str, run: Run, found: Comparison | None, against: str | None, failures: Sequence[str]) -> str:
    """A quarter in one line, for a message."""
    counts = Counter(one.status for one in run.verdicts)
    parts = [f"{counts[status]:,} {STATUS_WORDS[status].lower()}" for status in STATUSES if counts[status]]
    said = f"{quarter}: {counted(len(run.verdicts), 'promise')}" + (f", {', '.join(parts)}" if parts else "")
    if found is not None:
        turned = sum(one.turned for one in found.moved)
        said += (
            f"; since {against}: {counted(turned, 'verdict')} turned, {counted(len(found.worse), 'promise')} worse, "
            f"{len(found.added):,} added, {len(found.dropped):,} dropped"
        )
    unread = len(left_out(run))
    said += f"; {counted(unread, 'input')} left out" if unread else ""
    said += f"; NOT DONE: {len(failures)}" if failures else ""
    return said + "."


def page(told: Page, catalog: Catalog, files: Iterable[str]) -> str:
    """The page as HTML, by itself without any network; `files` are named relative to it."""
    run, period = told.run, told.run.period
    counts = Counter(one.status for one in run.verdicts)
    title = f"{told.quarter}" + (f", {run.organisation}" if run.organisation else "")
    broken = [one for one in run.verdicts if one.status == "contradicted"]
    body = [
        f"<h1>{_text(title)}</h1>",
        f'<p class="line">{_text(told.line)}</p>',
        f"<p>Reviewed {_text(run.started_at[:10])} with goldenthread {_text(run.version)}: {period.start} to {period.end}, as of "
        f"{period.as_of}.</p>",
    ]
    if told.failures:
        body.append('<h2>Not done</h2><ul class="failed">' + "".join(f"<li>{_text(one)}</li>" for one in told.failures) + "</ul>")
    rows = (f'<tr><td>{STATUS_WORDS[one]}</td><td class="n">{counts[one]:,}</td></tr>' for one in STATUSES if counts[one])
    body.append("<h2>Verdicts</h2><table>" + "".join(rows) + "</table>")
    links = "".join(f'<li><a href="{escape(quote(name))}">{_text(name)}</a></li>' for name in files)
    body.append(f"<h2>Files</h2><ul>{links}</ul><p>manifest.json holds the hash of each.</p>")
    if told.found is not None:
        lines = "\n".join(f'<p class="c{column}">{_text(line)}</p>' for column, line in of_runs(told.found, catalog) if line)
        body.append(f"<h2>Since {_text(told.against or '')}</h2>\n{lines}")
    else:
        body.append("<h2>Compared with</h2><p>Nothing: no earlier review that could be compared is kept here.</p>")
    if broken:
        items = (
            f"<li><b>{_text(topic_title(catalog, one.claim.topic))}</b>: {_text(shorten(one_line(one.claim.text), LONGEST))}"
            f"<br>{_text(shorten(one_line(one.why), LONGEST))}</li>"
            for one in broken
        )
        body.append("<h2>What the facts break</h2><ul>" + "".join(items) + "</ul>")
    if unread := left_out(run):
        items = "".join(f"<li>{_text(one.what)}: {_text(one.why)}</li>" for one in unread)
        body.append(f"<h2>Left out</h2><ul>{items}</ul>")
    head = f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{_text(title)}</title><style>{STYLE}</style></head>'
    return head + "<body>\n" + "\n".join(body) + "\n</body></html>\n"


def _text(text: str) -> str:
    return escape(clean(text))
