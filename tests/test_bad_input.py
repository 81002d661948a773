"""Bad inputs through the command line: the good ones are reviewed, the bad one is named with why, nothing is changed."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import pytest

from analyzer.evidence.locker import LEDGER
from tests.command_line import DEVICES, PERIOD, Done, goldenthread, lay_out

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
NOISE = bytes((n * n * 31 + n * 7 + 1) % 251 + 1 for n in range(4000))
ROWS = DEVICES.splitlines(keepends=True)


def word(text: str = "Backups are restored and tested at least annually.") -> bytes:
    """A Word document with one sentence."""
    document = docx.Document()
    document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """A Word document with one part replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, content if entry.filename == name else old.read(entry))
    return buffer.getvalue()


def bomb() -> bytes:
    return with_part(word(), "word/document.xml", b"<w>" + b"A" * 40_000_000 + b"</w>")


def entity(declaration: str) -> bytes:
    body = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"
    )
    return with_part(word(), "word/document.xml", f"<!DOCTYPE d [{declaration}]>{body}".encode())


def ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + bytes(400)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A review's outcome, as exit code, report and messages."""

    done: Done
    report: dict[str, Any]

    @property
    def status(self) -> str:
        """The verdict on the good document's claim."""
        (found,) = [v["verdict"] for v in self.report["verdicts"] if v["topic"] == "disk_encryption"]
        return found

    def told_of(self, name: str) -> str:
        """All that the report says of a bad input."""
        lines = [f"{o['why']} {o['advice']}" for o in self.report["left_out"] if o["what"].startswith(name)]
        for file in self.report["run"]["evidence"]:
            if file["path"] == name:
                lines += [*file["faults"], *file["incomplete"]]
        return "; ".join(lines)


def hashes(folder: Path) -> dict[str, str]:
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*")) if p.is_file()
    }  # fmt: skip


def review(folder: Path) -> Review:
    before = hashes(folder)
    done = goldenthread(
        "review", folder / "documents", "--evidence", folder / "evidence", *PERIOD, "--format", "json"
    )
    assert "Traceback" not in done.err
    assert hashes(folder) == before
    return Review(done=done, report=json.loads(done.out))


