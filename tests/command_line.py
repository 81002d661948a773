"""Runs the command line inside the tests' process, as a shell would: words in; exit code, output and errors out."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from analyzer.cli import main


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str


@contextlib.contextmanager
def _words(given: list[str]) -> Iterator[None]:
    before, sys.argv = sys.argv, ["goldenthread", *given]
    try:
        yield
    finally:
        sys.argv = before


def goldenthread(*words: str | Path, cwd: Path | None = None) -> Done:
    """Run a command; an error that the command does not handle is the test's own failure."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    with contextlib.ExitStack() as stack:
        stack.enter_context(_words([str(word) for word in words]))
        stack.enter_context(contextlib.redirect_stdout(out))
        stack.enter_context(contextlib.redirect_stderr(err))
        if cwd:
            stack.enter_context(contextlib.chdir(cwd))
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
    return Done(code=code, out=out.getvalue(), err=err.getvalue())


POLICY = "# Policy\n\nAll company laptops use full-disk encryption.\n"
DEVICES = (
    "Device ID,Serial Number,Email,Platform,Disk Encrypted,Last Check-in\n"
    "D-1,S-1,ana@northwind.example,macOS,true,2026-06-29\nD-2,S-2,bo@northwind.example,macOS,true,2026-06-28\n"
)
PERIOD = ("--period", "2026-01-01..2026-06-30")


def lay_out(folder: Path, encrypted: bool = True) -> tuple[Path, Path]:
    """Write a policy and an export of devices; returns the folders of documents and of evidence."""
    documents, evidence = folder / "documents", folder / "evidence"
    for place in (documents, evidence):
        place.mkdir(parents=True, exist_ok=True)
    (documents / "policy.md").write_text(POLICY, encoding="utf-8")
    rows = DEVICES if encrypted else DEVICES.replace("true,2026-06-28", "false,2026-06-28")
    (evidence / "devices.csv").write_text(rows, encoding="utf-8")
    return documents, evidence
