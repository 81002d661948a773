"""Markdown summary: what a reviewer of a pull request has to know, short enough for a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..catalog import Catalog
from ..model import STATUSES, Run, Verdict
from .decided import by_kind, decision_text, kind_words
from .over_time import broken_before, over_time
from .summary import (
    SEVERITIES,
    SEVERITY_WORDS,
    STATUS_MEANING,
    STATUS_WORDS,
    by_reason,
    counts,
    facts,
    failed_assurance,
    figures,
    headline,
    left_out,
    name_of,
    said_of,
    severity_of,
    statement,
    topic_title,
    with_status,
)
from .text import counted, one_line, shorten, words

NAME = "markdown"
FILENAME = "report.md"
PIPED = True
MOST_CHARACTERS = 60_000  # a comment on GitHub may have 65,536
SHOWN_EXCEPTIONS = 5
SHOWN_REASONS = 8
LONGEST = 300
_MARKUP = re.compile(r"([\\`*_\[\]<>#|~$])")
_START = re.compile(r"^([-+=!]|\d+(?=[.)]))")
_ACTIVE = re.compile(r"@(?=[\w-])|://|(?<=\bwww)\.|(?<=\bGH)-(?=\d)|\\#(?=\d)")


def render(run: Run, catalog: Catalog) -> str:
    """The counts, every potential misstatement as far as there is room, and what could not be judged.

    Text of documents and evidence is escaped: it makes no markup, no link, and mentions nobody.
    """
    parts = ["\n".join(_head(run)), *_findings(run, catalog)]
    tail = [
        "\n".join(one)
        for one in (_earlier(run), _words(run), _missing(run), _not_testable(run), _not_shown(run), _register(run), _unread(run))
        if one
    ]
    room = MOST_CHARACTERS - len(parts[0]) - sum(len(one) + 2 for one in tail) - 200
    kept = [parts[0]]
    for number, one in enumerate(parts[1:], 1):
        room -= len(one) + 2
        if room < 0:
            kept.append(f"And {counted(len(parts) - number, 'further finding')} in the other reports.")
            break
        kept.append(one)
    return "\n\n".join([*kept, *_fitting(tail)]) + "\n"


def _fitting(parts: list[str]) -> list[str]:
    found: list[str] = []
    for one in parts:
        if sum(map(len, found)) + len(one) < MOST_CHARACTERS // 3:
            found.append(one)
    return found


def plain(text: str) -> str:
    """Text on one line as Markdown that shows it as it is."""
    escaped = _MARKUP.sub(r"\\\1", one_line(text).replace("&", "&amp;"))
    escaped = _START.sub(lambda found: f"\\{found[0]}" if not found[0].isdigit() else f"{found[0]}<!-- -->", escaped)
    return _ACTIVE.sub(lambda found: found[0][:1] + "<!-- -->" + found[0][1:] if found[0][0] != "\\" else "\\#<!-- -->", escaped)


def code(text: str) -> str:
    """Text on one line as a span of code, whatever backticks it holds."""
    line = one_line(text) or " "
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", line)), default=0))
    return f"{fence} {line} {fence}" if line[:1] == "`" or line[-1:] == "`" else f"{fence}{line}{fence}"


def _head(run: Run) -> Iterator[str]:
    found = counts(run)
    broken = with_status(run, "contradicted")
    yield "## Goldenthread: " + (counted(len(broken), "potential misstatement") if broken else "nothing is contradicted")
    yield ""
    yield plain(headline(run)) + "."
    yield ""
    yield "| Verdict | Claims | |"
    yield "|---|--:|---|"
    for status in STATUSES:
        if found[status]:
            levels = [severity_of(one) for one in broken] if status == "contradicted" else []
            split = ", ".join(f"{levels.count(one)} {SEVERITY_WORDS[one].lower()}" for one in SEVERITIES if one in levels)
            yield f"| {STATUS_WORDS[status]} | {found[status]:,} | {split or STATUS_MEANING[status]} |"


def _findings(run: Run, catalog: Catalog) -> Iterator[str]:
    for verdict in with_status(run, "contradicted", "inconsistent", "partly_supported"):
        yield "\n".join(_finding(verdict, catalog))


def _finding(verdict: Verdict, catalog: Catalog) -> Iterator[str]:
    claim, both = verdict.claim, verdict.rewrite
    level = f", {SEVERITY_WORDS[verdict.severity.level].lower()}" if verdict.severity else ""
    yield f"### {STATUS_WORDS[verdict.status]}{level}: {plain(topic_title(catalog, claim.topic))}"
    yield ""
    yield f"> {plain(shorten(claim.quote, LONGEST))}"
    yield ""
    yield f"{code(str(claim.place))} · {plain(str(figures(verdict)) or 'no population')}"
    yield ""
    yield plain(shorten(facts(verdict), LONGEST)) + (f" {plain(said)}" if (said := statement(verdict)) else "")
    if told := over_time(verdict.history):
        yield f"\n**Over the period:** {plain(told)}."
    if verdict.exceptions:
        yield ""
    for one in verdict.exceptions[:SHOWN_EXCEPTIONS]:
        yield f"- {code(name_of(one, LONGEST))}" + (f": {plain(shorten(text, LONGEST))}" if (text := said_of(one)) else "")
    if (more := len(verdict.exceptions) - SHOWN_EXCEPTIONS) > 0:
        yield f"- and {more:,} more"
    if both and both.wording:
        yield f"\n**True today:** {plain(both.wording)}"
    if both and both.repair:
        yield f"\n**Or make it true:** {plain(both.repair)}"
    if verdict.decision:
        yield f"\n**Decided:** {plain(decision_text(verdict.decision))}"


def _folded(title: str, lines: list[str]) -> list[str]:
    return [f"<details><summary>{title}</summary>", "", *lines, "", "</details>"] if lines else []


def _words(run: Run) -> list[str]:
    lines = [
        f"- {code(str(one.a.place))} “{plain(shorten(one.a.quote, LONGEST))}” and {code(str(one.b.place))} "
        f"“{plain(shorten(one.b.quote, LONGEST))}”: {plain(one.why)} {plain(one.agree)}".rstrip()
        for one in run.conflicts
    ]
    lines += [
        f"- {code(str(one.place))} “{plain(shorten(one.quote, LONGEST))}” ({plain(words(one.kind))}): {plain(one.why)}"
        for one in run.language
    ]
    return _folded(f"{counted(len(lines), 'remark')} on wording, and on documents that disagree", lines)


def _earlier(run: Run) -> list[str]:
    lines = [
        f"- {code(str(one.claim.place))} “{plain(shorten(one.claim.quote, LONGEST))}”: {plain(over_time(one.history))}."
        for one in broken_before(run)
    ]
    return _folded(f"{counted(len(lines), 'promise')} kept at the end, but not over the whole period", lines)


def _missing(run: Run) -> list[str]:
    lines = [f"- {plain(one.what)}: {plain(one.why)}" for one in run.omissions]
    return _folded(f"{counted(len(lines), 'part')} missing from the description", lines)


def _not_testable(run: Run) -> list[str]:
    lines: list[str] = []
    for one in with_status(run, "not_testable"):
        lines.append(f"- {code(str(one.claim.place))} “{plain(shorten(one.claim.quote, LONGEST))}”: {plain(one.why)}")
        if one.rewrite and one.rewrite.wording:
            lines.append(f"  Testable and true: {plain(one.rewrite.wording)}")
    return _folded(f"{counted(counts(run)['not_testable'], 'claim')} that no evidence could show false", lines)


def _not_shown(run: Run) -> list[str]:
    reasons = by_reason(with_status(run, "not_shown"))
    lines = [f"- {number:,} × {plain(shorten(why, LONGEST))}" for why, number in reasons[:SHOWN_REASONS]]
    if (more := sum(number for _, number in reasons[SHOWN_REASONS:])) > 0:
        lines.append(f"- {more:,} for other reasons")
    return _folded(f"{counted(counts(run)['not_shown'], 'claim')} that the evidence does not show", lines)


def _register(run: Run) -> list[str]:
    lines = [f"- {kind_words(one)}: {plain(one.entry)}. {plain(one.why)}" for one in by_kind(run.register)]
    lines += [
        f"- {plain(decision_text(one.decision))} {plain(shorten(one.claim.quote, LONGEST))} ({plain(str(one.claim.place))})"
        for one in run.rejected
    ]
    return _folded("Accepted exceptions and decisions to look at", lines)


def _unread(run: Run) -> list[str]:
    lines = [f"- {plain(one.what)}: {plain(one.why)}. {plain(one.advice)}".rstrip() for one in left_out(run)]
    lines += [
        f"- {plain(one.title or words(one.test))}: {plain(one.why)}"
        for one in failed_assurance(run.assurance)
        if one.passed is False
    ]
    return _folded("What was not read, and what speaks against the evidence", lines)
