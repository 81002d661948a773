"""Bundles in which nobody can be recognised, and whose verdicts are those of the review all the same."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
import stat
import zipfile
from pathlib import Path

import openpyxl
import pytest

from analyzer.bundling import BundleError
from analyzer.bundling.pseudonyms import make_pseudonymous_bundle, read_key
from analyzer.bundling.pseudonyms.keyed import Pseudonyms
from analyzer.bundling.pseudonyms.people import People
from analyzer.bundling.pseudonyms.rewriting import replaced, rewrite, rewrite_locker
from analyzer.evidence.locker import Locker
from tests.command_line import Done, goldenthread

KEY = bytes(range(32))
POLICY = "# Policy\n\nAll laptops have full-disk encryption.\n\nText messages are not allowed as a second factor.\n"
CONFIG = """period = "2026-01-01..2026-06-30"
documents = ["documents"]
evidence = ["evidence", "locker"]
semantics = false
wordings = false

[[exceptions]]
topic = "disk_encryption"
item = "ana.lopez@acme.example"
reason = "On leave, says Bo Ericsson"
approver = "Zoë O'Brien"
from = 2026-01-01
to = 2026-12-31
"""
STAFF = (
    ("Ana", "Lopez", "ana.lopez"),
    ("Bo", "Ericsson", "boericsson"),
    ("Zoë", "O'Brien", "zobrien"),
    ("Page", "Grant", "pgrant"),
)
ENCRYPTED = ("Not Encrypted", "Encrypted", "Not Encrypted", "Encrypted")
PERSONAL = re.compile(r"\b(lopez|ericsson|boericsson|o'brien|zobrien|zo\\u00eb|zoë|pgrant)\b", re.IGNORECASE)


def rows_of(*rows: tuple[str, ...]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def company(folder: Path) -> Path:
    """A company of four with a roster in a workbook, laptops in CSV, and a directory in a locker; returns its saved review."""
    for name in ("documents", "evidence", "exports"):
        (folder / name).mkdir(parents=True)
    (folder / "documents" / "policy.md").write_text(POLICY, encoding="utf-8")
    (folder / "goldenthread.toml").write_text(CONFIG, encoding="utf-8")
    book = openpyxl.Workbook()
    book.active.append(("Employee #", "First Name", "Last Name", "Work Email", "Status", "Hire Date", "Termination Date"))
    computers = [("JSS Computer ID", "Serial Number", "Last Check-in", "FileVault 2 Status", "Full Name", "Email Address", "Page")]
    users, factors = [], []
    for number, ((first, last, login), disk) in enumerate(zip(STAFF, ENCRYPTED, strict=True), start=1):
        mail = f"{login}@acme.example"
        book.active.append((number, first, last, mail, "Active", "2024-01-08", None))
        computers.append((str(number), f"S-{number}", "2026-06-29 08:00:00", disk, f"{first} {last}", mail, "1"))
        at = "2024-01-08T09:00:00.000Z"
        users.append({
            "id": f"00u{number}", "status": "ACTIVE", "created": at, "statusChanged": at, "lastLogin": None,
            "profile": {"firstName": first, "lastName": last, "email": mail, "login": mail, "page": f"/people/{login}"},
        })  # fmt: skip
        kind = "sms" if login == "zobrien" else "webauthn"
        factors.append({"id": f"f{number}", "userId": f"00u{number}", "factorType": kind, "provider": "OKTA", "status": "ACTIVE"})
    book.save(folder / "evidence" / "employees.xlsx")
    (folder / "evidence" / "computers.csv").write_text(rows_of(*computers), encoding="utf-8")
    locker = Locker(folder / "locker")
    for name, records in (("users.json", users), ("factors.json", factors)):
        (folder / "exports" / name).write_text(json.dumps(records), encoding="utf-8")
        locker.add(folder / "exports" / name, principal="zobrien@acme.example", rows=len(records))
    done = goldenthread("review", "--save", "run.json", "--fail-on", "never", "-q", "-f", "json", cwd=folder)
    assert done.code == 0, done.err
    return folder / "run.json"


def bundle(folder: Path, *more: str) -> Done:
    return goldenthread("bundle", "run.json", "--out", "p.zip", "--pseudonyms", "our.key", "-q", *more, cwd=folder)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a company whose review was bundled with pseudonyms."""
    folder = tmp_path_factory.mktemp("disguised")
    company(folder)
    done = bundle(folder, "--who", "who.tsv")
    assert done.code == 0, done.err
    return folder