BAD_DOCUMENTS: dict[str, tuple[str, bytes, str]] = {
    "cut short": ("bad.docx", word()[:-400], "damaged or was cut short"),
    "cut in half": ("bad.docx", word()[: len(word()) // 2], "damaged or was cut short"),
    "zip bomb": ("bad.docx", bomb(), "zip bomb"),
    "external entity": ("bad.docx", entity('<!ENTITY x SYSTEM "file:///etc/hostname">'), "entities"),
    "entity of entities": ("bad.docx", entity('<!ENTITY x "&#38;x;">'), "entities"),
    "broken XML": ("bad.docx", with_part(word(), "word/document.xml", b"<w:document><w:body>"), "not well-formed"),
    "old Word": ("bad.doc", ole("WordDocument"), "old binary format"),
    "old Word by another name": ("bad.docx", ole("WordDocument"), "old binary format"),
    "password": ("bad.docx", ole("EncryptedPackage"), "password"),
    "no bytes": ("bad.docx", b"", "empty"),
    "no bytes as text": ("bad.md", b"", "empty"),
    "noise": ("bad.docx", NOISE, "neither a Word document nor text"),
    "noise as text": ("bad.md", NOISE, "neither a Word document nor text"),
    "an archive": ("bad.docx", with_part(word(), "-", b"")[:4] + b"\0" * 60, "damaged"),
    "PDF": ("bad.pdf", b"%PDF-1.7\n%\xe2\xe3", "the PDF is damaged or cut short"),
}


@pytest.mark.parametrize("kind", BAD_DOCUMENTS)
def test_a_bad_document(tmp_path: Path, kind: str) -> None:
    name, content, why = BAD_DOCUMENTS[kind]
    documents, _ = lay_out(tmp_path)
    (documents / name).write_bytes(content)
    found = review(tmp_path)
    assert why in found.told_of(name)
    assert (found.status, found.done.code) == ("supported", 0)
    assert [d["name"] for d in found.report["run"]["documents"]] == ["policy.md"]


BAD_EXPORTS: dict[str, tuple[str, bytes, str]] = {
    "no bytes": ("bad.csv", b"", "empty"),
    "noise": ("bad.csv", NOISE, ""),
    "noise as JSON": ("bad.json", NOISE, ""),
    "a header alone": ("bad.csv", ROWS[0].encode(), "no row below it"),
    "separators that nobody uses": ("bad.csv", DEVICES.replace(",", "^").encode(), "only one column"),
    "JSON that breaks off": ("bad.json", b'[{"device_id": "D-9", "serial": "S-9"}, {"device_id"', "not recognised"),
    "JSON of nothing": ("bad.json", b"[]", ""),
    "a number": ("bad.json", b"7", ""),
    "headers that nobody knows": ("bad.csv", b"who,what\nknows,this\nor,that\n", ""),
    "a quotation that never ends": ("bad.csv", f'{ROWS[0]}D-9,"S-9,x@northwind.example,macOS\n'.encode(), "quotation mark"),
    "deep JSON": ("bad.json", b"[" * 100_000, ""),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD_EXPORTS)
def test_a_bad_export(tmp_path: Path, kind: str) -> None:
    name, content, why = BAD_EXPORTS[kind]
    _, evidence = lay_out(tmp_path)
    (evidence / name).write_bytes(content)
    found = review(tmp_path)
    assert found.told_of(name)
    assert why in found.told_of(name)
    assert (found.status, found.done.code) == ("supported", 0)


READABLE: dict[str, bytes] = {
    "byte order mark": DEVICES.encode("utf-8-sig"),
    "UTF-16": DEVICES.encode("utf-16"),
    "Latin-1": DEVICES.replace("macOS", "macOS für Zoë").encode("latin-1"),
    "semicolons": DEVICES.replace(",", ";").encode(),
    "tabs": DEVICES.replace(",", "\t").encode(),
    "Windows line ends": DEVICES.replace("\n", "\r\n").encode(),
    "a title above and a total below": f"Devices of today\n\n{DEVICES}Total: 2\n".encode(),
    "formulas": DEVICES.replace("S-1", "=HYPERLINK(\"\"http://x.example\"\")").replace("S-2", "@SUM(1)").encode(),
}


@pytest.mark.parametrize("kind", READABLE)
@pytest.mark.parametrize("encrypted", [True, False], ids=["kept", "broken"])
def test_an_export_that_is_only_unusual_is_read(tmp_path: Path, kind: str, encrypted: bool) -> None:
    _, evidence = lay_out(tmp_path)
    data = READABLE[kind]
    if not encrypted:
        yes, no = (word.encode("utf-16-le" if kind == "UTF-16" else "ascii") for word in ("true", "false"))
        at = data.rindex(yes)
        data = data[:at] + no + data[at + len(yes) :]
    (evidence / "devices.csv").write_bytes(data)
    found = review(tmp_path)
    assert found.report["left_out"] == []
    assert (found.status, found.done.code) == (("supported", 0) if encrypted else ("contradicted", 1))


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ("D-3,S-3,c@northwind.example,macOS\n", "row 4"),
        ("D-3,S-3,c@northwind.example,macOS,false,2026-06-29,more\n", "row 4"),
        ("D-3,S-3,c@northwind.example,macOS,per", "row 4"),
        ("D-3,S-3,c@northwind.example,macOS,perhaps,2026-06-29\n", "perhaps"),
        ("D-3,S-3,c@northwind.example,macOS,true,the day before\n", "the day before"),
    ],
    ids=["short", "long", "breaks off", "no yes or no", "no date"],
)
def test_rows_that_do_not_fit_are_named_and_are_no_support(tmp_path: Path, rows: str, why: str) -> None:
    _, evidence = lay_out(tmp_path)
    (evidence / "devices.csv").write_text(DEVICES + rows, encoding="utf-8", newline="")
    found = review(tmp_path)
    assert why in found.told_of("devices.csv")
    assert found.status != "supported"
    assert found.done.code == 0


