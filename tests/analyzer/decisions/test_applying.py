"""What the next review makes of decisions: claims that are none, claims read otherwise, words that moved, and the register."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from analyzer.bundling import record
from analyzer.catalog import Catalog, load_catalog
from analyzer.config import Config
from analyzer.decisions.deciding import settle
from analyzer.decisions.finding import reads_of
from analyzer.decisions.model import ClaimDecision, RegisteredException
from analyzer.model import Run, Verdict
from analyzer.pipeline import extract_claims, read_documents, review
from analyzer.plain_values import from_plain, to_plain
from analyzer.reports import json_report, markdown, terminal, xlsx
from tests.analyzer.builders import PERIOD, claim, devices, verdict

DISKS = "All company laptops use full-disk encryption."
PLAIN = Config(semantics=False, wordings=False)
POLICY = f"# Policy\n\n## Devices\n\n{DISKS}\n\nLaptops lock their screen after 15 minutes.\n"
DEVICES = (
    "Device ID,Serial Number,Email,Platform,Disk Encrypted,Last Check-in\n"
    "D-1,S-1,ana@northwind.example,macOS,true,2026-06-29\nD-2,S-2,bo@northwind.example,macOS,false,2026-06-28\n"
)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture
def company(tmp_path: Path, catalog: Catalog) -> Company:
    return Company(tmp_path, catalog)


class Company:
    """A policy, an export of devices, and reviews of them with what was decided."""

    def __init__(self, folder: Path, catalog: Catalog) -> None:
        self.folder, self.catalog = folder, catalog
        self.write(POLICY)
        (folder / "evidence").mkdir()
        (folder / "evidence" / "devices.csv").write_text(DEVICES, encoding="utf-8")

    def write(self, text: str, name: str = "policy.md") -> None:
        """Let a document say this."""
        (self.folder / "documents").mkdir(exist_ok=True)
        (self.folder / "documents" / name).write_text(text, encoding="utf-8")

    def review(
        self, claims: Sequence[dict[str, Any]] = (), exceptions: Sequence[dict[str, Any]] = (), evidence: bool = True
    ) -> Run:
        """The review with these decisions."""
        decided = {
            "claims": tuple(ClaimDecision.model_validate(one) for one in claims),
            "exceptions": tuple(RegisteredException.model_validate(one) for one in exceptions),
        }
        config = PLAIN.model_copy(update=decided)
        given = [self.folder / "evidence"] if evidence else []
        return review([self.folder / "documents"], given, PERIOD, self.catalog, config)

    def named(self, topic: str = "disk_encryption") -> dict[str, Any]:
        """How an entry made now names the claim on a topic."""
        documents, _ = read_documents([self.folder / "documents"])
        (claim,) = [one for one in extract_claims(documents, self.catalog, config=PLAIN) if one.topic == topic]
        return {"claim": claim.id, "document": claim.place.document, "quote": claim.quote, "reads": reads_of(claim)}


def about(run: Run, topic: str) -> Verdict:
    (found,) = [one for one in run.verdicts if one.claim.topic == topic]
    return found


def topics(run: Run) -> list[str]:
    return [one.claim.topic for one in run.verdicts]


def accepted(**fields: Any) -> dict[str, Any]:
    given = {
        "item": "D-2", "topic": "disk_encryption", "reason": "repair", "approver": "Kim Osei", "from": date(2026, 1, 1),
        "to": date(2026, 12, 31),
    }  # fmt: skip
    return {name: value for name, value in (given | fields).items() if value is not None}


def notes(run: Run) -> list[tuple[str, str]]:
    return [(one.kind, one.why) for one in run.register]


class TestDecisions:
    def test_a_rejected_claim_is_no_claim_and_is_listed(self, company: Company, catalog: Catalog) -> None:
        run = company.review(
            [company.named() | {"decision": "reject", "reason": "An aim", "by": "Kim Osei", "on": date(2026, 6, 1)}]
        )
        assert topics(run) == ["screen_lock"]
        (one,) = run.rejected
        assert (one.claim.quote, one.decision.reason) == (DISKS, "An aim")
        shown = terminal.render(run, catalog)
        assert "Rejected: no claims, by decision (1)" in shown
        assert "Rejected by Kim Osei on 2026-06-01: An aim." in shown

    def test_a_corrected_claim_is_judged_as_corrected(self, company: Company) -> None:
        correction = {"decision": "correct", "topic": "screen_lock", "params": {"idle": "5 minutes"}, "by": "Kim Osei"}
        found = company.review([company.named() | correction]).verdicts[0]
        assert (found.claim.topic, found.claim.params, found.claim.quote) == ("screen_lock", {"idle": "5 minutes"}, DISKS)
        assert found.binding.check == "screen_lock"
        assert found.decision is not None
        assert found.decision.was.startswith("disk_encryption:")

    def test_a_corrected_value_turns_the_verdict(self, company: Company) -> None:
        rows = DEVICES.replace("Last Check-in", "screen_lock_seconds,Last Check-in").replace(",2026", ",600,2026")
        (company.folder / "evidence" / "devices.csv").write_text(rows, encoding="utf-8")
        before = about(company.review(), "screen_lock")
        after = about(
            company.review([company.named("screen_lock") | {"decision": "correct", "params": {"idle": "5 minutes"}}]), "screen_lock"
        )
        assert (before.status, before.binding.params["idle_hours"]) == ("supported", 0.25)
        assert (after.status, len(after.exceptions)) == ("contradicted", 2)

    def test_a_topic_that_was_not_sure_enough_to_be_tested_is_tested_once_it_is_confirmed(self, catalog: Catalog) -> None:
        unsure = claim(confidence=0.6, decided_by="meaning")
        entry = ClaimDecision(claim=unsure.id, decision="confirm")
        (confirmed,) = settle([unsure], [entry], (), catalog, ["policy.md"]).claims
        before, after = (verdict(one, {"devices": devices(True, False)}, catalog=catalog) for one in (unsure, confirmed))
        assert (before.status, after.status) == ("not_shown", "contradicted")

    def test_a_vague_claim_stays_vague_whatever_is_said_of_it(self, company: Company) -> None:
        company.write("# Policy\n\nUser access rights are reviewed periodically.\n")
        named = company.named("access_review")
        found = company.review([named | {"decision": "correct", "params": {"frequency": "quarterly"}}]).verdicts[0]
        assert found.status == "not_testable"

    def test_an_owner_and_a_note_change_no_verdict(self, company: Company) -> None:
        plain, noted = company.review(), company.review([company.named() | {"owner": "Kim Osei", "note": "asked twice"}])
        assert [one.status for one in noted.verdicts] == [one.status for one in plain.verdicts]
        decision = about(noted, "disk_encryption").decision
        assert decision is not None
        assert (decision.owner, decision.note, decision.kind) == ("Kim Osei", "asked twice", None)

    @pytest.mark.parametrize(
        ("correction", "said"),
        [
            ({"topic": "no_such"}, "there is no topic"),
            ({"params": {"colour": "blue"}}, "has no value 'colour'"),
            ({"topic": "screen_lock", "params": {"idle": "soon"}}, "idle is a time"),
            ({"topic": "access_review", "params": {"frequency": 4}}, "frequency is a time"),
        ],
    )
    def test_a_correction_that_cannot_be_is_told_and_not_applied(
        self, company: Company, correction: dict[str, Any], said: str
    ) -> None:
        run = company.review([company.named() | {"decision": "correct"} | correction])
        assert about(run, "disk_encryption").status == "contradicted"
        ((kind, why),) = notes(run)
        assert kind == "faulty"
        assert said.lower() in why.lower()

    def test_an_exception_on_a_topic_that_there_is_not_is_told(self, company: Company) -> None:
        run = company.review(exceptions=[accepted(topic="disk_encrypton")])
        assert notes(run) == [("faulty", "There is no topic 'disk_encrypton', so it excuses nothing.")]
        assert about(run, "disk_encryption").status == "contradicted"

    def test_every_report_says_what_was_decided(self, company: Company, catalog: Catalog) -> None:
        run = company.review([company.named() | {"decision": "confirm", "by": "Kim Osei", "note": "as agreed"}])
        assert "Decided: Confirmed by Kim Osei. Note: as agreed." in terminal.render(run, catalog)
        said = json_report.run_fields(run)["verdicts"][0]["decision"]
        assert (said["kind"], said["by"]) == ("confirm", "Kim Osei")
        assert "Decided:** Confirmed by Kim Osei. Note: as agreed." in markdown.render(run, catalog)
        sheet = load_workbook(BytesIO(xlsx.render(run, catalog)))["Decisions"]
        rows = list(sheet.iter_rows(min_row=2, max_col=3, values_only=True))
        assert rows == [("Confirmed", DISKS, "C-0001")]

    def test_a_saved_run_keeps_decisions_and_register(self, company: Company) -> None:
        run = company.review(
            [company.named("screen_lock") | {"decision": "reject", "reason": "An aim", "on": date(2026, 6, 1)}],
            [accepted(to=date(2026, 7, 15))],
        )
        again = from_plain(Run, to_plain(run))
        assert (again.rejected, again.register, again.verdicts[0].excused) == (run.rejected, run.register, run.verdicts[0].excused)
        assert run.register

    def test_a_bundle_carries_them(self, company: Company) -> None:
        entry = ClaimDecision.model_validate({"quote": DISKS, "decision": "correct", "params": {"scope": ["a", "b"]}})
        register = (RegisteredException.model_validate(accepted(compensating_control="x")),)
        settings = record([], [], Config(claims=(entry,), exceptions=register), PERIOD)["settings"]
        again = Config.model_validate(settings)
        assert (again.claims, again.exceptions) == ((entry,), register)


class TestFindingClaimsAgain:
    REJECT = {"decision": "reject", "reason": "An aim"}  # noqa: RUF012

    @pytest.mark.parametrize(
        "text",
        [
            POLICY,
            POLICY.replace("## Devices", "Every device has an owner.\n\n## Devices"),
            f"# Policy\n\n## Elsewhere\n\nLaptops lock their screen after 15 minutes.\n\n{DISKS}\n",
            POLICY.replace(DISKS, "**All** company laptops use full-disk encryption"),
            POLICY.replace(DISKS, "All company laptops must use full-disk encryption."),
        ],
        ids=["as it was", "text before", "moved", "marks", "reworded"],
    )
    def test_a_decision_follows_its_claim(self, company: Company, text: str) -> None:
        named = company.named()
        company.write(text)
        run = company.review([named | self.REJECT], evidence=False)
        assert ("disk_encryption" in topics(run), [one.claim.topic for one in run.rejected]) == (False, ["disk_encryption"])
        assert run.register == ()

    def test_it_follows_into_another_document(self, company: Company) -> None:
        named = company.named()
        company.write(POLICY.replace(DISKS, "There is nothing here."))
        company.write(f"# Laptops\n\n{DISKS}\n", "laptops.md")
        run = company.review([named | self.REJECT], evidence=False)
        assert [one.claim.place.document for one in run.rejected] == ["laptops.md"]

    @pytest.mark.parametrize(
        "now",
        [
            "90% of company laptops use full-disk encryption.",
            "Not all company laptops use full-disk encryption.",
            "All company laptops will use full-disk encryption by next year.",
            "All company laptops use full-disk encryption with AES-256.",
            "All production laptops use full-disk encryption.",
        ],
    )
    def test_where_the_sentence_promises_something_else_it_applies_no_more_and_says_so(self, company: Company, now: str) -> None:
        named = company.named()
        company.write(POLICY.replace(DISKS, now))
        run = company.review([named | self.REJECT], evidence=False)
        assert "disk_encryption" in topics(run)
        assert not run.rejected
        ((kind, why),) = notes(run)
        assert kind == "changed"
        assert "until somebody decides again" in why

    def test_a_claim_that_is_gone_is_told(self, company: Company) -> None:
        named = company.named()
        company.write("# Policy\n\nLaptops lock their screen after 15 minutes.\n")
        assert [kind for kind, _ in notes(company.review([named | self.REJECT], evidence=False))] == ["gone"]

    def test_of_a_document_that_is_not_reviewed_nothing_is_said(self, company: Company) -> None:
        entry = {"quote": "Visitors sign in.", "document": "offices.md"} | self.REJECT
        assert company.review([entry], evidence=False).register == ()

    def test_words_alone_name_a_claim(self, company: Company) -> None:
        run = company.review([{"quote": "all company laptops use full disk encryption"} | self.REJECT], evidence=False)
        assert len(run.rejected) == 1

    def test_words_alone_do_not_follow_other_words(self, company: Company) -> None:
        run = company.review([{"quote": "All company laptops must always use full-disk encryption"} | self.REJECT], evidence=False)
        assert not run.rejected
        assert [kind for kind, _ in notes(run)] == ["changed"]

    def test_words_that_stand_twice_name_none_of_both(self, company: Company) -> None:
        company.write(POLICY + f"\n## Again\n\n{DISKS}\n")
        run = company.review([{"quote": DISKS} | self.REJECT], evidence=False)
        assert not run.rejected
        assert [kind for kind, _ in notes(run)] == ["several"]

    def test_of_two_entries_on_a_claim_the_later_counts_and_both_are_told(self, company: Company) -> None:
        run = company.review([company.named() | self.REJECT, {"quote": DISKS, "decision": "confirm"}], evidence=False)
        assert about(run, "disk_encryption").decision
        assert [kind for kind, _ in notes(run)] == ["overlapping"]

    def test_an_owner_in_one_entry_and_a_decision_in_another_both_count(self, company: Company) -> None:
        entries = [
            {"quote": DISKS, "owner": "Kim Osei"},
            company.named() | {"decision": "confirm", "by": "Ana Lund"},
            {"quote": DISKS, "note": "x"},
        ]
        run = company.review(entries, evidence=False)
        decision = about(run, "disk_encryption").decision
        assert decision is not None
        assert (decision.owner, decision.kind, decision.by, decision.note) == ("Kim Osei", "confirm", "Ana Lund", "x")
        assert run.register == ()

    def test_an_exception_and_a_decision_follow_the_same_claim(self, company: Company) -> None:
        named = company.named()
        company.write(POLICY.replace(DISKS, "All company laptops must use full-disk encryption."))
        run = company.review([named | {"decision": "confirm"}], [accepted(topic=None, **named)])
        found = about(run, "disk_encryption")
        assert ([one.item for one in found.excused], found.decision is not None) == (["D-2"], True)
        assert run.register == ()

    def test_an_exception_whose_claim_promises_something_else_now_excuses_nothing_and_says_so(self, company: Company) -> None:
        named = company.named()
        company.write(POLICY.replace(DISKS, "All company laptops use full-disk encryption with AES-256."))
        run = company.review(exceptions=[accepted(topic=None, **named)])
        assert not about(run, "disk_encryption").excused
        assert [kind for kind, _ in notes(run)] == ["changed"]