def texts(bundle: Path) -> dict[str, str]:
    """All text of a bundle by the names of its entries; of a workbook that of its parts."""
    found: dict[str, str] = {}
    with zipfile.ZipFile(bundle) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            if name.endswith(".xlsx"):
                with zipfile.ZipFile(io.BytesIO(data)) as book:
                    found |= {f"{name}/{part}": book.read(part).decode() for part in book.namelist()}
            else:
                found[name] = data.decode()
    return found


def test_nobody_can_be_recognised_anywhere_in_it(made: Path) -> None:
    held = texts(made / "p.zip")
    assert len(held) > 10
    assert {name: found[0] for name, text in held.items() if (found := PERSONAL.search(text))} == {}
    assert any("@acme.example" in text for text in held.values())


def test_the_same_person_is_the_same_everywhere(made: Path) -> None:
    held = texts(made / "p.zip")
    who = dict(line.split("\t") for line in (made / "who.tsv").read_text(encoding="utf-8").splitlines())
    assert who["zobrien@acme.example"] == f"{who['zobrien']}@acme.example"
    computers = next(text for name, text in held.items() if name.endswith("computers.csv"))
    row = next(row for row in csv.DictReader(io.StringIO(computers)) if row["Serial Number"] == "S-3")
    assert (row["Full Name"], row["Email Address"]) == (f"{who['zoë']} {who['o' + chr(39) + 'brien']}", who["zobrien@acme.example"])
    users = json.loads(next(text for text in held.values() if text.startswith('[{"id": "00u1"')))
    assert users[2]["profile"]["lastName"] == who["o'brien"]
    assert users[2]["profile"]["page"] == f"/people/{who['zobrien']}"


def test_names_of_columns_and_fields_stay(made: Path) -> None:
    held = texts(made / "p.zip")
    computers = next(text for name, text in held.items() if name.endswith("computers.csv"))
    assert computers.splitlines()[0].endswith("Email Address,Page")
    assert '"page": "/people/' in next(text for text in held.values() if text.startswith('[{"id": "00u1"'))


def test_a_replay_reproduces_the_verdicts_which_are_those_of_the_review(made: Path) -> None:
    done = goldenthread("replay", made / "p.zip", "-q")
    assert (done.code, "2 of 2 verdicts are reproduced byte for byte." in done.out) == (0, True)
    was, now = (
        {one["binding"]["claim"]["topic"]: (one["status"], len(one["exceptions"]), len(one["excused"])) for one in run["verdicts"]}
        for run in (json.loads((made / "run.json").read_text())["run"], json.loads(texts(made / "p.zip")["run.json"])["run"])
    )
    assert was == now == {"disk_encryption": ("contradicted", 1, 1), "mfa_strength": ("contradicted", 1, 0)}


