"""Fingerprints of known texts: what of a document stands in them, and that none of their words can be read from the library."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analyzer.errors import AnalyzerError
from analyzer.template.boilerplate import Borrowed, boilerplate, learned, read_library, write_library
from analyzer.template.boilerplate.sketch import sketch_of, words_in
from claims import read
from tests.command_line import goldenthread

TEMPLATE = """# Template

## Infrastructure

[Company Name] hosts its production environment in a public cloud in two availability zones, with load balancers in public subnets
and databases in private subnets of a VPC.

## Governance

Management of [Company Name] sets the tone at the top and demonstrates a commitment to integrity and ethical values through its code
of conduct, which all employees sign.
"""
OWN = """# Policy

## Leavers

People operations closes the account of a leaver in Okta on the last working day, and the manager confirms it in the ticket.
"""


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def borrowed(tmp_path: Path, text: str, *names: str) -> Borrowed:
    known = learned([read(written(tmp_path, "template.md", TEMPLATE))])
    (found,) = boilerplate([read(written(tmp_path, "own.md", text))], known, names)
    return found


def test_an_architecture_in_the_words_of_a_template_is_named_and_governance_is_only_counted(tmp_path: Path) -> None:
    text = TEMPLATE.replace("[Company Name]", "Brightloom Ledger").replace("in two availability", "in three availability")
    found = borrowed(tmp_path, text + OWN.removeprefix("# Policy"), "Brightloom Ledger")
    assert found.sources == (("template.md", 2),)
    assert found.paragraphs == 3
    assert 0.6 < found.share < 0.8
    assert [(one.place.line, one.source) for one in found.architecture] == [(5, "template.md")]


def test_a_text_of_its_own_owes_nothing(tmp_path: Path) -> None:
    found = borrowed(
        tmp_path, OWN + "\nWe host the ledger in two availability zones of one region, and databases stand by in each.\n"
    )
    assert (found.share, found.sources, found.architecture) == (0.0, (), ())


def test_a_text_that_the_library_was_made_from_is_not_held_against_itself(tmp_path: Path) -> None:
    assert borrowed(tmp_path, TEMPLATE).share == 0.0


def test_names_numbers_and_placeholders_tell_no_two_texts_apart() -> None:
    one = words_in("{{company}} keeps the logs of [SYSTEM NAME] for 90 days, and Brightloom’s engineers read them.", ["Brightloom"])
    other = words_in("Keeps the logs of for 365 days, and engineers read them.")
    assert one == other


def test_the_estimate_follows_the_share_of_common_words() -> None:
    words = [f"{a}{b}" for a in "abcdefgh" for b in "klmnopqr"]
    changed = [*words[:32], *(word[::-1] for word in words[32:])]
    one, same, half = sketch_of(words), sketch_of(list(words)), sketch_of(changed)
    assert one is not None and same is not None and half is not None
    assert (one == same).all()
    assert 0.15 < float((one == half).mean()) < 0.52  # 30 of 94 runs are common
    assert sketch_of(words[:9]) is None


def test_no_word_of_a_text_stands_in_the_library_and_a_text_of_the_same_name_is_replaced(tmp_path: Path) -> None:
    path, library = written(tmp_path, "secret-policy.md", TEMPLATE), tmp_path / "known.json"
    for _ in range(2):
        done = goldenthread("template", path, "--learn", library)
        assert done.code == 0
        assert "2 paragraphs from 1 text" in done.out
    held = library.read_text(encoding="utf-8").lower()
    assert not [word for word in ("management", "subnets", "availability") if word in held]
    write_library(tmp_path / "again.json", read_library(library))
    assert json.loads((tmp_path / "again.json").read_text()) == json.loads(library.read_text())


def test_the_command_says_what_stands_in_the_library(tmp_path: Path) -> None:
    template, library = written(tmp_path, "template.md", TEMPLATE), tmp_path / "known.json"
    own = written(tmp_path, "own.md", TEMPLATE.replace("[Company Name]", "It") + OWN)
    goldenthread("template", template, "--learn", library)
    given = ("template", own, "--library", library, "--period", "2026-01-01..2026-06-30", "--no-semantics", "-q")
    told = json.loads(goldenthread(*given, "-f", "json").out)["boilerplate"]
    assert [(one["document"], one["sources"]) for one in told] == [("own.md", [{"name": "template.md", "paragraphs": 2}])]
    shown = goldenthread(*given).out
    assert "in 2 of 3 paragraphs, in template.md" in shown
    assert "An architecture that is described in somebody else's words (1)" in shown


HEAD = '{"kind": "goldenthread-fingerprints", "version": 1, "sources": '


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[]", "no library"),
        (HEAD.replace("1", "2") + "[]}", "no library"),
        (HEAD + '[{"name": "a", "sha256": "", "sketches": "QQ=="}]}', "damaged"),
        (HEAD + '[{"name": "a", "sha256": "", "sketches": "?"}]}', "damaged"),
    ],
)
def test_what_is_no_library_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(AnalyzerError, match=words):
        read_library(written(tmp_path, "known.json", text))
    with pytest.raises(AnalyzerError, match="cannot be read"):
        read_library(tmp_path / "absent.json")
