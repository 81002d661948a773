"""The served page over HTTP: who gets in, what is refused, and that decisions are kept whole and never over somebody else's."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from analyzer.catalog import Catalog, load_catalog
from analyzer.decisions.file import read_decisions
from analyzer.serving.asked import Answer
from tests.analyzer.serving.served import Client, answering, lay_out, reviewed, serving


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_out(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="module")
def running(path: Path, catalog: Catalog) -> Iterator[Client]:
    with serving(path, catalog) as client:
        yield client


@pytest.fixture
def client(running: Client, path: Path) -> Client:
    """The server, with nothing decided."""
    path.unlink(missing_ok=True)
    return running


@pytest.fixture(scope="module")
def claim(path: Path, catalog: Catalog) -> str:
    """The id of the claim that a device breaks."""
    path.unlink(missing_ok=True)
    (found,) = [one.claim.id for one in reviewed(path, catalog).verdicts if one.status == "contradicted"]
    return found


class TestWhoGetsIn:
    def test_the_page_with_its_secret(self, client: Client) -> None:
        reply = client.get()
        assert reply.status == 200
        assert reply.headers["content-type"] == "text/html; charset=utf-8"
        assert b"full-disk encryption" in reply.body

    def test_the_address_is_of_this_machine_alone(self, client: Client) -> None:
        assert client.host.startswith("127.0.0.1:")

    @pytest.mark.parametrize("target", ["/", "/wrong/", "/wrong/decisions", "//", "/%C3%A9/", "http://127.0.0.1/"])
    def test_no_secret_no_page(self, client: Client, target: str) -> None:
        reply = client.send("GET", target)
        assert reply.status == 403
        assert b"encryption" not in reply.body

    @pytest.mark.parametrize("host", ["evil.example", "localhost", "127.0.0.1", "127.0.0.1:1", "[::1]:80", None])
    def test_another_host_name_is_refused(self, client: Client, host: str | None) -> None:
        assert client.get(Host=host).status == 403

    @pytest.mark.parametrize("site", ["cross-site", "same-site"])
    def test_another_site_may_not_even_read(self, client: Client, site: str) -> None:
        assert client.get(Sec_Fetch_Site=site).status == 403

    def test_no_other_origin_is_told_that_it_may(self, client: Client) -> None:
        for reply in (client.get(), client.get("decisions", Origin="http://evil.example"), client.post("decisions", {})):
            assert not [name for name in reply.headers if name.startswith("access-control-")]

    def test_nothing_is_kept_or_framed_elsewhere(self, client: Client) -> None:
        headers = client.get().headers
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["content-security-policy"] == "frame-ancestors 'none'"
        assert "set-cookie" not in headers

    def test_the_page_may_talk_to_its_server_and_load_nothing(self, client: Client) -> None:
        page = client.get().body.decode()
        policy = page.partition('Content-Security-Policy" content="')[2].partition('"')[0].replace("&#39;", "'")
        assert policy.startswith("default-src 'none';")
        assert "connect-src 'self'" in policy
        assert "unsafe" not in policy.partition("script-src")[2].partition(";")[0]


class TestWhatMayChangeSomething:
    @pytest.mark.parametrize(
        ("headers", "status"),
        [
            ({"Origin": "http://evil.example"}, 403),
            ({"Origin": "null"}, 403),
            ({"Origin": None}, 403),
            ({"X_Goldenthread_Token": None}, 403),
            ({"X_Goldenthread_Token": "wrong"}, 403),
            ({"Content_Type": "text/plain"}, 415),
            ({"Content_Type": "application/x-www-form-urlencoded"}, 415),
            ({"Content_Type": None}, 415),
            ({"Content_Length": None}, 411),
            ({"Content_Length": "-1"}, 411),
            ({"Content_Length": "9" * 5000}, 413),
            ({"Content_Length": "65537"}, 413),
            ({"Transfer_Encoding": "chunked"}, 411),
            ({"Sec_Fetch_Site": "cross-site"}, 403),
            ({"Host": "evil.example"}, 403),
        ],
    )
    def test_anything_amiss_is_refused_and_nothing_written(
        self, client: Client, path: Path, claim: str, headers: dict[str, str | None], status: int
    ) -> None:
        wanted = {"version": client.get("decisions").json["version"], "do": "decide", "claim": claim, "decision": "confirm"}
        assert client.post("decisions", wanted, **headers).status == status
        assert not path.exists()

    @pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "HEAD", "CONNECT", "NONSENSE"])
    def test_other_methods_are_refused(self, client: Client, method: str) -> None:
        reply = client.send(method, f"/{client.token}/decisions")
        assert (reply.status, reply.headers["allow"]) == (405, "GET, POST")

    @pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 60_000, b'{"version": "\\ud800"}'])
    def test_what_is_no_request_is_refused(self, client: Client, path: Path, body: bytes) -> None:
        assert client.post("decisions", body).status in (400, 422)
        assert not path.exists()

    @pytest.mark.parametrize(
        "wanted",
        [
            {"do": "format"},
            {"do": ["decide"]},
            {"decision": "approve"},
            {"decision": "confirm", "path": "/etc/passwd"},
            {"decision": "reject"},
            {"decision": "correct", "topic": "no_such_topic"},
            {"decision": "correct", "topic": "disk_encryption", "params": {"colour": "blue"}},
            {"decision": None},
            {"decision": "confirm", "note": "x" * 5000},
            {"do": "withdraw", "kind": "claims", "at": -1},
            {
                "do": "accept",
                "item": "D-2",
                "reason": "x",
                "approver": "y",
                "whole_topic": True,
                "from": "2026-02-01",
                "to": "2026-01-01",
            },
            {
                "do": "accept",
                "item": "*",
                "reason": "x",
                "approver": "y",
                "whole_topic": True,
                "from": "2026-01-01",
                "to": "2026-02-01",
            },
        ],
    )
    def test_what_cannot_be_decided_is_told_and_nothing_written(
        self, client: Client, path: Path, claim: str, wanted: dict[str, object]
    ) -> None:
        reply = client.decide(claim=claim, **wanted)
        assert reply.status == 422
        assert all(reply.json["faults"])
        assert not path.exists()

    def test_a_claim_that_there_is_not(self, client: Client, path: Path) -> None:
        assert client.decide(claim="../../etc/passwd", decision="confirm").status == 404
        assert client.get("claims/none").status == 404
        assert not path.exists()


class TestWhatIsDecided:
    def test_it_stands_in_the_file_and_is_found_after_a_restart(
        self, client: Client, path: Path, claim: str, catalog: Catalog
    ) -> None:
        reply = client.decide(claim=claim, decision="reject", reason="An aim, no promise", by="Kim Osei")
        assert reply.status == 200
        (entry,) = read_decisions(path).decisions.claims
        assert (entry.decision, entry.reason, entry.by, entry.quote) == (
            "reject", "An aim, no promise", "Kim Osei", "All company laptops use full-disk encryption.",
        )  # fmt: skip
        with serving(path, catalog) as restarted:
            state = restarted.get("decisions").json
            assert [(one["means"], one["decision"]) for one in state["claims"]] == [(claim, "reject")]
            assert state["honoured"]
            assert f'data-claim="{claim}"' not in restarted.get().body.decode()

    def test_a_second_decision_on_a_claim_takes_the_place_of_the_first_and_leaves_its_owner(
        self, client: Client, path: Path, claim: str
    ) -> None:
        client.decide(claim=claim, owner="Kim Osei", note="Asked twice")
        client.decide(claim=claim, decision="confirm", by="Ana Lund")
        client.decide(claim=claim, note="")
        (entry,) = read_decisions(path).decisions.claims
        assert (entry.decision, entry.by, entry.owner, entry.note) == ("confirm", "Ana Lund", "Kim Osei", None)

    def test_of_two_entries_on_a_claim_a_new_decision_takes_the_place_of_the_one_that_counts(
        self, client: Client, path: Path, claim: str
    ) -> None:
        entry = f'[[claims]]\nclaim = "{claim}"\ndecision = "reject"\nreason = "{{}}"\n'
        path.write_text(entry.format("first") + entry.format("later"), encoding="utf-8")
        assert client.decide(claim=claim, decision="confirm").status == 200
        assert [one.decision for one in read_decisions(path).decisions.claims] == ["reject", "confirm"]

    def test_an_accepted_exception_excuses_its_item_in_the_review_that_follows(
        self, client: Client, path: Path, claim: str
    ) -> None:
        wanted = {
            "do": "accept", "item": "D-2", "reason": "A spare part is on its way", "approver": "Kim Osei", "whole_topic": False,
            "from": "2026-06-01", "to": "2026-07-31",
        }  # fmt: skip
        state = client.decide(claim=claim, **wanted).json
        assert ([one["means"] for one in state["exceptions"]], state["honoured"]) == ([claim], False)
        assert client.post("review", {}).json["honoured"]
        assert "accepted by Kim Osei from 2026-06-01 to 2026-07-31: A spare part is on its way" in client.get().body.decode()
        assert client.decide(do="withdraw", kind="exceptions", at=0).status == 200
        assert read_decisions(path).decisions.exceptions == ()
        client.post("review", {})

    def test_what_somebody_wrote_by_hand_meanwhile_is_never_lost(self, client: Client, path: Path, claim: str) -> None:
        version = client.get("decisions").json["version"]
        by_hand = f'# mine\n[[claims]]\nclaim = "{claim}"\nnote = "by hand"\n'
        path.write_text(by_hand, encoding="utf-8")
        reply = client.post("decisions", {"version": version, "do": "decide", "claim": claim, "decision": "confirm"})
        assert reply.status == 409
        assert "changed" in reply.json["faults"][0]
        assert path.read_text(encoding="utf-8") == by_hand

    def test_of_several_that_decide_at_once_one_comes_through_and_the_others_are_told(
        self, client: Client, path: Path, claim: str
    ) -> None:
        version = client.get("decisions").json["version"]
        wanted = [{"version": version, "do": "decide", "claim": claim, "note": f"note {number}"} for number in range(8)]
        with ThreadPoolExecutor(max_workers=8) as many:
            statuses = list(many.map(lambda one: client.post("decisions", one).status, wanted))
        assert sorted(statuses) == [200, *[409] * 7]
        (entry,) = read_decisions(path).decisions.claims
        assert entry.note == f"note {statuses.index(200)}"

    def test_a_file_with_faults_is_told_with_its_lines_and_left_alone(self, client: Client, path: Path, claim: str) -> None:
        version = client.get("decisions").json["version"]
        broken = '[[claims]]\nquote = "x"\ndecision = "maybe"\ncolour = "blue"\n'
        path.write_text(broken, encoding="utf-8")
        for reply in (
            client.get("decisions"),
            client.post("decisions", {"version": version, "do": "decide", "claim": claim, "decision": "confirm"}),
        ):
            assert reply.status == 409
            assert [fault.partition("decisions.toml:")[2][:2] for fault in reply.json["faults"]] == ["3:", "4:"]
        assert path.read_text(encoding="utf-8") == broken

    def test_hostile_words_are_kept_as_words(self, client: Client, path: Path, claim: str) -> None:
        hostile = '"""\n[[exceptions]]\nitem = "D-2" <script>alert(1)</script>\u202e\x00\x7f\\'
        assert client.decide(claim=claim, note=hostile).status == 200
        (entry,) = read_decisions(path).decisions.claims
        assert entry.note == hostile
        assert read_decisions(path).decisions.exceptions == ()
        assert "\u202e" not in path.read_text(encoding="utf-8")
        assert client.get("decisions").json["claims"][0]["note"] == hostile

    def test_a_folder_that_cannot_be_written_to_is_told(self, client: Client, path: Path, claim: str) -> None:
        moved = path.parent.with_name("elsewhere")
        path.parent.rename(moved)
        path.parent.write_text("no folder", encoding="utf-8")
        try:
            reply = client.post("decisions", {"version": "", "do": "decide", "claim": claim, "decision": "confirm"})
            assert reply.status == 409
            assert reply.json["faults"]
        finally:
            path.parent.unlink()
            shutil.move(moved, path.parent)


def test_a_fault_of_the_program_is_answered_and_told_where_it_runs(capsys: pytest.CaptureFixture[str]) -> None:
    def faulty(method: str, path: str, given: object) -> Answer:
        raise RuntimeError("something of the program")

    with answering(faulty) as client:
        reply = client.get()
        assert reply.status == 500
        assert "goldenthread serve" in reply.json["faults"][0]
    told = capsys.readouterr().err
    assert "RuntimeError: something of the program" in told
    assert client.token not in told
