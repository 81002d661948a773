"""Unified diffs of true wordings: Git applies them, and nothing else in the file changes."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analyzer.model import Rewrite, Run
from analyzer.reports import ReportError, diff, write
from claims import Claim, read
from tests.analyzer.reports.report_samples import Sample, make_claim, make_verdict

git = pytest.mark.skipif(shutil.which("git") is None, reason="Git is not installed")


def proposing(sample: Sample, path: Path, name: str, *wordings: tuple[str, str, dict[str, Any]]) -> Run:
    """A run on one document, with a wording for each of the given words."""
    document = replace(read(path), path=name)

    def claim(words: str, fields: dict[str, Any]) -> Claim:
        return make_claim(document, words, "other", **fields)

    verdicts = tuple(
        make_verdict(claim(words, more), "contradicted", rewrite=Rewrite(wording=new, way="values", why=""))
        for words, new, more in wordings
    )
    return replace(sample.run, documents=(document,), verdicts=verdicts)


def applied(run: Run, sample: Sample, folder: Path) -> bytes:
    """What `git apply` makes of the file in a repository."""
    (document,) = run.documents
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    patch = diff.render(run, sample.catalog, document)
    subprocess.run(["git", "-c", "core.autocrlf=false", "apply", "-"], cwd=folder, input=patch, check=True)
    return (folder / document.path).read_bytes()


@git
@pytest.mark.parametrize("name", ["policy.md", "docs/a b.md", 'docs/qu"ote.md', "docs/über.md", "docs/tab\there.md"])
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (b"# P\n\nKeys rotate daily. Fine.\n\nEnd.\n", b"# P\n\nKeys rotate yearly. Fine.\n\nEnd.\n"),
        (b"# P\n\nKeys rotate daily.", b"# P\n\nKeys rotate yearly."),
        (b"# P\r\n\r\nKeys rotate daily.\r\n\r\nEnd.\r\n", b"# P\r\n\r\nKeys rotate yearly.\r\n\r\nEnd.\r\n"),
        (b"\xef\xbb\xbf# P\n\nKeys rotate daily.\n", b"\xef\xbb\xbf# P\n\nKeys rotate yearly.\n"),
        ("# Ü\n\nKeys rotate daily. \u2028 x\x0cy\n".encode(), "# Ü\n\nKeys rotate yearly. \u2028 x\x0cy\n".encode()),
        (b"# P\n\n\x93Keys rotate daily.\x94\n", b"# P\n\n\x93Keys rotate yearly.\x94\n"),
        (b"# P\n\nKeys rotate daily.\n\n\x81\xe9\n", b"# P\n\nKeys rotate yearly.\n\n\x81\xe9\n"),
    ],
    ids=["plain", "no last line end", "crlf", "byte order mark", "odd line ends", "code page", "bytes of no code page"],
)
def test_git_applies_it(
    text: bytes, wanted: bytes, name: str, sample: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text)
    monkeypatch.chdir(tmp_path)
    run = proposing(sample, path, name, ("Keys rotate daily.", "Keys rotate yearly.", {}))
    assert applied(run, sample, tmp_path) == wanted


@git
def test_a_row_changes_in_the_cell_that_states_the_value(sample: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "p.md").write_text("| What | Value |\n|---|---|\n| Minimum length | 12 characters |\n")
    monkeypatch.chdir(tmp_path)
    row = {"form": "row", "quote": "Minimum length | 12 characters"}
    run = proposing(sample, tmp_path / "p.md", "p.md", ("12 characters", "Minimum length | 8 characters", row))
    assert applied(run, sample, tmp_path).endswith(b"| Minimum length | 8 characters |\n")


@git
def test_of_two_wordings_for_the_same_words_the_first_is_taken(
    sample: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "p.md").write_text("Keys rotate daily. Backups run hourly.\n")
    monkeypatch.chdir(tmp_path)
    run = proposing(
        sample, tmp_path / "p.md", "p.md", ("Keys rotate daily.", "Keys rotate yearly.", {}), ("rotate daily", "rotate", {}),
        ("Backups run hourly.", "Backups run daily.", {}),
    )  # fmt: skip
    assert applied(run, sample, tmp_path) == b"Keys rotate yearly. Backups run daily.\n"


def test_a_document_without_a_wording_gets_no_file(sample: Sample, tmp_path: Path) -> None:
    assert write(sample.run, sample.catalog, "diff", tmp_path) == []


def test_a_document_that_changed_or_is_gone_is_named(sample: Sample, tmp_path: Path) -> None:
    path = tmp_path / "p.md"
    path.write_text("Keys rotate daily.\n")
    run = proposing(sample, path, str(path), ("Keys rotate daily.", "Keys rotate yearly.", {}))
    path.write_text("Keys rotate hourly.\n")
    with pytest.raises(ReportError, match=r"p\.md: the file has changed since it was read"):
        write(run, sample.catalog, "diff", tmp_path / "out")
    path.unlink()
    with pytest.raises(ReportError, match=r"p\.md: the file cannot be read again"):
        write(run, sample.catalog, "diff", tmp_path / "out")
