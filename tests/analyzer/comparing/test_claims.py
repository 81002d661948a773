"""Promises keep their identity across edits, moves and splits of the text."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from analyzer.catalog import load_catalog
from analyzer.comparing import Pair, match
from claims import Claim, read
from tests.analyzer.builders import claim

CATALOG = load_catalog()
EDITS = yaml.safe_load(Path(__file__).with_name("edits.yaml").read_text(encoding="utf-8"))
AROUND = [
    "Alerts are acknowledged within 15 minutes.",
    "Vendors are assessed before they are engaged.",
    "Keys are rotated every year.",
    "Changes to firewall rules are approved by the security team.",
    "The risk register is reviewed twice a year.",
    "Laptops lock after 10 minutes.",
    "Shared accounts are prohibited.",
    "Restores are tested every quarter.",
]


def claims_of(folder: Path, name: str, *sentences: str) -> list[Claim]:
    path = folder / f"{name}.md"
    path.write_text("# Policy\n\n" + "\n\n".join(one for one in sentences if one), encoding="utf-8")
    return list(CATALOG.extractor.claims(read(path, "policy.md")))


def edited(folder: Path, before: str, after: str | list[str]) -> list[Pair]:
    """The pairs of two versions in which one sentence differs and another one moved down."""
    new = after if isinstance(after, list) else [after]
    old_text = [*AROUND[:4], before, *AROUND[4:]]
    new_text = [*AROUND[1:4], *new, AROUND[0], *AROUND[4:]]
    return match(claims_of(folder, "old", *old_text), claims_of(folder, "new", *new_text))


def test_there_are_enough_edits() -> None:
    assert len(EDITS) >= 40
    assert len({(one["before"], str(one["after"])) for one in EDITS}) == len(EDITS)


@pytest.mark.parametrize("edit", EDITS, ids=lambda one: f"{one['kind']}: {one['after'] or one['before']}"[:80])
def test_an_edit(tmp_path: Path, edit: dict[str, str]) -> None:
    kinds = Counter(pair.kind for pair in edited(tmp_path, edit["before"], edit["after"]) if pair.kind not in ("same", "moved"))
    expected = {} if edit["kind"] == "same" else {edit["kind"]: 1}
    if isinstance(edit["after"], list):
        assert "added" not in kinds
        assert "dropped" not in kinds
    else:
        assert kinds == expected


def test_what_changed_is_said_with_both_values(tmp_path: Path) -> None:
    pairs = edited(tmp_path, "Backups are retained for 35 days.", "Backups are retained for 14 days.")
    assert pairs[0].kind == "changed"
    assert pairs[0].differences == ("retention: 14 days, was 35 days",)


def test_a_section_that_moves_keeps_its_promises(tmp_path: Path) -> None:
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text("# Backup\n\nBackups are taken daily.\n\n# Access\n\nAccess is reviewed quarterly.\n", encoding="utf-8")
    new.write_text("# Access\n\nAccess is reviewed quarterly.\n\n# Keeping data\n\nBackups are taken daily.\n", encoding="utf-8")
    pairs = match(*(list(CATALOG.extractor.claims(read(path, "policy.md"))) for path in (old, new)))
    assert sorted(pair.kind for pair in pairs) == ["moved", "same"]


def test_the_same_text_has_no_differences(tmp_path: Path) -> None:
    first, second = claims_of(tmp_path, "old", *AROUND), claims_of(tmp_path, "new", *AROUND)
    assert {pair.kind for pair in match(first, second)} == {"same"}


def test_a_scope_that_stands_elsewhere_in_the_sentence_is_no_change() -> None:
    one = claim("encryption_in_transit", "It is encrypted while it travels over public networks.", scope="Customer data")
    assert [pair.kind for pair in match([one], [replace(one, id="c2")])] == ["same"]
    (pair,) = match([one], [replace(one, scope="Backups")])
    assert pair.differences == ("scope: Backups, was Customer data",)
