"""Time-stamps of a locker: asked of a local authority, kept beside the ledger, verified without it."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from analyzer.collect import CollectError
from analyzer.collect.authority import ANSWERING, stamp_ledger
from analyzer.errors import LockerError
from analyzer.evidence.locker import LEDGER, Locker
from analyzer.evidence.stamps import STAMPS, Stamp, Stamps, read_trust
from tests.analyzer.evidence.authority import OTHER_POLICY, POLICY, Authority, needs_openssl
from tests.analyzer.evidence.loading import write

pytestmark = needs_openssl
pytest.importorskip("rfc3161_client")
ADDRESS = "https://timestamp.example/rfc3161"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """An authority that answers as it should."""
    return Authority(tmp_path_factory.mktemp("authority") / "usual")


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Another authority, which nobody named."""
    return Authority(tmp_path_factory.mktemp("authority") / "stranger")


@pytest.fixture
def locker(tmp_path: Path) -> Locker:
    """A locker with two entries."""
    locker = Locker(tmp_path / "locker")
    for number in (1, 2):
        locker.add(write(tmp_path, f"file{number}.csv", f"a,b\n{number},2\n"))
    return locker


def answering(authority: Authority, change: Callable[[bytes], bytes] = lambda reply: reply, **how: object) -> httpx.MockTransport:
    """Carries a request to an authority and its answer back."""
    headers = {"content-type": how.get("kind", ANSWERING)}

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(int(str(how.get("status", 200))), content=change(authority.reply(request.read())), headers=headers)  # pyright: ignore[reportArgumentType]

    return httpx.MockTransport(answer)


def stamped(locker: Locker, authority: Authority, **how: object) -> Stamp:
    return stamp_ledger(locker, ADDRESS, read_trust(authority.root, None), transport=answering(authority), **how)[0]  # pyright: ignore[reportArgumentType]


def faults(locker: Locker, authority: Authority, policy: str | None = None, now: datetime | None = None) -> list[str]:
    return Stamps(locker).verify(read_trust(authority.root, policy), now or datetime.now(UTC))[0]


def rewrite(locker: Locker, name: str, change: Callable[[list[str]], list[str]]) -> None:
    path = locker.folder / name
    path.write_text("".join(change(path.read_text().splitlines(keepends=True))))


def resealed(locker: Locker, **changed: object) -> None:
    """Change the only stamp, and its own hash with it, as somebody would who wants to hide it."""
    (stamp,) = Stamps(locker).stamps()
    (locker.folder / STAMPS).write_text(stamp.model_copy(update=changed).sealed().model_dump_json() + "\n")


def test_the_ledger_is_stamped_and_the_stamp_stands_offline(locker: Locker, authority: Authority) -> None:
    stamp, signed = stamp_ledger(locker, ADDRESS, read_trust(authority.root, POLICY), transport=answering(authority))
    assert (stamp.stamp, stamp.entries, signed.policy, signed.signer) == (1, 2, POLICY, "CN=Invented authority")
    found, good = Stamps(locker).verify(read_trust(authority.root, POLICY), datetime.now(UTC))
    assert found == [] and [(one.stamp, at.at) for one, at in good] == [(1, signed.at)]
    assert locker.verify() == []


def test_what_leaves_the_machine_is_a_hash(locker: Locker, authority: Authority) -> None:
    authority.asked.clear()
    stamp = stamped(locker, authority)
    (request,) = authority.asked
    assert bytes.fromhex(stamp.ledger_sha256) in request and len(request) < 100


def test_entries_added_later_leave_a_stamp_as_it_is(locker: Locker, authority: Authority, tmp_path: Path) -> None:
    stamped(locker, authority)
    locker.add(write(tmp_path, "third.csv", "a,b\n3,4\n"))
    assert [one.entries for one in (stamped(locker, authority), *Stamps(locker).stamps())] == [3, 2, 3]
    assert faults(locker, authority) == []


