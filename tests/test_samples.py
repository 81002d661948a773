"""The sample company: its files come from its generator, and a review finds what was planted and nothing else."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from analyzer.catalog import load_catalog
from analyzer.config import parse_period, read_config
from analyzer.model import Observation, Run, Verdict
from analyzer.pipeline import review
from analyzer.reports import write

pytestmark = pytest.mark.slow

HOME = Path(__file__).parent.parent / "samples" / "northwind"
EXPECTED: dict[str, Any] = yaml.safe_load((HOME / "expected.yaml").read_text(encoding="utf-8"))
DRIFTS: list[dict[str, Any]] = EXPECTED["drifts"]
TRAPS: list[dict[str, Any]] = EXPECTED["traps"]
NOT_SUPPORTED: list[dict[str, Any]] = EXPECTED["not_supported"]


def _name(entry: dict[str, Any]) -> str:
    return f"{entry.get('topic', '')}: {entry.get('quote') or entry.get('item')}"[:70]


@pytest.fixture(scope="module")
def run() -> Run:
    config = read_config(HOME / "goldenthread.toml")
    return review(
        [HOME / name for name in config.documents],
        [HOME / name for name in config.evidence],
        parse_period(config.period or ""),
        load_catalog(),
        config,
    )


def _words(text: str) -> str:
    return " ".join(text.split()).casefold()


def _is_about(verdict: Verdict, entry: dict[str, Any]) -> bool:
    """Whether the claim is the sentence, or the part of the sentence, that an entry quotes."""
    claim, fragment = verdict.claim, _words(entry["quote"])
    if (
        entry.get("topic", claim.topic) != claim.topic
        or entry.get("document", claim.place.document) != claim.place.document
    ):
        return False
    return any(fragment in said or said in fragment for said in (_words(claim.quote), _words(claim.text)))


def _names(observation: Observation) -> set[str]:
    """Every identifier by which the report names an item."""
    return {observation.item, *(value for value in observation.row.values() if isinstance(value, str))}


def _unlike(exceptions: tuple[Observation, ...], items: list[str]) -> tuple[list[str], list[str]]:
    """What was found and is not among the items, and which items were not found."""
    found = [_names(exception) for exception in exceptions]
    wanted = set(items)
    beyond = [e.item for e, names in zip(exceptions, found, strict=True) if not names & wanted]
    return beyond, sorted(item for item in wanted if not any(item in names for names in found))


def _contradicted(run: Run) -> Iterator[Verdict]:
    return (v for v in run.verdicts if v.status == "contradicted")


def _members(path: Path) -> list[tuple[str, tuple[int, ...], bytes]]:
    with zipfile.ZipFile(path) as archive:
        return [(i.filename, i.date_time, archive.read(i)) for i in archive.infolist()]


def test_the_generator_writes_the_committed_files(tmp_path: Path) -> None:
    subprocess.run([sys.executable, HOME / "generate.py", "--into", tmp_path], check=True, capture_output=True)
    written = sorted(p.relative_to(tmp_path) for p in tmp_path.rglob("*") if p.is_file())
    assert len(written) > 30
    for name in written:
        # The same members with the same dates; how they are compressed depends on the machine.
        same = (_members if name.suffix == ".docx" else Path.read_bytes)(tmp_path / name)
        assert same == (_members if name.suffix == ".docx" else Path.read_bytes)(HOME / name), name


def test_every_file_is_read(run: Run) -> None:
    assert run.left_out == ()
    assert [f.path for f in run.evidence if f.faults] == []
    assert len(run.documents) == 7


def test_there_are_enough_drifts_and_traps() -> None:
    assert len({entry["drift"] for entry in DRIFTS}) >= 20
    assert len(TRAPS) >= 10


@pytest.mark.parametrize("entry", DRIFTS, ids=_name)
def test_a_drift_is_found_with_exactly_its_items(run: Run, entry: dict[str, Any]) -> None:
    about = [v for v in run.verdicts if _is_about(v, entry)]
    broken = [v for v in about if v.status == "contradicted"]
    assert broken or entry.get("optional"), [
        (v.status, v.claim.quote, v.why) for v in about
    ] or "no claim on the topic quotes the sentence"
    assert all(_unlike(v.exceptions, entry["items"]) == ([], []) for v in broken), [
        _unlike(v.exceptions, entry["items"]) for v in broken
    ]


@pytest.mark.parametrize("trap", TRAPS, ids=_name)
def test_a_trap_is_not_flagged(run: Run, trap: dict[str, Any]) -> None:
    if quote := trap.get("quote"):
        assert [v.why for v in _contradicted(run) if _is_about(v, trap)] == [], quote
    if item := trap.get("item"):
        on_topic = [v for v in run.verdicts if v.claim.topic == trap["topic"]]
        assert [v.claim.quote for v in on_topic for e in v.exceptions if item in _names(e)] == []
        assert not trap.get("excused") or any(item == e.item for v in on_topic for e in v.excused)


@pytest.mark.parametrize("entry", NOT_SUPPORTED, ids=_name)
def test_what_no_export_bears_out_is_not_supported(run: Run, entry: dict[str, Any]) -> None:
    assert [v.why for v in run.verdicts if _is_about(v, entry) and v.status == "supported"] == []


def test_nothing_else_is_contradicted(run: Run) -> None:
    others = [v for v in _contradicted(run) if not any(_is_about(v, entry) for entry in DRIFTS)]
    assert [(v.claim.place.document, v.claim.topic, v.claim.quote, v.why) for v in others] == []


@pytest.mark.skipif(not shutil.which("soffice") or not shutil.which("pdfinfo"), reason="LibreOffice and poppler are not installed")
def test_the_commented_description_opens_in_a_word_processor_and_keeps_its_pages(run: Run, tmp_path: Path) -> None:
    original = HOME / "description.docx"
    (reviewed,) = (path for path in write(run, load_catalog(), "word", tmp_path / "out") if path.stem.startswith(original.stem))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(original), str(reviewed)],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    pages: list[int] = []
    for file in (original, reviewed):
        pdf = tmp_path / f"{file.stem}.pdf"
        shown = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout
        pages.append(int(re.findall(r"^Pages:\s+(\d+)", shown, re.MULTILINE)[0]))
    assert pages[0] >= 12
    assert pages[1] == pages[0]
