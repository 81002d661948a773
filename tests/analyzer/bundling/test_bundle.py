"""A bundle: everything of a review in one file, the same verdicts from it alone, and every change of it found and named."""

from __future__ import annotations

import hashlib
import json
import socket
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from analyzer.bundling import BundleError, make_bundle, replay
from analyzer.bundling.archive import HEX, KIND, SEAL, unpack
from analyzer.evidence.locker import Locker
from analyzer.saved_run import load_run
from tests.analyzer.builders import BADGE_EXAMPLES, BADGE_QUERY, BADGE_TOPIC, write_topic
from tests.command_line import goldenthread, lay_out

CONFIG = """period = "2026-01-01..2026-06-30"
documents = ["documents"]
evidence = ["evidence"]
semantics = false

[[exceptions]]
topic = "disk_encryption"
item = "S-2"
reason = "Being replaced"
approver = "Ana"
from = 2026-01-01
to = 2026-12-31
"""


def reviewed(folder: Path, *words: str | Path) -> Path:
    """A saved review of a small company whose one open laptop is excused."""
    lay_out(folder, encrypted=False)
    (folder / "evidence" / "unknown.csv").write_text("colour,shape\nred,round\n", encoding="utf-8")
    (folder / "goldenthread.toml").write_text(CONFIG, encoding="utf-8")
    done = goldenthread("review", *words, "--save", "run.json", "--fail-on", "never", "-q", "-f", "json", cwd=folder)
    assert done.code == 0, done.err
    return folder / "run.json"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle of a review whose own files are gone since."""
    folder = tmp_path_factory.mktemp("made")
    saved = reviewed(folder)
    make_bundle(saved, folder / "out" / "q3.zip")
    for name in ("documents/policy.md", "evidence/devices.csv", "goldenthread.toml", "run.json"):
        (folder / name).unlink()
    return folder / "out" / "q3.zip"


def test_it_holds_everything_and_says_the_hash_of_each(made: Path) -> None:
    with zipfile.ZipFile(made) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert set(manifest["entries"]) | {"manifest.json"} == set(archive.namelist())
        for name, held in manifest["entries"].items():
            data = archive.read(name)
            assert held == {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
    assert set(manifest["entries"]) == {
        "documents/1/documents/policy.md", "evidence/1/evidence/devices.csv", "evidence/1/evidence/unknown.csv",
        "goldenthread.toml", "run.json",
    }  # fmt: skip
    assert (manifest["goldenthread"], len(manifest["catalogue"]), manifest["period"]) == ("0.1.0", 64, "2026-01-01..2026-06-30")
    assert [one.name for one in made.parent.iterdir()] == ["q3.zip"]


def test_every_verdict_comes_out_of_it_again_without_a_network(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    done = goldenthread("replay", made, "-q", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert "1 of 1 verdicts are reproduced byte for byte." in done.out
    assert not list(tmp_path.iterdir())


def test_what_differs_is_told_with_its_field(tmp_path: Path) -> None:
    saved = reviewed(tmp_path)
    held = json.loads(saved.read_text())
    held["run"]["verdicts"][0]["status"] = "contradicted"
    saved.write_text(json.dumps(held))
    make_bundle(saved, tmp_path / "b.zip")
    done = goldenthread("replay", tmp_path / "b.zip", "-q")
    assert done.code == 1
    assert "0 of 1 verdicts are reproduced byte for byte." in done.out
    assert "Verdict 1, «All company laptops use full-disk encryption.»" in done.out
    assert '  status was: "contradicted"\n  status now: "supported"' in done.out


def test_another_catalogue_is_named(made: Path, tmp_path: Path) -> None:
    def older(manifest: dict[str, Any]) -> None:
        manifest.update(goldenthread="0.0.9", catalogue="0" * 64, program="1" * 64)

    rewritten(made, tmp_path / "b.zip", change=older)
    done = replay(tmp_path / "b.zip")
    assert done.notes[0] == "The review was made by goldenthread 0.0.9; this is 0.1.0."
    assert done.notes[1].startswith("The bundle was made with catalogue 000000000000; this one is ")
    assert done.notes[2].startswith("The bundle was made with program 111111111111; this one is ")
    assert not done.differences


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    saved = reviewed(tmp_path)
    for name in ("a.zip", "b.zip"):
        make_bundle(saved, tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_of_a_locker_only_what_was_used_is_taken_and_only_what_it_held_then(tmp_path: Path) -> None:
    _, exports = lay_out(tmp_path / "raw")
    locker = Locker(tmp_path / "locker")
    locker.add(exports / "devices.csv", extracted_at=datetime(2025, 5, 1))
    (exports / "devices.csv").write_text(
        (exports / "devices.csv").read_text() + "D-3,S-3,cy@northwind.example,macOS,true,2026-06-28\n"
    )
    used = locker.add(exports / "devices.csv", extracted_at=datetime(2026, 6, 30))
    saved = reviewed(tmp_path, "documents", "-e", "locker", "--period", "2026-01-01..2026-06-30")
    (exports / "devices.csv").write_text((exports / "devices.csv").read_text().replace("S-3", "S-4"))
    locker.add(exports / "devices.csv", extracted_at=datetime(2026, 7, 30))
    make_bundle(saved, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        files = [name for name in archive.namelist() if name.startswith("evidence/")]
        assert archive.read("evidence/1/locker/ledger.jsonl").count(b"\n") == 2
    assert files == [f"evidence/1/locker/files/{used.sha256[:2]}/{used.sha256}", "evidence/1/locker/ledger.jsonl"]
    done = replay(tmp_path / "b.zip")
    assert (done.reproduced, done.differences) == (1, ())


def test_earlier_exports_that_tell_the_history_of_a_promise_go_with_it(tmp_path: Path) -> None:
    _, exports = lay_out(tmp_path / "raw")
    locker, laptops = Locker(tmp_path / "locker"), exports / "devices.csv"
    text = laptops.read_text()
    for month in (4, 5, 6):
        laptops.write_text(
            text.replace("S-1,ana@northwind.example,macOS,true", f"S-1,ana@northwind.example,macOS,{str(month != 5).lower()}")
        )
        locker.add(laptops, extracted_at=datetime(2026, month, 30))
    saved = reviewed(tmp_path, "documents", "-e", "locker", "--period", "2026-01-01..2026-06-30")
    make_bundle(saved, tmp_path / "b.zip")
    assert {one.state for one in load_run(saved).verdicts[0].history} == {"held", "broken", "unknown"}
    done = replay(tmp_path / "b.zip")
    assert (done.reproduced, done.differences) == (1, ())


def test_topics_of_the_users_own_and_documents_among_the_evidence_go_with_it(tmp_path: Path) -> None:
    write_topic(tmp_path / "topics", "badges", BADGE_TOPIC, BADGE_QUERY, BADGE_EXAMPLES)
    company = tmp_path / "company"
    lay_out(company)
    (company / "documents" / "sub").mkdir()
    (company / "documents" / "sub" / "policy.md").write_text("# Badges\n\nAll badges of leavers are disabled.\n", encoding="utf-8")
    saved = reviewed(company, "documents", "-e", ".", "--topics", tmp_path / "topics")
    make_bundle(saved, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        names = archive.namelist()
    assert [name for name in names if name.endswith("policy.md")] == [
        "documents/1/documents/policy.md", "documents/1/documents/sub/policy.md",
    ]  # fmt: skip
    assert "topics/1/topics/own/badges/topic.yaml" in names
    done = replay(tmp_path / "b.zip")
    assert (done.reproduced, done.differences) == (done.verdicts, ())


@pytest.mark.parametrize("name", ["documents/policy.md", "evidence/devices.csv", "evidence/unknown.csv", "goldenthread.toml"])
@pytest.mark.parametrize("gone", [True, False])
def test_what_changed_since_the_review_is_named_and_nothing_is_written(name: str, gone: bool, tmp_path: Path) -> None:
    saved = reviewed(tmp_path)
    if gone:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_text((tmp_path / name).read_text() + " ")
    (tmp_path / "out").mkdir()
    with pytest.raises(BundleError, match=rf"{name}: {'cannot be read' if gone else 'was changed since the review'}"):
        make_bundle(saved, tmp_path / "out" / "b.zip")
    assert not list((tmp_path / "out").iterdir())


def test_an_older_bundle_stays_when_a_new_one_cannot_be_made(tmp_path: Path) -> None:
    saved = reviewed(tmp_path)
    (tmp_path / "b.zip").write_bytes(b"before")
    (tmp_path / "documents" / "policy.md").unlink()
    assert goldenthread("bundle", saved, "--out", tmp_path / "b.zip").code == 2
    assert (tmp_path / "b.zip").read_bytes() == b"before"


def test_a_run_that_does_not_say_what_it_was_given(tmp_path: Path) -> None:
    saved = reviewed(tmp_path)
    held = json.loads(saved.read_text())
    del held["inputs"]
    saved.write_text(json.dumps(held))
    done = goldenthread("bundle", saved, "--out", tmp_path / "b.zip")
    assert (done.code, "Review again with --save" in done.err) == (2, True)
    assert load_run(saved).verdicts


def test_a_flipped_byte_anywhere_is_found(made: Path, tmp_path: Path) -> None:
    data = made.read_bytes()
    step = max(len(data) // 400, 1)
    for at in sorted({*range(0, len(data), step), *range(len(data) - len(SEAL) - HEX - 30, len(data))}):
        flipped = bytearray(data)
        flipped[at] ^= 1 << (at % 8)
        (tmp_path / "b.zip").write_bytes(flipped)
        folder = tmp_path / str(at)
        folder.mkdir()
        with pytest.raises(BundleError):
            unpack(tmp_path / "b.zip", folder)


def test_a_flipped_byte_of_an_entry_is_named(made: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(made) as archive:
        for info in archive.infolist():
            start = info.header_offset + 30 + len(info.filename) + 20
            flipped = bytearray(made.read_bytes())
            flipped[start + info.compress_size // 2] ^= 4
            (tmp_path / "b.zip").write_bytes(flipped)
            done = goldenthread("replay", tmp_path / "b.zip", "-q")
            assert done.code == 2
            assert f"{info.filename}: was changed" in done.err or f"{info.filename} was changed" in done.err
            assert "Traceback" not in done.err


def rewritten(
    made: Path, path: Path, change: Callable[[dict[str, Any]], None] = lambda manifest: None, add: Mapping[str, bytes] | None = None
) -> None:
    """A bundle by somebody who knows how: with other content, and a seal that fits it."""
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        manifest = json.loads(old.read("manifest.json"))
        for name in manifest["entries"]:
            new.writestr(name, old.read(name))
        for name, data in (add or {}).items():
            new.writestr(name, data)
            manifest["entries"][name] = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        change(manifest)
        new.writestr("manifest.json", json.dumps(manifest))
        new.comment = SEAL + b"0" * HEX
    data = path.read_bytes()[:-HEX]
    path.write_bytes(data + hashlib.sha256(data).hexdigest().encode())


@pytest.mark.parametrize(
    "name", ["../out.txt", "/out.txt", "evidence/../../out.txt", "a\\..\\..\\out.txt", "C:/out.txt", "a//b", "./a"]
)
def test_an_entry_that_leads_out_of_the_folder_is_refused(name: str, made: Path, tmp_path: Path) -> None:
    rewritten(made, tmp_path / "b.zip", add={name: b"x"})
    (tmp_path / "deep" / "folder").mkdir(parents=True)
    with pytest.raises(BundleError, match="lead out of the folder, nothing was unpacked"):
        unpack(tmp_path / "b.zip", tmp_path / "deep" / "folder")
    assert sorted(one.name for one in tmp_path.rglob("*")) == ["b.zip", "deep", "folder"]


@pytest.mark.parametrize("field", ["documents", "evidence", "topics"])
def test_a_manifest_that_names_a_place_outside_is_refused(field: str, made: Path, tmp_path: Path) -> None:
    rewritten(made, tmp_path / "b.zip", change=lambda manifest: manifest.update({field: ["../.."]}))
    with pytest.raises(BundleError, match="leads out of the bundle"):
        replay(tmp_path / "b.zip")


def test_content_without_end_is_refused(made: Path, tmp_path: Path) -> None:
    rewritten(made, tmp_path / "b.zip", add={"evidence/1/evidence/big.csv": b"0" * 5_000_000})
    done = goldenthread("replay", tmp_path / "b.zip", "--max-size", "1", "-q")
    assert (done.code, "more than 1,048,576. Allow it with --max-size" in done.err) == (2, True)

    def smaller(manifest: dict[str, Any]) -> None:
        manifest["entries"]["evidence/1/evidence/big.csv"]["size"] = 10

    rewritten(made, tmp_path / "c.zip", change=smaller, add={"evidence/1/evidence/big.csv": b"0" * 5_000_000})
    (tmp_path / "out").mkdir()
    with pytest.raises(BundleError, match=r"big\.csv: holds more than the 10 bytes of the manifest"):
        unpack(tmp_path / "c.zip", tmp_path / "out")
    assert (tmp_path / "out" / "evidence/1/evidence/big.csv").stat().st_size <= 10


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"a,b\n1,2\n", b"PK\x05\x06" + b"\0" * 18])
def test_another_file_is_no_bundle(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(content)
    done = goldenthread("replay", tmp_path / "b.zip", "-q")
    assert (done.code, "this is no bundle" in done.err) == (2, True)


def test_entries_that_are_missing_or_more_are_named(made: Path, tmp_path: Path) -> None:
    rewritten(made, tmp_path / "b.zip", change=lambda one: one["entries"].pop("goldenthread.toml"))
    (tmp_path / "out").mkdir()
    with pytest.raises(BundleError, match=r"goldenthread\.toml: is in no line of manifest\.json"):
        unpack(tmp_path / "b.zip", tmp_path / "out")
    absent = {"sha256": "0" * 64, "size": 1}
    rewritten(made, tmp_path / "b.zip", change=lambda one: one["entries"].update({"evidence/x.csv": absent}))
    with pytest.raises(BundleError, match=r"evidence/x\.csv: is missing"):
        unpack(tmp_path / "b.zip", tmp_path / "out")
    rewritten(made, tmp_path / "b.zip", change=lambda one: one.update(version=2))
    with pytest.raises(BundleError, match=f"this reads '{KIND}' 1"):
        unpack(tmp_path / "b.zip", tmp_path / "out")
