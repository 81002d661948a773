"""JSON and YAML of any shape: the kinds of record in it, and what each carries of what it stands in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from analyzer.errors import EvidenceError
from analyzer.evidence.broken_off import whole_part
from analyzer.evidence.files import record_sets
from analyzer.evidence.nested import record_groups
from analyzer.evidence.records import Problems
from tests.analyzer.evidence.loading import column, load, write

PERSON = {"email": "ana@northwind.example", "start_date": "2024-03-01", "status": "active"}


def sets(path: Path) -> dict[str, list[dict[str, Any]]]:
    """The records of each set of a file, by its name."""
    return {one.name: [json.loads(row) for _, row in one.rows(Problems()) if isinstance(row, str)] for one in record_sets(path)}


def test_arrays_inside_wrapping_objects_carry_what_they_stand_in() -> None:
    report = {
        "report_date": "2026-03-31", "summary": {"open": 2},
        "scan": {"tool": "Scanwell", "settings": {"deep": True}, "findings": [{"id": "F-1", "tags": ["web", "prod"]},
        {"id": "F-2"}]},
    }  # fmt: skip
    (group,) = record_groups(report)
    assert group.name == "scan.findings"
    assert group.records == [
        {"id": "F-1", "tags": ["web", "prod"], "parent.report_date": "2026-03-31", "scan.tool": "Scanwell"},
        {"id": "F-2", "parent.report_date": "2026-03-31", "scan.tool": "Scanwell"},
    ]
    assert group.context == {"parent.report_date", "scan.tool"}


def test_arrays_inside_records_carry_what_identifies_their_record() -> None:
    databases = [
        {"name": "orders", "engine": "x", "size": 4, "grants": [{"role": "r1", "members": [{"user": "ana"}]}, {"role": "r2"}]},
        {"name": "mail", "engine": "x", "size": 5, "grants": [{"role": "r3"}]},
    ]
    outer, grants, members = record_groups({"databases": databases})
    assert (outer.name, grants.name, members.name) == ("databases", "databases.grants", "databases.grants.members")
    assert [(one["role"], one["databases.name"]) for one in grants.records] == [("r1", "orders"), ("r2", "orders"), ("r3", "mail")]
    assert "databases.size" not in grants.context
    assert members.records == [{"user": "ana", "databases.name": "orders", "grants.role": "r1"}]


def test_objects_that_are_lists_by_their_keys() -> None:
    services, rules = record_groups(
        {"services": {"api": {"owner": "ana", "rules": [{"id": 1}]}, "web": {"owner": "bo", "rules": [{"id": 2}]}}}
    )
    assert [one["_key"] for one in services.records] == ["api", "web"]
    assert rules.records == [{"id": 1, "services._key": "api"}, {"id": 2, "services._key": "web"}]
    (regions,) = record_groups({"by_region": {"us": [{"host": "a", "os": "x"}], "eu": [{"host": "b", "os": "x"}]}})
    assert regions.records == [{"host": "a", "os": "x", "by_region": "us"}, {"host": "b", "os": "x", "by_region": "eu"}]


def test_arrays_side_by_side_are_sets_of_their_own() -> None:
    groups = record_groups({"scanned": [{"subnet": "10.0.0.0/24"}], "unscanned": [{"subnet": "10.1.0.0/24"}], "notes": ["x"]})
    assert [group.name for group in groups] == ["scanned", "unscanned"]


def test_a_tree_without_arrays_is_one_record() -> None:
    (group,) = record_groups({"id": "RT-1", "result": {"status": "pass"}})
    assert group.records == [{"id": "RT-1", "result": {"status": "pass"}}]
    assert record_groups({}) == record_groups([1, 2]) == record_groups([]) == record_groups({"a": 1}) == []


def test_own_keys_go_before_the_context() -> None:
    (group,) = record_groups({"a": "outer", "list": [{"parent.a": "own"}]})
    assert group.records == [{"parent.a": "own"}]


def test_names_of_sets_in_a_file(tmp_path: Path) -> None:
    assert list(sets(write(tmp_path, "a.json", [PERSON]))) == [""]
    assert list(sets(write(tmp_path, "b.json", {"at": "2026-01-01", "people": [PERSON]}))) == [""]
    assert list(sets(write(tmp_path, "c.json", {"people": [{**PERSON, "accounts": [{"id": 1}]}]}))) == ["", "people.accounts"]
    assert list(sets(write(tmp_path, "d.json", {"staff": [PERSON], "leavers": [PERSON]}))) == ["staff", "leavers"]


def test_each_array_of_a_file_is_loaded(tmp_path: Path) -> None:
    write(tmp_path, "a.json", {"at": "2026-01-01", "staff": [PERSON], "leavers": [{**PERSON, "email": "bo@northwind.example"}]})
    loaded = load(tmp_path)
    assert [file.path for file in loaded.files] == ["a.json [staff]", "a.json [leavers]"]
    assert loaded.store.count("people") == 2


def test_json_lines_hold_arrays_too(tmp_path: Path) -> None:
    lines = "".join(json.dumps({**PERSON, "id": n, "accounts": [{"system": "CRM"}]}) + "\n" for n in (1, 2))
    found = sets(write(tmp_path, "a.jsonl", lines))
    assert found["accounts"] == [{"system": "CRM", "parent.id": n, "parent.email": PERSON["email"]} for n in (1, 2)]


def test_json_that_breaks_off_is_read_up_to_there(tmp_path: Path) -> None:
    text = json.dumps({"people": [PERSON, {**PERSON, "email": "bo@northwind.example"}]}, indent=1)
    write(tmp_path, "people.json", text[: text.index("bo@") + 2])
    loaded = load(tmp_path)
    assert column(loaded, "people", "email") == ["ana@northwind.example"]
    (reason,) = loaded.files[0].incomplete
    assert reason == "the JSON breaks off at line 9, column 13; only the whole records before that were read"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ('[{"a": 1}, {"a": 2}, {"a"', '[{"a": 1}, {"a": 2}]'),
        ('{"n": 2, "list": [{"a": "}]"}, {"b": [{"c": 1}, {"c', '{"n": 2, "list": [{"a": "}]"}]}'),
        ('{"one": [{"a": 1}], "two": [{"b', '{"one": [{"a": 1}]}'),
        ('{"pages": [{"items": [{"a": 1}, {"a"', '{"pages": [{"items": [{"a": 1}]}]}'),
        ('[{"a": "x\\"}, {', None), ('{"a": {"b": 1', None), ("", None),
    ],
)  # fmt: skip
def test_the_whole_records_before_a_cut(text: str, whole: str | None) -> None:
    assert whole_part(text) == whole


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_cut_never_makes_a_record_up(cut: int) -> None:
    records = [{"id": n, "tags": [{"t": n}]} for n in range(4)]
    text = json.dumps({"list": records})
    whole = whole_part(text[:cut])
    assert whole is None or all(one in records for one in json.loads(whole).get("list", []))


YAML = """
exported: 2026-03-31
systems:
  - name: CRM
    owner: ~
    mfa: yes
    reviewed: 2026-01-05
    accounts: [{login: ana}, {login: bo}]
  - {name: ERP, owner: Bo, mfa: no, reviewed: 2026-01-06}
