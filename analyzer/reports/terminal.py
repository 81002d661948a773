"""Terminal: the findings on one screen, readable at 80 columns and through a pipe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from io import StringIO

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.text import Text

from ..catalog import Catalog
from ..model import Conflict, Observation, Omission, Run, Status, Verdict
from .decided import by_kind, decision_text, kind_words
from .over_time import broken_before, over_time
from .summary import (
    SEVERITY_MEANING,
    SEVERITY_WORDS,
    STATUS_WORDS,
    by_kind_and_reason,
    by_reason,
    by_severity,
    counts,
    facts,
    failed_assurance,
    figures,
    headline,
    left_out,
    name_of,
    own_text,
    promises,
    rule_text,
    said_of,
    statement,
    supported_side,
    topic_title,
    with_status,
)  # fmt: skip
from .text import clean, counted, one_line, shorten

NAME = "terminal"
FILENAME = None
PIPED_WIDTH = 80
WIDEST = 110
SHOWN_EXCEPTIONS = 5
SHOWN_ENTRIES = 20
SHOWN_REASONS = 8
SHOWN_PLACES = 3
LONGEST = 120
_STYLES: dict[Status, str] = {
    "contradicted": "bold red", "inconsistent": "bold yellow", "partly_supported": "yellow", "not_shown": "cyan",
    "not_testable": "magenta", "supported": "green", "out_of_scope": "dim",
}  # fmt: skip


class _Indented:
    """Text that starts at a column, further lines `hang` columns to the right of it; lines end without spaces."""

    def __init__(self, text: Text, columns: int, hang: int = 0) -> None:
        self.text, self.columns, self.hang = text, columns, hang

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = max(options.max_width - self.columns - self.hang, 20)
        for number, line in enumerate(self.text.wrap(console, width)):
            line.rstrip()
            yield Text(" " * (self.columns + (self.hang if number else 0))) + line


def _indented(text: Text, columns: int, hang: int = 0) -> RenderableType:
    return _Indented(text, columns, hang)


def _heading(words: str, note: str = "") -> RenderableType:
    line = Text.assemble((words, "bold"), (f"  {note}" if note else "", "dim"))
    return Group("", _indented(line, 0))


def _counts(run: Run) -> Text:
    line = Text()
    for status, number in counts(run).items():
        if number:
            line.append("  " if line else "")
            line.append(f"{number:,} {STATUS_WORDS[status].lower()}", _STYLES[status])
    return line or Text("No claims were found.")


def _exception(one: Observation) -> Text:
    said = shorten(said_of(one), LONGEST)
    return Text.assemble("- ", (name_of(one, LONGEST), "bold"), f": {said}" if said else "")


def _exceptions(verdict: Verdict, listed: dict[tuple[str | None, ...], int], number: int) -> Iterator[RenderableType]:
    """The first exceptions, or where they are listed already: one gap often breaks several promises."""
    first = listed.setdefault((verdict.binding.check, *(one.item for one in verdict.exceptions)), number)
    if first != number and len(verdict.exceptions) > 1:
        yield _indented(Text(f"- the same {len(verdict.exceptions):,} as under {first}"), 5)
        return
    for one in verdict.exceptions[:SHOWN_EXCEPTIONS]:
        yield _indented(_exception(one), 5, 2)
    more = len(verdict.exceptions) - SHOWN_EXCEPTIONS
    if more > 0:
        yield _indented(Text(f"and {more:,} more in report.html", "dim"), 5)


def _finding(number: int, verdict: Verdict, catalog: Catalog, listed: dict[tuple[str | None, ...], int]) -> RenderableType:
    claim = verdict.claim
    parts: list[RenderableType] = [
        "",
        Text(f"{number:>3}. {topic_title(catalog, claim.topic)}", "bold"),
        _indented(Text(f"“{one_line(claim.quote)}”", "italic"), 5, 1),
        _indented(Text(clean(str(claim.place)), "dim"), 5),
    ]
    if own := own_text(claim):
        parts.append(_indented(Text(f"That is: {own}"), 5))
    if stated := promises(verdict, catalog):
        parts.append(_indented(Text(f"Promised: {'; '.join(f'{one.name} {one.value}' for one in stated)}"), 5))
    parts.append(_indented(Text(f"Evidence: {facts(verdict)}"), 5))
    if verdict.excused or verdict.unknown:
        parts.append(_indented(Text(str(figures(verdict)), "dim"), 5))
    if told := over_time(verdict.history):
        parts.append(_indented(Text(f"Over the period: {told}."), 5))
    parts += _exceptions(verdict, listed, number)
    if sentence := statement(verdict):
        parts.append(_indented(Text(sentence, "red"), 5))
    if verdict.decision:
        parts.append(_indented(Text(f"Decided: {decision_text(verdict.decision)}"), 5, 2))
    parts += _repairs(verdict)
    for rule in verdict.severity.rules if verdict.severity else ():
        direction = "raised" if rule.direction == "raise" else "lowered"
        parts.append(_indented(Text(f"{direction}: {rule_text(rule, verdict)}", "dim"), 5))
    return Group(*parts)


def _repairs(verdict: Verdict) -> Iterator[RenderableType]:
    """The wording that is true, where there is one; the other repair stands in the other reports."""
    if verdict.rewrite and verdict.rewrite.wording:
        yield _indented(Text.assemble("True today: ", (f"“{one_line(verdict.rewrite.wording)}”", "green")), 5, 2)


def _omission(one: Omission) -> RenderableType:
    return Group(_indented(Text(one_line(one.what), "bold"), 2), _indented(Text(one_line(one.why)), 4))


def _misstatements(run: Run, catalog: Catalog) -> Iterator[RenderableType]:
    number, listed = 0, {}
    broken = with_status(run, "contradicted", "inconsistent")
    if not broken:
        yield _heading("No potential misstatement was found in what could be tested")
    for level, group in by_severity(broken).items():
        yield _heading(f"{SEVERITY_WORDS[level]} ({len(group):,})", SEVERITY_MEANING[level])
        for verdict in group:
            number += 1
            yield _finding(number, verdict, catalog, listed)


def _conflict(conflict: Conflict, catalog: Catalog) -> RenderableType:
    parts: list[RenderableType] = [_indented(Text(topic_title(catalog, conflict.topic), "bold"), 2)]
    for mark, side in (("A", conflict.a), ("B", conflict.b)):
        parts.append(_indented(Text.assemble(f"{mark} ", (f"“{shorten(side.quote, LONGEST)}”", "italic")), 4, 3))
        parts.append(_indented(Text(clean(str(side.place)), "dim"), 6))
    parts.append(_indented(Text(one_line(conflict.why)), 4))
    if said := supported_side(conflict):
        parts.append(_indented(Text(said), 4))
    return Group(*parts, _indented(Text(one_line(conflict.agree), "dim"), 4))


def _language(run: Run) -> Iterator[RenderableType]:
    """What the words themselves get wrong, kind by kind, each reason once."""
    for kind, why, found in by_kind_and_reason(run.language):
        yield _heading(f"{kind[:1].upper()}{kind[1:]} ({len(found):,})")
        yield _indented(Text(one_line(why)), 2)
        for one in found[:SHOWN_PLACES]:
            words = Text.assemble((f"“{shorten(one.quote, LONGEST)}”", "italic"), ("  " + clean(str(one.place)), "dim"))
            yield _indented(words, 4, 2)
        if len(found) > SHOWN_PLACES:
            yield _indented(Text(f"and {len(found) - SHOWN_PLACES:,} more in report.html", "dim"), 4)


def _broken_before(verdict: Verdict, width: int) -> RenderableType:
    line = Text.assemble((f"“{shorten(verdict.claim.quote, width - 6)}”", "italic"))
    place = Text(clean(str(verdict.claim.place)), "dim")
    return Group(_indented(line, 2), _indented(place, 4), _indented(Text(f"{over_time(verdict.history)}."), 4))


def _entries(title: str, entries: list[RenderableType]) -> Iterator[RenderableType]:
    if not entries:
        return
    yield _heading(f"{title} ({len(entries):,})")
    yield from entries[:SHOWN_ENTRIES]
    if len(entries) > SHOWN_ENTRIES:
        yield _indented(Text(f"and {len(entries) - SHOWN_ENTRIES:,} more in report.html", "dim"), 2)


def _short(verdict: Verdict, width: int) -> RenderableType:
    line = Text.assemble((f"“{shorten(verdict.claim.quote, width - 6)}”", "italic"))
    place = Text(f"{clean(str(verdict.claim.place))}: {one_line(verdict.why)}", "dim")
    return Group(_indented(line, 2), _indented(place, 4))


def _reasons(run: Run) -> Iterator[RenderableType]:
    unknown = with_status(run, "not_shown")
    if not unknown:
        return
    yield _heading(f"Not shown ({len(unknown):,})", "not a pass: the evidence at hand cannot decide these")
    reasons = by_reason(unknown)
    for reason, number in reasons[:SHOWN_REASONS]:
        yield _indented(Text(f"{number:>5,}  {reason}"), 0, 7)
    if rest := sum(number for _, number in reasons[SHOWN_REASONS:]):
        yield _indented(Text(f"{rest:>5,}  for other reasons, see report.html", "dim"), 0, 7)


def _left_out(run: Run) -> list[RenderableType]:
    return [
        Group(
            _indented(Text(f"{one_line(one.what)}: {one_line(one.why)}"), 2, 2),
            *([_indented(Text(one_line(one.advice), "dim"), 4)] if one.advice else []),
        )
        for one in left_out(run)
    ]


def _assurance(run: Run) -> list[RenderableType]:
    return [
        _indented(
            Text.assemble((one_line(one.title or one.test.replace("_", " ")), "bold"), f": {one_line(one.why)}"),
            2,
            2,
        )
        for one in failed_assurance(run.assurance)
        if one.passed is False
    ]


def _assured(run: Run) -> str:
    """How much of completeness and accuracy was tested, in one sentence."""
    compared = sum(1 for one in run.assurance if one.part == "reconciliation" and one.passed is not None)
    found = Counter(one.passed for one in run.assurance)
    told = f"Completeness and accuracy: {found[True]:,} tests without a fault, {found[False]:,} with"
    told += f", {found[None]:,} that could not run (report.html says what they lack)" if found[None] else ""
    return f"{told}; {counted(compared, 'pair', 'pairs')} of populations compared."


def _register(run: Run) -> list[RenderableType]:
    """What is to be done about accepted exceptions and decisions."""
    return [
        _indented(Text.assemble((f"{kind_words(one)}: ", "bold"), f"{one_line(one.entry)}. {one_line(one.why)}"), 2, 2)
        for one in by_kind(run.register)
    ]


def _rejected(run: Run) -> list[RenderableType]:
    return [
        Group(
            _indented(Text(f"“{shorten(one.claim.quote, LONGEST)}”", "italic"), 2, 1),
            _indented(Text(f"{clean(str(one.claim.place))}: {decision_text(one.decision)}", "dim"), 4),
        )
        for one in run.rejected
    ]


def _next_steps(run: Run) -> list[str]:
    found = counts(run)
    steps = []
    if run.conflicts:
        steps.append("Let documents that disagree say the same.")
    if found["contradicted"] or found["inconsistent"]:
        steps.append("Have each potential misstatement confirmed or rebutted in writing, then correct text or control.")
    if found["not_testable"]:
        steps.append("Give the vague promises a figure or a named control, or take them out.")
    if found["not_shown"]:
        steps.append("Export the missing evidence and run the review again.")
    if run.register:
        steps.append("Renew, close or decide again what the register of exceptions and decisions lists.")
    if left_out(run):
        steps.append("Look at what was left out: it was not reviewed.")
    return steps


def parts(run: Run, catalog: Catalog, width: int) -> Iterable[RenderableType]:
    """The report piece by piece, for `width` columns."""
    title = f"Review of {one_line(run.organisation)}" if run.organisation else "Review"
    yield _indented(Text(title, "bold"), 0)
    yield _indented(Text(headline(run)), 0)
    yield _indented(_counts(run), 0)
    yield from _misstatements(run, catalog)
    earlier = [_broken_before(one, width) for one in broken_before(run)]
    yield from _entries("Kept at the end, but not over the whole period", earlier)
    yield from _entries("Documents that disagree", [_conflict(one, catalog) for one in run.conflicts])
    yield from _language(run)
    yield from _entries("Missing from the description", [_omission(one) for one in run.omissions])
    partly = with_status(run, "partly_supported")
    yield from _entries("Partly supported", [_short(one, width) for one in partly])
    vague = with_status(run, "not_testable")
    yield from _entries("Not testable as worded", [_short(one, width) for one in vague])
    yield from _reasons(run)
    yield from _entries("Completeness and accuracy: tests that did not pass", _assurance(run))
    if run.assurance:
        yield _indented(Text(_assured(run), "dim"), 0, 2)
    yield from _entries("Register of exceptions and decisions", _register(run))
    yield from _entries("Rejected: no claims, by decision", _rejected(run))
    yield from _entries("Left out", _left_out(run))
    if steps := _next_steps(run):
        yield _heading("Next")
        yield from (_indented(Text(f"{number}. {step}"), 2, 3) for number, step in enumerate(steps, 1))


def render(run: Run, catalog: Catalog, console: Console | None = None) -> str:
    """Show the report on a console, or return it as plain text.

    Args:
        console: where to show it; 80 columns are used when it is not a terminal. Without one, nothing is shown.

    Returns:
        The text, when no console was given; else an empty text.
    """
    target = console or Console(file=StringIO(), width=PIPED_WIDTH, color_system=None, legacy_windows=False)
    width = min(target.width, WIDEST) if target.is_terminal else PIPED_WIDTH
    for part in parts(run, catalog, width):
        target.print(part, width=width, highlight=False, soft_wrap=False)
    return target.file.getvalue() if console is None and isinstance(target.file, StringIO) else ""