def test_the_locker_of_it_holds_together(made: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(made / "p.zip") as archive:
        archive.extractall(tmp_path)
    (ledger,) = tmp_path.rglob("ledger.jsonl")
    assert Locker(ledger.parent).verify() == []
    assert [entry.rows for entry in Locker(ledger.parent).entries()] == [4, 4]


def test_the_same_key_gives_the_same_names_and_another_one_others(made: Path, tmp_path: Path) -> None:
    key = made / "our.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert read_key(key) == read_key(key) != read_key(tmp_path / "another.key")
    people = People(names=frozenset({"ana lopez"}), words=frozenset({"ana", "lopez"}), logins=frozenset(), services=frozenset())
    first, again, other = (Pseudonyms(one, people).text("Ana Lopez") for one in (KEY, KEY, bytes(32)))
    assert first == again != other


def test_a_file_that_is_no_key(tmp_path: Path) -> None:
    (tmp_path / "our.key").write_text("secret\n")
    with pytest.raises(BundleError, match="this is no key"):
        read_key(tmp_path / "our.key")


def test_accounts_of_nobody_and_words_of_texts_stay() -> None:
    people = People(
        names=frozenset({"page grant"}), words=frozenset({"page", "grant"}), logins=frozenset({"may", "pgrant7"}),
        services=frozenset({"backup@acme.example"}),
    )  # fmt: skip
    names = Pseudonyms(KEY, people)
    for text in ("backup@acme.example", "they may grant it on page 3", '{"page": 1, "grant": true}'):
        assert replaced(text, names) == text
    new = replaced('{"by": "GRANT, Page", "note": "of pgrant7, may 3", "login": "may", "url": "/users/may/repos"}', names)
    assert not re.search(r"grant|page", new, re.IGNORECASE)
    assert "may 3" in new and '"login": "may"' not in new and "/users/may/" not in new


def test_offices_and_machines_are_nobody_unless_the_roster_has_them() -> None:
    people = People(names=frozenset(), words=frozenset(), logins=frozenset(), services=frozenset(), roster=frozenset({"it"}))
    names = Pseudonyms(KEY, people)
    for address in ("support@acme.example", "svc-backup@acme.example", "ops2@acme.example"):
        assert names.text(address) == address
    assert names.text("it@acme.example") != "it@acme.example"
    login, _, domain = names.text("Ana.Lopez@acme.example").partition("@")
    assert (len(login.split(".")), domain) == (2, "acme.example")


def test_a_kind_of_file_in_which_nobody_can_be_replaced_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    import duckdb

    company(tmp_path)
    duckdb.sql("select 'ana.lopez@acme.example' as email, 'x' as shape").write_parquet(str(tmp_path / "evidence" / "more.parquet"))
    goldenthread("review", "--save", "run.json", "--fail-on", "never", "-q", "-f", "json", cwd=tmp_path)
    done = bundle(tmp_path)
    assert (done.code, "evidence/more.parquet: people in a file of this kind cannot be replaced" in done.err) == (2, True)
    assert not (tmp_path / "p.zip").exists()


NAMED_AFTER = ("Ana Lopez", "laptop_of_lopez-ana", "boericsson", "a/ana.lopez/devices", "it@acme.example")


@pytest.mark.parametrize(("name", "refused"), [*((one, True) for one in NAMED_AFTER), ("page 7, may", False)])
def test_a_file_that_is_called_after_somebody_is_not_handed_over(name: str, refused: bool, tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    logins = frozenset({"boericsson", "may"})
    people = People(
        names=frozenset({"ana lopez"}), words=frozenset({"ana", "lopez", "page"}), logins=logins, services=frozenset(),
        roster=logins | {"it"},
    )  # fmt: skip
    with pytest.raises(BundleError, match="is called after somebody") if refused else contextlib.nullcontext():
        rewrite(tmp_path / "export.csv", tmp_path / "new.csv", f"{name}.csv", Pseudonyms(KEY, people))
    assert (tmp_path / "new.csv").exists() != refused


def test_a_file_of_a_locker_that_was_called_after_somebody_is_not_handed_over(tmp_path: Path) -> None:
    (tmp_path / "lopez-ana.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    Locker(tmp_path / "locker").add(tmp_path / "lopez-ana.csv")
    people = People(names=frozenset({"ana lopez"}), words=frozenset(), logins=frozenset(), services=frozenset())
    with pytest.raises(BundleError, match=r"lopez-ana\.csv: the file is called after somebody"):
        rewrite_locker(tmp_path / "locker", tmp_path / "new", Pseudonyms(KEY, people))


def test_who_is_called_what_is_for_its_owner_only(made: Path) -> None:
    assert stat.S_IMODE((made / "who.tsv").stat().st_mode) == 0o600


def test_a_review_that_says_something_else_without_the_names_is_not_handed_over(made: Path, tmp_path: Path) -> None:
    saved = made / "other.json"
    held = json.loads((made / "run.json").read_text())
    held["run"]["verdicts"][0]["status"] = "supported"
    saved.write_text(json.dumps(held))
    with pytest.raises(BundleError, match="says something else of 1 promise\\."):
        make_pseudonymous_bundle(saved, tmp_path / "p.zip", KEY)
    assert not (tmp_path / "p.zip").exists()
