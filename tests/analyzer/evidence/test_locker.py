"""The locker: append-only, sealed, safe against interruption; it notices every change."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from analyzer.errors import LockerError
from analyzer.evidence.load import load_evidence
from analyzer.evidence.locker import LEDGER, Locker
from tests.analyzer.evidence.loading import PEOPLE, PERIOD, catalog_of, write

ANA = PEOPLE + "ana@northwind.example,Ana,2024-03-01,,active\n"


@pytest.fixture
def locker(tmp_path: Path) -> Locker:
    """A locker with two entries."""
    locker = Locker(tmp_path / "locker")
    locker.add(write(tmp_path, "people.csv", ANA), extracted_at=datetime(2026, 6, 30, 17, tzinfo=UTC), source_count=1)
    locker.add(write(tmp_path, "notes.csv", "a,b\n1,2\n"))
    return locker


def ledger(locker: Locker) -> Path:
    return locker.folder / LEDGER


def test_bytes_are_kept_as_they_came(locker: Locker) -> None:
    first, second = locker.entries()
    assert locker.file_of(first).read_text() == ANA
    assert (first.entry, first.name, first.extracted_at, first.source_count) == (
        1,
        "people.csv",
        "2026-06-30T17:00:00Z",
        1,
    )
    assert second.previous == first.hash
    assert locker.verify() == []


def test_changed_bytes_are_noticed(locker: Locker) -> None:
    path = locker.file_of(locker.entries()[0])
    path.chmod(0o644)
    path.write_text(ANA.replace("active", "left"))
    assert locker.verify() == ["entry 1 (people.csv): its file was changed after it was added"]


def test_missing_file_is_noticed(locker: Locker) -> None:
    locker.file_of(locker.entries()[1]).unlink()
    assert locker.verify() == ["entry 2 (notes.csv): its file is missing from the locker"]


def test_unknown_file_is_noticed(locker: Locker) -> None:
    write(locker.folder, "files/ab/abcd", "x")
    assert locker.verify() == ["files/ab/abcd is in no entry of the ledger"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda lines: [lines[0].replace('"source_count":1', '"source_count":9'), lines[1]], "entry 1 was changed"),
        (lambda lines: [lines[1]], "entry 2 does not follow the entry before it"),
        (lambda lines: [lines[1], lines[0]], "entry 2 does not follow the entry before it"),
        (lambda lines: ["{}\n", lines[1]], "line 1: the line is damaged"),
    ],
)
def test_changed_ledger_is_noticed(locker: Locker, change, fault: str) -> None:
    lines = ledger(locker).read_text().splitlines(keepends=True)
    ledger(locker).write_text("".join(change(lines)))
    assert any(fault in one for one in locker.verify())
    with pytest.raises(LockerError, match=r"ledger\.jsonl"):
        locker.entries()


def test_rehashed_entry_still_breaks_the_chain(locker: Locker) -> None:
    first, second = locker.entries()
    forged = first.model_copy(update={"source_count": 9}).sealed()
    ledger(locker).write_text(forged.model_dump_json() + "\n" + second.model_dump_json() + "\n")
    assert "entry 2 does not follow the entry before it" in locker.verify()[0]


def test_interrupted_add_leaves_the_last_good_state(locker: Locker, tmp_path: Path) -> None:
    with ledger(locker).open("a") as file:
        file.write('{"entry":3,"name":"peop')
    assert "line 3: the line breaks off" in locker.verify()[0]
    entry = locker.add(write(tmp_path, "third.csv", "a,b\n3,4\n"))
    assert entry.entry == 3
    assert locker.verify() == []


def test_add_interrupted_before_its_entry_leaves_nothing_behind(
    locker: Locker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def kill(path: Path, line: str) -> None:
        raise Killed

    third = write(tmp_path, "third.csv", "a,b\n3,4\n")
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr("analyzer.evidence.locker.append_line", kill)
        locker.add(third)
    (fault,) = locker.verify()
    assert "is in no entry of the ledger; adding it was interrupted, and the next `add` removes it" in fault
    locker.add(write(tmp_path, "other.csv", "a,b\n5,6\n"))
    assert locker.verify() == [] and list((locker.folder / "incoming").iterdir()) == []
    assert [one.name for one in locker.entries()] == ["people.csv", "notes.csv", "other.csv"]


def test_an_interrupted_add_of_what_is_there_already_takes_nothing_away(
    locker: Locker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch, pytest.raises(OSError, match="full"):
        patch.setattr("analyzer.evidence.locker.append_line", lambda path, line: (_ for _ in ()).throw(OSError("full")))
        locker.add(tmp_path / "people.csv", name="again.csv")
    locker.add(write(tmp_path, "other.csv", "a,b\n5,6\n"))
    assert locker.verify() == []


def test_second_writer_is_refused(locker: Locker, tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    with (locker.folder / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(LockerError, match="another process is adding"):
            locker.add(tmp_path / "people.csv")


def test_secrets_are_blanked_out_and_recorded(tmp_path: Path) -> None:
    factor = {"id": "ost1", "_embedded": {"activation": {"sharedSecret": 'HE64"TMLL', "timeStep": 30}}}
    export = write(tmp_path, "factors.json", [factor])
    locker = Locker(tmp_path / "locker")
    entry = locker.add(export, redact=["sharedSecret", "activationToken"])
    (kept,) = json.loads(locker.file_of(entry).read_text())
    assert kept["_embedded"]["activation"] == {"sharedSecret": "(redacted)", "timeStep": 30}
    assert entry.redacted == ("sharedSecret",)
    assert "HE64" in export.read_text()


def test_locker_is_evidence(locker: Locker) -> None:
    loaded = load_evidence([locker.folder], catalog_of("people"), PERIOD)
    (file,) = loaded.files
    assert (file.path, file.source_count, file.extracted_at) == ("people.csv", 1, "2026-06-30T17:00:00Z")


def test_newer_export_of_the_same_name_takes_the_place_of_the_older(locker: Locker, tmp_path: Path) -> None:
    locker.add(write(tmp_path, "people.csv", ANA + ANA.removeprefix(PEOPLE).replace("ana", "bo")))
    loaded = load_evidence([locker.folder], catalog_of("people"), PERIOD)
    assert loaded.store.count("people") == 2
    assert ("people.csv (entry 1)", "entry 3 is a newer export under the same name") in [
        (one.what, one.why) for one in loaded.left_out
    ]


def test_many_exports_that_newer_ones_replace_are_counted(tmp_path: Path) -> None:
    locker = Locker(tmp_path / "locker")
    for month in range(1, 8):
        locker.add(write(tmp_path, "people.csv", ANA.replace("2024-03-01", f"2024-{month:02}-01")))
    (left,) = load_evidence([locker.folder], catalog_of("people"), PERIOD).left_out
    assert (left.what, left.why) == ("6 earlier exports of 1 file", "a newer one under the same name was taken")


def test_file_changed_in_the_locker_is_left_out(locker: Locker) -> None:
    path = locker.file_of(locker.entries()[0])
    path.chmod(0o644)
    path.write_text(ANA + "bo@northwind.example,Bo,2024-03-01,,active\n")
    loaded = load_evidence([locker.folder], catalog_of("people"), PERIOD)
    assert loaded.files == ()
    assert loaded.left_out[0].why == "its file was changed after it was added"


def test_exports_of_two_sources_may_have_the_same_name(tmp_path: Path) -> None:
    locker = Locker(tmp_path / "locker")
    locker.add(write(tmp_path, "a/users.csv", ANA), source="acme/users")
    locker.add(write(tmp_path, "b/users.csv", ANA.replace("ana", "bo")), source="other/users")
    assert load_evidence([locker.folder], catalog_of("people"), PERIOD).store.count("people") == 2


def test_stored_files_are_read_only(locker: Locker) -> None:
    assert not locker.file_of(locker.entries()[0]).stat().st_mode & 0o222


def test_the_ledger_is_read_as_a_manifest_of_the_evidence(locker: Locker) -> None:
    loaded = load_evidence([locker.folder], catalog_of("people", "evidence_manifest"), PERIOD)
    columns, rows = loaded.store.rows('select * from "evidence_manifest"')
    (row,) = [dict(zip(columns, one, strict=True)) for one in rows]
    assert (row["file"], row["source_reported_count"], row["timezone"]) == ("people.csv", 1, "UTC")
    assert (row["extracted_at"], row["sha256"]) == (datetime(2026, 6, 30, 17), locker.entries()[0].sha256)