def test_json_lines(tmp_path: Path) -> None:
    _, evidence = lay_out(tmp_path)
    (evidence / "devices.csv").unlink()
    record = {"device_id": "D-1", "serial": "S-1", "platform": "macOS", "disk_encrypted": False, "last_checkin_at": "2026-06-29"}
    lines = [json.dumps({**record, "device_id": f"D-{n}", "serial": f"S-{n}"}) for n in (1, 2)]
    (evidence / "devices.json").write_text("\n".join(lines))
    found = review(tmp_path)
    assert (found.status, found.done.code) == ("contradicted", 1)


HOSTILE = ("<script>alert(1)</script>", "\x1b[31m\x1b]0;title\x07red", "\u202egnp.exe", "=cmd|' /C calc'!A0", "a\rb\nc")


@pytest.mark.parametrize("cell", HOSTILE, ids=["markup", "escapes", "direction", "formula", "line ends"])
def test_hostile_cells_do_nothing(tmp_path: Path, cell: str) -> None:
    documents, evidence = lay_out(tmp_path, encrypted=False)
    rows = DEVICES.replace("true,2026-06-28", "false,2026-06-28").replace("S-2", f'"{cell}"').replace("D-2", f'"{cell}"')
    (evidence / "devices.csv").write_text(rows, encoding="utf-8", newline="")
    shown = goldenthread("review", documents, "-e", evidence, *PERIOD)
    assert shown.code == 1
    assert not re.search(r"\x1b[\[\]](?![0-9;]*m)|\x07|\u202e|\r", shown.out)
    assert "\x1b[31m" not in shown.out
    out = tmp_path / "out"
    written = goldenthread("review", documents, "-e", evidence, *PERIOD, "--out", out)
    assert written.code == 1
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert not {"\x1b", "\x07"} & set(page)
    json.loads((out / "report.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["<img src=x>.csv", "a\x1b[31mb.csv", "a\nb.csv", "ünïcode.csv", "-e.csv"])
def test_hostile_names_of_files(tmp_path: Path, name: str) -> None:
    documents, evidence = lay_out(tmp_path)
    (evidence / name).write_text("", encoding="utf-8")
    shown = goldenthread("review", documents, "-e", evidence, *PERIOD)
    assert shown.code == 0
    assert "\x1b[31m" not in shown.out + shown.err
    out = tmp_path / "out"
    assert goldenthread("review", documents, "-e", evidence, *PERIOD, "--out", out).code == 0
    assert "<img src=x>" not in (out / "report.html").read_text(encoding="utf-8")


def test_only_bad_documents_end_with_code_2(tmp_path: Path) -> None:
    documents, _ = lay_out(tmp_path)
    (documents / "policy.md").unlink()
    (documents / "bad.docx").write_bytes(NOISE)
    found = review(tmp_path)
    assert found.done.code == 2
    assert found.told_of("bad.docx")


def test_only_bad_exports_are_no_support(tmp_path: Path) -> None:
    _, evidence = lay_out(tmp_path)
    (evidence / "devices.csv").write_bytes(NOISE)
    found = review(tmp_path)
    assert (found.status, found.done.code) == ("not_shown", 0)
    assert found.told_of("devices.csv")


def test_a_damaged_locker_is_refused(tmp_path: Path) -> None:
    documents, evidence = lay_out(tmp_path)
    locker = tmp_path / "locker"
    assert goldenthread("evidence", "add", locker, evidence / "devices.csv").code == 0
    assert goldenthread("review", documents, "-e", locker, *PERIOD, "-f", "json").code == 0
    ledger = locker / LEDGER
    ledger.chmod(0o644)
    ledger.write_text(ledger.read_text().replace("devices.csv", "devixes.csv"))
    done = goldenthread("review", documents, "-e", locker, *PERIOD, "-f", "json")
    assert (done.code, done.out) == (2, "")
    assert str(locker) in done.err