def test_removed_entries_are_noticed_though_the_ledger_is_whole(locker: Locker, authority: Authority) -> None:
    stamped(locker, authority)
    last = locker.entries()[-1]
    rewrite(locker, LEDGER, lambda lines: lines[:1])
    locker.file_of(last).unlink()
    assert locker.verify() == []
    assert "it is of 2 entries, and ledger.jsonl has 1; entries were removed" in faults(locker, authority)[0]


@pytest.mark.parametrize("hidden", [False, True])
def test_a_ledger_written_anew_is_noticed(locker: Locker, authority: Authority, tmp_path: Path, hidden: bool) -> None:
    stamped(locker, authority)
    forged = Locker(tmp_path / "forged")
    forged.add(tmp_path / "file2.csv")
    forged.add(tmp_path / "file1.csv")
    (locker.folder / LEDGER).write_bytes((forged.folder / LEDGER).read_bytes())
    if hidden:
        other = Stamps(forged)
        stamped(forged, authority)
        resealed(locker, ledger_sha256=other.stamps()[0].ledger_sha256)
    found = " ".join(faults(locker, authority))
    assert locker.verify() == []
    assert ("its imprint is not the hash of those entries" in found) and ("are not what was stamped" in found) is not hidden
    without = Stamps(locker).verify(None, datetime.now(UTC))[0]
    assert len(without) == 1 and ("imprint" in without[0]) is hidden


def test_the_stamp_of_a_stranger_is_named(locker: Locker, authority: Authority, stranger: Authority) -> None:
    stamped(locker, stranger)
    (found,) = faults(locker, authority)
    assert found == "time-stamp 1: the certificate of the authority (CN=Invented authority) does not lead to one in ca.pem"


def test_a_changed_token_is_noticed(locker: Locker, authority: Authority) -> None:
    reply = bytearray(base64.b64decode(stamped(locker, authority).reply))
    year = bytes(reply).find(b"\x18\x0f20") + 5
    reply[year] ^= 1
    resealed(locker, reply=base64.b64encode(bytes(reply)).decode())
    assert any("its signature does not stand" in one for one in faults(locker, authority))


def test_another_policy_is_noticed(locker: Locker, authority: Authority) -> None:
    stamped(locker, authority)
    (found,) = faults(locker, authority, policy=OTHER_POLICY)
    assert f"under the policy {POLICY}, not under {OTHER_POLICY}" in found


def test_a_time_that_cannot_be_is_noticed(locker: Locker, authority: Authority) -> None:
    stamped(locker, authority)
    assert "lies in the future" in faults(locker, authority, now=datetime.now(UTC) - timedelta(days=1))[0]
    first, second = locker.entries()
    later = second.model_copy(update={"added_at": "2199-01-01T00:00:00Z"}).sealed()
    (locker.folder / LEDGER).write_text(f"{first.model_dump_json()}\n{later.model_dump_json()}\n")
    assert any("lies before its entry 2 was added (2199-01-01" in one for one in faults(locker, authority))


def test_a_certificate_that_had_ended_is_noticed(locker: Locker, tmp_path: Path) -> None:
    ended = Authority(tmp_path / "ended", valid=("-days", "-1"))
    with pytest.raises(CollectError, match="was not valid at the time of the stamp"):
        stamped(locker, ended)
    assert not (locker.folder / STAMPS).exists()


