"""Whether comments and tracked changes stand where they should in Word files, whatever is in them.

usage: python bench/word_files.py PATH...

Every claim of each .docx gets a comment and, where no other claim has the same words, a wording of its own as tracked changes.
Then the file is read back: the words under each comment; the text after rejecting and after accepting all changes, paragraph by
paragraph; the numbers of marks; every other part, byte by byte; and LibreOffice, where it is installed, has to open both files and
make pages of them. What is not as it should be is printed, and the exit code is 1.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from analyzer.catalog import Catalog, load_catalog
from analyzer.config import parse_period
from analyzer.model import Rewrite, Run, Verdict
from analyzer.pipeline import review
from analyzer.reports.word import AUTHOR, render
from claims import Place
from claims.readers.word_package import W
from claims.readers.word_text import visible_runs, visible_text

NEARBY = "where Word takes no comments"
CHANGED = re.compile(r"\[Content_Types\]\.xml|word/document\d*\.xml|word/comments\d*\.xml|word/_rels/document\d*\.xml\.rels")


def otherwise(text: str) -> str:
    """Words with one replaced, one taken out and some added, as no check would propose it."""
    words = text.split(" ")
    middle = len(words) // 2
    kept = [*words[:middle], "(42 of 50)", *words[middle + 2 :]]
    return " ".join([kept[0], "today", *kept[1:]]) if len(words) > 3 else f"{text} (42 of 50)"


def prepared(run: Run, before: list[str]) -> Run:
    """The run with all its claims contradicted; the first of those that overlap has a wording.

    Args:
        before: the text of each paragraph of the main part.
    """
    taken: list[Place] = []
    found: list[Verdict] = []
    for one in run.verdicts:
        place, worded = one.claim.place, None
        if place.part == "document" and place.paragraph is not None and not any(overlap(place, other) for other in taken):
            taken.append(place)
            words = before[place.paragraph][place.start : place.end]
            worded = one.claim.quote.replace(words, otherwise(words), 1)
        found.append(replace(one, status="contradicted", rewrite=Rewrite(wording=worded, way="", why="")))
    return replace(run, verdicts=tuple(found))


def overlap(one: Place, other: Place) -> bool:
    """Whether two places of the main part have words in common."""
    return one.paragraph == other.paragraph and one.start < other.end and other.start < one.end


def main_part(data: bytes) -> Any:
    """The root of the main part."""
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))


def settled(data: bytes, accept: bool) -> Any:
    """The root of the main part after all changes of the report are accepted or rejected; those of others stay as they are."""
    root = main_part(data)
    gone, kept = (f"{W}del", f"{W}ins") if accept else (f"{W}ins", f"{W}del")
    for mark in [one for one in root.iter(gone) if one.get(f"{W}author") == AUTHOR]:
        mark.getparent().remove(mark)
    for mark in [one for one in root.iter(kept) if one.get(f"{W}author") == AUTHOR]:
        for text in mark.iter(f"{W}delText"):
            text.tag = f"{W}t"
        mark.tag = f"{W}smartTag"
    return root


def texts(root: Any) -> list[str]:
    """The text of each paragraph."""
    return [visible_text(one) for one in root.iter(f"{W}p")]


def misplaced(data: bytes, run: Run, counts: Counter[str]) -> Iterator[str]:
    """The claims whose comment is not at their words, once all changes are rejected; of a row of a table, at those of a cell."""
    root = settled(data, accept=False)
    order = {one: at for at, one in enumerate(root.iter())}
    marks: dict[str, list[int]] = {}
    for one in root.iter(f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference"):
        marks.setdefault(one.get(f"{W}id"), []).append(order[one])
    shown = [(order[e], text) for p in root.iter(f"{W}p") for e, text in visible_runs(p) if e is not None]
    comments = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/comments.xml"))
    said = {one.get(f"{W}id"): "".join(one.itertext()) for one in comments.iter(f"{W}comment")}
    for verdict in run.verdicts:
        claim = verdict.claim
        number = next((at for at, text in said.items() if text.endswith(f"Finding {claim.id}")), None)
        if number is None or len(marks.get(number, [])) != 3:
            yield f"comment on «{claim.quote}» is missing or lacks a mark"
        elif NEARBY in said[number]:
            counts["comments nearby"] += 1
        else:
            start, end, _ = marks[number]
            words = "".join(text for at, text in shown if start < at < end)
            meant = claim.quote.split(" | ") if claim.form == "row" else [claim.quote]
            if words in meant:
                counts["comments at their words"] += 1
            else:
                yield f"comment on «{claim.quote}» stands at «{words}»"


def unlike(data: bytes, original: bytes, run: Run, counts: Counter[str]) -> Iterator[str]:
    """What accepting or rejecting does not make as it should."""
    before = texts(main_part(original))
    if texts(settled(data, accept=False)) != before:
        yield "rejecting all changes does not give the original back"
    expected = list(before)
    for one in sorted(run.verdicts, key=lambda one: -one.claim.place.start):
        place = one.claim.place
        if place.part == "document" and place.paragraph is not None and one.rewrite and one.rewrite.wording:
            text = expected[place.paragraph]
            words = text[place.start : place.end]
            expected[place.paragraph] = text[: place.start] + otherwise(words) + text[place.end :]
    for text, old, new in zip(texts(settled(data, accept=True)), before, expected, strict=True):
        kind = "as proposed" if text == new else "left as they were" if text == old else "wrong"
        counts[f"paragraphs {kind}"] += old != new
        if kind == "wrong":
            yield f"accepting all gives «{text}», not «{new}»"
    root = main_part(data)
    numbers = Counter(one.get(f"{W}id") for one in root.iter(f"{W}ins", f"{W}del"))
    if any(n > 1 for n in numbers.values()):
        yield "two marks of revision have one number"
    if any(True for deleted in root.iter(f"{W}del") for _ in deleted.iter(f"{W}t")):
        yield "a deletion holds text that is not marked as deleted"


def touched(data: bytes, original: bytes) -> Iterator[str]:
    """The parts that are not as they were, and need not have been touched."""
    old, new = (zipfile.ZipFile(io.BytesIO(one)) for one in (original, data))
    for name in old.namelist():
        if not CHANGED.fullmatch(name) and (name not in new.namelist() or old.read(name) != new.read(name)):
            yield f"{name} has changed"


def pages(files: dict[str, bytes]) -> Iterator[str]:
    """What LibreOffice makes of files; every one has to become pages."""
    program = shutil.which("soffice")
    if program is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            Path(folder, f"{name}.docx").write_bytes(data)
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        documents = [f"{name}.docx" for name in files]
        subprocess.run(
            [program, profile, "--headless", "--convert-to", "pdf", *documents],
            cwd=folder,
            capture_output=True,
            check=False,
            timeout=600,
        )
        for name in files:
            if not Path(folder, f"{name}.pdf").exists():
                yield f"LibreOffice makes no pages of the {name} file"


def checked(path: Path, catalog: Catalog, counts: Counter[str]) -> list[str]:
    """Everything that is wrong with the commented and the tracked copy of a file."""
    original = path.read_bytes()
    run = review([path], [], parse_period("2026-01-01..2026-06-30", None), catalog)
    run = prepared(run, texts(main_part(original)))
    (document,) = run.documents
    plain, tracked = (render(run, catalog, document, tracked=one) for one in (False, True))
    counts["claims"] += len(run.verdicts)
    found = [
        *misplaced(plain, run, counts),
        *misplaced(tracked, run, Counter()),
        *unlike(tracked, original, run, counts),
        *touched(plain, original),
        *touched(tracked, original),
        *pages({"commented": plain, "tracked": tracked}),
    ]
    if [visible_text(one) for one in main_part(plain).iter(f"{W}p")] != [
        visible_text(one) for one in main_part(original).iter(f"{W}p")
    ]:
        found.append("comments change the text")
    return found


def main() -> int:
    paths = [Path(one) for one in sys.argv[1:]]
    files = sorted({file for path in paths for file in ([path] if path.is_file() else path.rglob("*.docx"))})
    catalog, wrong = load_catalog(), 0
    for file in files:
        counts: Counter[str] = Counter()
        found = checked(file, catalog, counts)
        wrong += len(found)
        print(f"{file.name}: {', '.join(f'{n} {what}' for what, n in sorted(counts.items()))}; {len(found)} wrong")
        for one in found[:10]:
            print(f"  {one}")
    print(f"{len(files)} files, {wrong} wrong")
    return 1 if wrong or not files else 0


if __name__ == "__main__":
    sys.exit(main())
