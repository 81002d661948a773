"""What a template commits to, for people on a terminal and for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.text import Text

from ..catalog import Catalog
from ..model import Run
from ..reports.json_report import claim_fields, dumps
from ..reports.summary import topic_title
from ..reports.text import clean, counted, one_line, shorten
from .boilerplate import Borrowed
from .commitments import Commitment, Need, State
from .residue import Residue

SHOWN_RESIDUE = 30
SHOWN_NEEDS = 12
LONGEST = 160
WORDS: dict[State, str] = {
    "broken": "Broken today: make it true or cut it",
    "open": "Shown in part",
    "unshown": "Nothing shows it today",
    "vague": "Nothing could show it as worded",
    "shown": "True today",
}
COUNTED: dict[State, str] = {
    "broken": "broken today",
    "open": "shown in part",
    "unshown": "shown by nothing today",
    "vague": "too vague to be shown",
    "shown": "true today",
}


def render_json(
    run: Run, left: Sequence[Residue], found: Sequence[Commitment], missing: Sequence[Need], borrowed: Sequence[Borrowed] = ()
) -> str:
    """The review of a template as JSON."""
    residue = [
        {"kind": one.kind, "words": one.words, "why": one.why, "document": one.document, "place": str(one.place)} for one in left
    ]
    promises: list[dict[str, Any]] = [
        {
            **claim_fields(one.verdict.claim), "state": one.state, "why": one.verdict.why, "evidence_needed": list(one.tables),
            "exceptions": [item.item for item in one.verdict.exceptions],
            "rewrite": one.verdict.rewrite.wording if one.verdict.rewrite else None,
        }
        for one in found
    ]  # fmt: skip
    bring = [{"table": one.table, "title": one.title, "sources": one.sources, "promises": one.promises} for one in missing]
    alike = [
        {
            "document": one.document, "share": round(one.share, 3), "paragraphs": one.paragraphs,
            "sources": [{"name": name, "paragraphs": count} for name, count in one.sources],
            "architecture": [
                {"quote": p.quote, "place": str(p.place), "likeness": p.likeness, "source": p.source} for p in one.architecture
            ],
        }
        for one in borrowed
    ]  # fmt: skip
    documents = [document.name for document in run.documents]
    return dumps({"residue": residue, "boilerplate": alike, "commitments": promises, "to_bring": bring, "documents": documents})


def render(
    run: Run, catalog: Catalog, left: Sequence[Residue], found: Sequence[Commitment], missing: Sequence[Need], console: Console,
    borrowed: Sequence[Borrowed] = (),
) -> None:  # fmt: skip
    """Show the review of a template: its residue, known words, what it commits to by what evidence says, and what to bring."""
    counts = Counter(one.state for one in found)
    console.print(Text("What adopting this text would commit you to", style="bold"))
    said = [f"{counts[state]:,} {words}" for state, words in COUNTED.items() if counts[state]]
    console.print(Text(f"{counted(len(found), 'promise')}" + (f": {'; '.join(said)}." if said else ".")))
    _residue(left, console)
    _borrowed(borrowed, console)
    for state, words in WORDS.items():
        ones = [one for one in found if one.state == state]
        if ones:
            console.print()
            console.print(Text(f"{words} ({len(ones):,})", style="bold"))
        for topic, same in groupby(sorted(ones, key=lambda one: topic_title(catalog, one.verdict.claim.topic)), key=_topic):
            _hanging(topic_title(catalog, topic), 2, console)
            for one in same:
                _commitment(one, console)
    if missing:
        console.print()
        console.print(Text("To bring before adopting it, by how many promises wait for it", style="bold"))
    for one in missing[:SHOWN_NEEDS]:
        _hanging(f"{one.promises:>3}  {one.title}: {one.sources}", 2, console)
    if (more := len(missing) - SHOWN_NEEDS) > 0:
        console.print(Text(f"     and {more:,} more kinds of evidence (--format json lists them)"))


def _residue(left: Sequence[Residue], console: Console) -> None:
    if not left:
        return
    console.print()
    console.print(Text(f"Left over from the template ({len(left):,})", style="bold"))
    single = len({one.document for one in left}) == 1
    alike = Counter((one.kind, one.words, one.document) for one in left)
    first = {(one.kind, one.words, one.document): one for one in reversed(left)}
    for (kind, words, _), count in list(alike.items())[:SHOWN_RESIDUE]:
        place = first[kind, words, _].place
        times = f" ({count} times)" if count > 1 else ""
        where = f"line {place.line}" if single and place.line is not None else clean(str(place))
        _hanging(f"{kind}{times}: {shorten(one_line(words), LONGEST)}  {where}", 2, console)
    if (more := len(alike) - SHOWN_RESIDUE) > 0:
        console.print(Text(f"  and {more:,} more, which --format json lists"))


def _borrowed(borrowed: Sequence[Borrowed], console: Console) -> None:
    """What the library of fingerprints knows; that words on governance are alike is normal, and only counted."""
    known = [one for one in borrowed if one.sources]
    if not known:
        return
    console.print()
    console.print(Text(f"Words that stand in texts of the library ({len(known):,})", style="bold"))
    for one in known:
        alike, (name, count) = sum(count for _, count in one.sources), one.sources[0]
        most = f", {count:,} of them in {clean(name)}" if len(one.sources) > 1 else f", in {clean(name)}"
        said = f"{one.share:.0%} of its words, in {alike:,} of {counted(one.paragraphs, 'paragraph')}{most}"
        _hanging(f"{clean(one.document)}: {said}", 2, console)
    described = [(one, alike) for one in known for alike in one.architecture]
    if described:
        console.print(Text(f"  An architecture that is described in somebody else's words ({len(described):,})"))
    for _, alike in described[:SHOWN_RESIDUE]:
        _hanging(f"- “{shorten(one_line(alike.quote), LONGEST)}”", 4, console)
        _hanging(f"{clean(str(alike.place))}, {alike.likeness:.0%} as in {clean(alike.source)}", 6, console, style="dim")
    if (more := len(described) - SHOWN_RESIDUE) > 0:
        console.print(Text(f"    and {more:,} more"))


def _topic(one: Commitment) -> str:
    return one.verdict.claim.topic


def _commitment(one: Commitment, console: Console) -> None:
    claim = one.verdict.claim
    _hanging(f"- {shorten(one_line(claim.text), LONGEST)}", 4, console)
    if one.state in ("broken", "open", "vague"):
        _hanging(shorten(clean(one.verdict.why), LONGEST), 6, console, style="dim")
    if one.verdict.rewrite and one.verdict.rewrite.wording:
        _hanging(f"True today: {one_line(one.verdict.rewrite.wording)}", 6, console)


def _hanging(text: str, column: int, console: Console, style: str = "") -> None:
    """Print text from a column on, its further lines two columns to the right."""
    for number, line in enumerate(Text(text, style=style).wrap(console, max(console.width - column - 2, 20))):
        line.rstrip()
        console.print(Text(" " * (column + (2 if number else 0))) + line)
