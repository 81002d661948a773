"""The first page of a kept quarter, and the same in one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from .catalog import Catalog
from .comparing import Comparison
from .comparing.formats.page import sections, text, whole
from .comparing.story import Story
from .model import STATUSES, Run
from .reports.summary import STATUS_WORDS, left_out, topic_title
from .reports.text import counted, one_line, shorten

LONGEST = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What a system that is collected from brought before a review.

    Attributes:
        system: what people call it.
        told: what came, in one sentence, empty where nothing did.
        gaps: what is missing of it, a sentence each.
        problem: why nothing came, empty where something did.
    """

    system: str
    told: str = ""
    gaps: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the first page tells.

    Attributes:
        story: what moved since `against`, the quarter that it was compared with; both None where there was none.
        brought: what was collected before the review.
        failures: what could not be done.
        line: all of it in one line.
    """

    quarter: str
    run: Run
    story: Story | None
    against: str | None
    brought: Sequence[Brought]
    failures: Sequence[str]
    line: str


def summary(
    quarter: str, run: Run, found: Comparison | None, against: str | None, brought: Sequence[Brought], failures: Sequence[str]
) -> str:
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
    if brought:
        said += f"; collected from {sum(not one.problem for one in brought):,} of {counted(len(brought), 'system')}"
        gaps = sum(len(one.gaps) for one in brought)
        said += f" with {counted(gaps, 'gap')}" if gaps else ""
    said += f"; NOT DONE: {len(failures)}" if failures else ""
    return said + "."


def page(told: Page, catalog: Catalog, files: Iterable[str]) -> str:
    """The page as HTML, by itself without any network; `files` are named relative to it."""
    run, period = told.run, told.run.period
    counts = Counter(one.status for one in run.verdicts)
    title = f"{told.quarter}" + (f", {run.organisation}" if run.organisation else "")
    broken = [one for one in run.verdicts if one.status == "contradicted"]
    body = [
        f"<h1>{text(title)}</h1>",
        f'<p class="line">{text(told.line)}</p>',
        f"<p>Reviewed {text(run.started_at[:10])} with goldenthread {text(run.version)}: {period.start} to {period.end}, as of "
        f"{period.as_of}.</p>",
    ]
    if told.failures:
        body.append('<h2>Not done</h2><ul class="failed">' + "".join(f"<li>{text(one)}</li>" for one in told.failures) + "</ul>")
    rows = (f'<tr><td>{STATUS_WORDS[one]}</td><td class="n">{counts[one]:,}</td></tr>' for one in STATUSES if counts[one])
    body.append("<h2>Verdicts</h2><table>" + "".join(rows) + "</table>")
    links = "".join(f'<li><a href="{text(quote(name))}">{text(name)}</a></li>' for name in files)
    body.append(f"<h2>Files</h2><ul>{links}</ul><p>manifest.json holds the hash of each.</p>")
    if told.story is not None:
        body += [f"<h2>Since {text(told.against or '')}</h2>", f"<p>{text(told.story.headline)}</p>", *sections(told.story)]
    else:
        body.append("<h2>Compared with</h2><p>Nothing: no earlier review that could be compared is kept here.</p>")
    if broken:
        items = (
            f"<li><b>{text(topic_title(catalog, one.claim.topic))}</b>: {text(shorten(one_line(one.claim.text), LONGEST))}"
            f"<br>{text(shorten(one_line(one.why), LONGEST))}</li>"
            for one in broken
        )
        body.append("<h2>What the facts break</h2><ul>" + "".join(items) + "</ul>")
    if told.brought:
        body.append("<h2>Collected</h2><ul>" + "".join(map(_collected, told.brought)) + "</ul>")
    if unread := left_out(run):
        items = "".join(f"<li>{text(one.what)}: {text(one.why)}</li>" for one in unread)
        body.append(f"<h2>Left out</h2><ul>{items}</ul>")
    return whole(title, body)


def _collected(one: Brought) -> str:
    gaps = "".join(f"<li>{text(gap)}</li>" for gap in one.gaps)
    return f"<li>{text(one.system)}: {text(one.problem or one.told)}" + (f"<ul>{gaps}</ul>" if gaps else "") + "</li>"
