"""The notes for readers: every command in them can be typed, every file they name is there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer

from analyzer.catalog import load_catalog
from analyzer.cli import app
from analyzer.reports import formats

ROOT = Path(__file__).parent.parent
FOLDERS = ("claims", "analyzer", "samples", "bench", "tests")
PAGES = sorted(p for p in (*ROOT.glob("*.md"), *(p for f in FOLDERS for p in (ROOT / f).rglob("README.md"))))
COMMAND = typer.main.get_command(app)
PATH = re.compile(rf"(?:(?:{'|'.join(FOLDERS)}|\.ci)/[\w./*<>-]*|(?:pyproject\.toml|constraints\.txt|Makefile|LICENSE|NOTICE))")


def code(page: str) -> list[str]:
    """The lines of fenced blocks, joined where they go on, and the spans of inline code."""
    fenced = re.findall(r"^```[^\n]*\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    lines = [line for block in fenced for line in block.replace("\\\n", " ").splitlines()]
    return [*lines, *re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", page, flags=re.MULTILINE | re.DOTALL))]


def commands(page: str) -> list[list[str]]:
    """The words of every command line of the product, prompt, comment and what it is piped into left out."""
    found = []
    for line in code(page):
        said = re.match(r"\s*(?:\$ )?(?:[\w./]*/)?goldenthread(?= |$)(.*)", line)
        if said:
            words = shlex.split(said[1], comments=True)
            end = next((n for n, word in enumerate(words) if word in ("|", ">", "&&", ";", "||")), len(words))
            found.append(words[:end])
    return found


def unknown(words: list[str]) -> str | None:
    """What of a command line does not exist: a command, an option, or the value of an option with few values."""
    command: Any = COMMAND
    left = list(words)
    while (group := getattr(command, "commands", None)) and left and not left[0].startswith("-"):
        name = left.pop(0)
        below = group.get(name)
        if below is None:
            return name
        command = below
    options = {option: p for p in command.params for option in p.opts} | {"--help": None}
    for word, following in zip(left, (*left, "")[1:], strict=True):
        name, _, value = word.partition("=")
        if word.startswith("-") and name not in options:
            return word
        if name in ("--format", "-f") and (value or following) not in formats():
            return f"{name} {value or following}"
    return None


def names(page: str) -> set[str]:
    """The files and folders that a page names in code and in links."""
    spoken = [(span, m) for span in code(page) for m in PATH.finditer(span)]
    found = {m[0].rstrip(".") for span, m in spoken if m.start() == 0 or span[m.start() - 1] in " ='\""}
    return {one for one in found if not re.search(r"[<>*]|\.\.\.", one)}


@pytest.mark.parametrize("path", PAGES, ids=[p.relative_to(ROOT).as_posix() for p in PAGES])
class TestPage:
    def test_its_commands_exist(self, path: Path) -> None:
        said = commands(path.read_text(encoding="utf-8"))
        assert [(words, fault) for words in said if (fault := unknown(words))] == []

    def test_its_files_exist(self, path: Path) -> None:
        page = path.read_text(encoding="utf-8")
        assert [name for name in sorted(names(page)) if not ((ROOT / name).exists() or (path.parent / name).exists())] == []

    def test_its_links_lead_somewhere(self, path: Path) -> None:
        links = re.findall(r"\]\(([^)\s#]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
        assert [link for link in links if "://" not in link and not (path.parent / link).exists()] == []

    def test_its_make_targets_exist(self, path: Path) -> None:
        targets = set(re.findall(r"^([\w.-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
        typed = re.compile(r"\s*(?:\$ )?make (?:\w+=\S+ )*([\w.-]+)(?![\w.-]*=)")
        said = [found[1] for span in code(path.read_text(encoding="utf-8")) if (found := typed.match(span))]
        assert set(said) - targets == set()


def test_what_does_not_exist_is_noticed() -> None:
    page = "```sh\n$ .venv/bin/goldenthread review a.docx \\\n  --colour\n```\n`goldenthread revue` and `goldenthread topics list`"
    assert [unknown(words) for words in commands(page)] == ["--colour", "revue", None]
    assert unknown(["review", "x.md", "--format", "papyrus"]) == "--format papyrus"
    assert unknown(["--version"]) is None
    assert names("`claims/nothing.py` and `analyzer/topics/<group>/`") == {"claims/nothing.py"}


def test_there_is_a_readme() -> None:
    assert ROOT / "README.md" in PAGES


def test_the_readme_counts_the_topics_and_checks_that_there_are() -> None:
    entries = load_catalog().topics.values()
    checked = sum(1 for entry in entries if entry.check)
    assert f"Claims are recognised on {len(entries)} topics; {checked} of them have a check." in (ROOT / "README.md").read_text()