def test_what_is_no_strict_der_is_verified_all_the_same(locker: Locker, stranger: Authority, tmp_path: Path) -> None:
    loose = Authority(tmp_path / "loose", chain=True)
    stamped(locker, loose)
    assert faults(locker, loose) == []
    assert "not under 1.2.3.4.2" in faults(locker, loose, policy=OTHER_POLICY)[0]
    assert "certificate verify error" in faults(locker, stranger)[0]
    first = locker.entries()[0].model_copy(update={"rows": 9}).sealed()
    rewrite(locker, LEDGER, lambda lines: [first.model_dump_json() + "\n", lines[1]])
    assert any("message imprint mismatch" in one for one in faults(locker, loose))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda lines: [lines[0].replace('"entries":2', '"entries":1'), lines[1]], "time-stamp 1 was changed after it was written"),
        (lambda lines: [lines[1]], "time-stamp 2 does not follow the one before it"),
        (lambda lines: ["{}\n", lines[1]], "line 1: the line is damaged"),
        (lambda lines: [*lines, '{"stamp":3,'], "line 3: the line breaks off"),
    ],
)
def test_changed_stamps_are_noticed(
    locker: Locker, authority: Authority, change: Callable[[list[str]], list[str]], fault: str
) -> None:
    stamped(locker, authority)
    stamped(locker, authority)
    rewrite(locker, STAMPS, change)
    assert any(fault in one for one in faults(locker, authority))
    with pytest.raises(LockerError, match=r"timestamps\.jsonl"):
        Stamps(locker).stamps()


def test_an_interrupted_stamp_never_counted(locker: Locker, authority: Authority) -> None:
    stamped(locker, authority)
    with (locker.folder / STAMPS).open("a") as file:
        file.write('{"stamp":2,')
    with pytest.raises(LockerError, match="breaks off"):
        Stamps(locker).stamps()
    assert stamped(locker, authority).stamp == 2
    assert faults(locker, authority) == []


def test_nothing_damaged_is_stamped(locker: Locker, authority: Authority, tmp_path: Path) -> None:
    authority.asked.clear()
    locker.file_of(locker.entries()[0]).unlink()
    with pytest.raises(LockerError, match="so it is not stamped"):
        stamped(locker, authority)
    with pytest.raises(LockerError, match="is no locker"):
        stamped(Locker(tmp_path / "nowhere"), authority)
    assert authority.asked == [] and not (locker.folder / STAMPS).exists()


@pytest.mark.parametrize(
    ("change", "how", "words"),
    [
        (lambda reply: reply, {"status": 503}, "no time-stamp .status 503"),
        (lambda reply: b"<html>log in</html>", {"kind": "text/html"}, "no time-stamp .status 200, text/html"),
        (lambda reply: b"<html>log in</html>", {}, "its reply cannot be read"),
        (lambda reply: reply[:-40], {}, "its reply cannot be read"),
        (lambda reply: reply * 300, {}, "more than a time-stamp"),
    ],
)
def test_an_answer_that_is_no_stamp_is_not_kept(
    locker: Locker, authority: Authority, change: Callable[[bytes], bytes], how: dict[str, object], words: str
) -> None:
    with pytest.raises(CollectError, match=words):
        stamp_ledger(locker, ADDRESS, read_trust(authority.root, None), transport=answering(authority, change, **how))
    assert not (locker.folder / STAMPS).exists()


def test_an_old_answer_played_again_is_not_kept(locker: Locker, authority: Authority) -> None:
    old = base64.b64decode(stamped(locker, authority).reply)
    with pytest.raises(CollectError, match="answers another request"):
        stamp_ledger(locker, ADDRESS, read_trust(authority.root, None), transport=answering(authority, lambda reply: old))


def test_clocks_that_differ_are_told(locker: Locker, authority: Authority) -> None:
    with pytest.raises(CollectError, match="Set the clock that is wrong right"):
        stamped(locker, authority, now=lambda: datetime.now(UTC) + timedelta(hours=1))


def test_a_refusal_is_told_in_the_words_of_the_authority(locker: Locker, authority: Authority) -> None:
    trust = read_trust(authority.root, None)

    def spoil(request: httpx.Request) -> httpx.Response:
        asked = bytearray(request.read())
        asked[20] ^= 0xFF
        return httpx.Response(200, content=authority.reply(bytes(asked)), headers={"content-type": ANSWERING})

    with pytest.raises(CollectError, match="did not grant it"):
        stamp_ledger(locker, ADDRESS, trust, transport=httpx.MockTransport(spoil))


