"""A whole review: what is read, what is left out, and that the one never stops the other."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest

from analyzer.catalog import load_catalog
from analyzer.config import Config, RegisteredException
from analyzer.errors import AnalyzerError
from analyzer.model import Run
from analyzer.pipeline import extract_claims, find_documents, read_documents, review
from tests.analyzer.builders import PERIOD

POLICY = "# Policy\n\nAll company laptops use full-disk encryption.\n\nBackups are restored and tested at least annually.\n"
DEVICES = (
    "Device ID,Serial Number,Email,Platform,Disk Encrypted,Last Check-in\n"
    "D-1,S-1,ana@northwind.example,macOS,true,2026-06-29\nD-2,S-2,bo@northwind.example,macOS,false,2026-06-28\n"
)


def lay_out(folder: Path, **files: str | bytes) -> Path:
    """A folder with a policy and an export, and more: `documents__x_md="..."` becomes `documents/x.md`."""
    given = {"documents__policy_md": POLICY, "evidence__devices_csv": DEVICES} | files
    for name, content in given.items():
        place = folder / ".".join(name.replace("__", "/").rsplit("_", 1))
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def reviewed(folder: Path, config: Config | None = None) -> Run:
    return review([folder / "documents"], [folder / "evidence"], PERIOD, load_catalog(), config)


def status(run: Run, topic: str) -> str:
    (found,) = [v.status for v in run.verdicts if v.claim.topic == topic]
    return found


def test_a_review(tmp_path: Path) -> None:
    run = reviewed(lay_out(tmp_path))
    assert run.left_out == ()
    assert (status(run, "disk_encryption"), status(run, "restore_test")) == ("contradicted", "not_shown")
    (broken,) = [v for v in run.verdicts if v.status == "contradicted"]
    assert [e.item for e in broken.exceptions] == ["D-2"]
    assert broken.evidence == ("devices.csv",)
    assert broken.severity is not None
    assert run.period == PERIOD


def test_every_input_stands_in_the_run_with_its_hash(tmp_path: Path) -> None:
    folder = lay_out(tmp_path, documents__second_md="Laptops are encrypted.\n")
    run = reviewed(folder)
    given = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()}
    read = {d.name: d.sha256 for d in run.documents} | {f.path: f.sha256 for f in run.evidence}
    assert read == given
    for verdict in run.verdicts:
        if verdict.query:
            assert verdict.query.files == {"devices.csv": given["devices.csv"]}


def test_each_claim_has_one_verdict_in_the_order_of_the_documents(tmp_path: Path) -> None:
    folder = lay_out(tmp_path, documents__second_md="Laptops are encrypted.\n")
    run = reviewed(folder)
    claims = extract_claims(read_documents([folder / "documents"])[0], load_catalog())
    assert [v.claim.id for v in run.verdicts] == [c.id for c in claims]
    assert len({c.id for c in claims}) == len(claims) == 3


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("documents__bad_docx", b"PK\x03\x04 cut short", "damaged"),
        ("documents__bad_md", b"", "empty"),
        ("documents__bad_pdf", b"%PDF-1.7", "PDF"),
        ("evidence__bad_csv", b"", "empty"),
        ("evidence__bad_json", b'[{"email": "ana@', "JSON"),
        ("evidence__bad_csv", b"who,what\nknows,this\n", "column"),
    ],
)
def test_a_damaged_input_is_named_and_stops_nothing(tmp_path: Path, name: str, content: bytes, why: str) -> None:
    run = reviewed(lay_out(tmp_path, **{name: content}))
    (left_out,) = run.left_out
    assert left_out.what.startswith("bad.")
    assert why.lower() in f"{left_out.why} {left_out.advice}".lower()
    assert status(run, "disk_encryption") == "contradicted"


def test_an_export_that_is_damaged_is_no_support(tmp_path: Path) -> None:
    whole = DEVICES.replace("false", "true")
    assert status(reviewed(lay_out(tmp_path / "a", evidence__devices_csv=whole)), "disk_encryption") == "supported"
    cut = reviewed(lay_out(tmp_path / "b", evidence__devices_csv=whole[:-9]))
    assert status(cut, "disk_encryption") != "supported"
    unreadable = whole.replace("true,2026-06-28", "maybe,2026-06-28")
    assert status(reviewed(lay_out(tmp_path / "c", evidence__devices_csv=unreadable)), "disk_encryption") != "supported"


def test_old_evidence_is_no_support(tmp_path: Path) -> None:
    old = DEVICES.replace("false", "true").replace("2026-06", "2025-06")
    assert status(reviewed(lay_out(tmp_path, evidence__devices_csv=old)), "disk_encryption") == "not_shown"


def test_without_evidence_nothing_is_supported_or_contradicted(tmp_path: Path) -> None:
    run = review([lay_out(tmp_path) / "documents"], [], PERIOD, load_catalog())
    assert {v.status for v in run.verdicts} == {"not_shown"}
    assert (run.evidence, run.assurance) == ((), ())


def test_without_a_readable_document_there_is_no_verdict(tmp_path: Path) -> None:
    run = reviewed(lay_out(tmp_path, documents__policy_md=b""))
    assert (run.documents, run.verdicts, len(run.left_out)) == ((), (), 1)


def test_evidence_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(AnalyzerError, match="nothing"):
        review([lay_out(tmp_path) / "documents"], [tmp_path / "nothing"], PERIOD, load_catalog())


def test_the_configuration_is_applied(tmp_path: Path) -> None:
    accepted = RegisteredException(
        item="S-2", reason="repair", approver="Kim Osei", from_=date(2026, 1, 1), to=date(2026, 12, 31)
    )
    run = reviewed(lay_out(tmp_path), Config(organisation="Northwind Ledger", exceptions=(accepted,)))
    assert run.organisation == "Northwind Ledger"
    assert status(run, "disk_encryption") == "supported"


def test_the_same_inputs_give_the_same_verdicts(tmp_path: Path) -> None:
    folder = lay_out(tmp_path)
    assert reviewed(folder).verdicts == reviewed(folder).verdicts


def test_inputs_are_left_as_they_are(tmp_path: Path) -> None:
    folder = lay_out(tmp_path, evidence__bad_json="[")
    before = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in folder.rglob("*") if p.is_file()}
    reviewed(folder)
    assert {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in folder.rglob("*") if p.is_file()} == before


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    run = review([lay_out(tmp_path) / "documents"], [], PERIOD, load_catalog(), None, lambda *step: told.append(step))
    assert told[0][1:] == (1, 1)
    assert len(run.documents) == 1


def test_documents_are_found_in_folders_by_their_names_there(tmp_path: Path) -> None:
    for name in ("b.md", "a/deep.docx", "~$lock.docx", ".hidden.md", "picture.png", "a/old.DOC"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [name for _, name in find_documents([tmp_path])] == ["a/deep.docx", "a/old.DOC", "b.md"]
    assert [name for _, name in find_documents([tmp_path / "picture.png"])] == ["picture.png"]


def test_a_register_of_no_known_layout_is_said_to_be_one(tmp_path: Path) -> None:
    lines = "Line,Device,Rule,Reason,Released By,Start,End\n7,D-2,Full-disk encryption,Disk ordered,CISO,2026-05-01,2026-07-31\n"
    run = reviewed(lay_out(tmp_path, evidence__exemptions_csv=lines))
    assert status(run, "disk_encryption") != "contradicted"
    (told,) = run.left_out
    assert (told.what, told.why) == (
        "exemptions.csv", "no table knows its columns; it was read as a register of exceptions (rows: 1)",
    )  # fmt: skip