"""


def test_yaml_keeps_the_text_of_its_values(tmp_path: Path) -> None:
    found = sets(write(tmp_path, "systems.yaml", YAML))
    assert found[""][0] == {
        "name": "CRM", "owner": None, "mfa": "yes", "reviewed": "2026-01-05", "accounts": [{"login": "ana"}, {"login": "bo"}],
        "parent.exported": "2026-03-31",
    }  # fmt: skip
    assert found["systems.accounts"][1] == {"login": "bo", "systems.name": "CRM", "parent.exported": "2026-03-31"}


def test_yaml_is_evidence(tmp_path: Path) -> None:
    write(tmp_path, "people.yml", "people:\n- {email: ana@northwind.example, start_date: 2024-03-01, status: active}\n")
    assert column(load(tmp_path), "people", "email") == ["ana@northwind.example"]


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join(['*' + old] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("a: [1\nb: 2\n", r"a.yaml \(line 2, column 2\): it is not valid YAML"), (BOMB, "most of them through references"),
        ("a: &a [*a]\n", "recursive node"), ("[" * 100_000, "nested too deeply|not valid YAML"),
    ],
)  # fmt: skip
def test_yaml_that_cannot_be_read(tmp_path: Path, content: str, why: str) -> None:
    with pytest.raises(EvidenceError, match=why):
        record_sets(write(tmp_path, "a.yaml", content))


def test_free_columns_are_filled_from_what_the_records_stand_in(tmp_path: Path) -> None:
    stages = [
        {"name": "build", "order": 1, "type": "build", "enabled": True, "steps": []},
        {"name": "ship", "order": 2, "type": "deploy", "enabled": True},
    ]
    (tmp_path / "line.json").write_text(json.dumps({"pipeline": {"name": "orders-line", "version": "2"}, "stages": stages}))
    loaded = load(tmp_path, "pipeline_stages")
    assert column(loaded, "pipeline_stages", "pipeline") == ["orders-line", "orders-line"]