def test_an_authority_that_is_not_there_is_told(locker: Locker, authority: Authority) -> None:
    with pytest.raises(CollectError, match="cannot be reached"):
        stamp_ledger(locker, "http://127.0.0.1:1/", read_trust(authority.root, None))


def test_certificates_that_cannot_be_used_are_told(tmp_path: Path) -> None:
    with pytest.raises(LockerError, match=r"nothing\.pem: it cannot be read"):
        read_trust(tmp_path / "nothing.pem", None)
    with pytest.raises(LockerError, match="holds no certificate"):
        read_trust(write(tmp_path, "empty.pem", "hello"), None)


def test_a_stamp_is_a_line_that_others_can_read(locker: Locker, authority: Authority) -> None:
    stamped(locker, authority)
    line = json.loads((locker.folder / STAMPS).read_text())
    assert (line["entries"], line["authority"]) == (2, ADDRESS)
    (authority.folder / "kept.tsr").write_bytes(base64.b64decode(line["reply"]))
    authority.run("ts", "-verify", "-in", "kept.tsr", "-digest", line["ledger_sha256"], "-CAfile", "ca.pem", config=False)


@pytest.fixture
def served(authority: Authority) -> Iterator[str]:
    """The address of the authority over HTTP."""
    from tests.analyzer.collect.servers import Reply, serving

    kind = {"content-type": ANSWERING}
    with serving(lambda asked: Reply(authority.reply(asked.body), headers=kind)) as server:
        yield server.url


def command(*words: str) -> tuple[int, str, BaseException | None]:
    from typer.testing import CliRunner

    from analyzer.cli import app

    done = CliRunner().invoke(app, ["evidence", *words])
    return done.exit_code, done.output, done.exception


@pytest.mark.parametrize(
    ("program", "why"), [("#!/bin/sh\nexec sleep 60\n", "openssl gave no answer to it"), ("no program", "openssl cannot be run")]
)
def test_an_openssl_that_does_not_do_its_work_is_told(
    locker: Locker, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, why: str
) -> None:
    stamped(locker, authority)
    resealed(locker, reply=base64.b64encode(b"no strict DER").decode())
    (tmp_path / "bin").mkdir()
    write(tmp_path / "bin", "openssl", program).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    monkeypatch.setattr("analyzer.evidence.signed.SECONDS", 0.1)
    assert why in " ".join(faults(locker, authority))


def test_the_commands(locker: Locker, authority: Authority, served: str, tmp_path: Path) -> None:
    folder, config = str(locker.folder), tmp_path / "goldenthread.toml"
    (tmp_path / "authority.pem").write_bytes(authority.root.read_bytes())
    section = f'[timestamps]\nauthority = "{served}"\ncertificates = "authority.pem"\npolicy = "{POLICY}"\n'
    config.write_text(section)
    code, output, _ = command("timestamp", folder, "--config", str(config))
    assert code == 0 and "the first 2 entries of the ledger were so at" in output
    code, output, _ = command("verify", folder, "--config", str(config))
    assert code == 0 and f"as CN=Invented authority signed (policy {POLICY})" in output
    code, output, _ = command("verify", folder)
    assert code == 0 and "signatures of timestamps.jsonl were not checked" in output
    code, output, _ = command("verify", folder, "--certificates", str(authority.root))
    assert code == 0 and "entries 1 to 2 were so at" in output
    config.write_text(section.replace(POLICY, OTHER_POLICY))
    code, _, error = command("verify", folder, "--config", str(config))
    assert code and "not under 1.2.3.4.2" in str(error)


def test_nobody_is_asked_unless_named(locker: Locker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, error = command("timestamp", str(locker.folder))
    assert code and "No time-stamp authority is known; name one in goldenthread.toml" in str(error)
    (tmp_path / "goldenthread.toml").write_text('[timestamps]\nauthority = "timestamp.example"\ncertificates = "a.pem"\n')
    assert "goldenthread.toml:2" in str(command("timestamp", str(locker.folder))[2])
