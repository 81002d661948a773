"""SARIF, JUnit and OSCAL: valid by their schemas, read by a second tool, and true to the run."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import FormatChecker
from jsonschema.validators import validator_for
from junitparser import Failure, JUnitXml, Skipped
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from analyzer.model import Conflict, Decision, Excused, Language, Omission, Rejected, Run, Side
from analyzer.reports import junit, oscal, sarif
from claims import read
from tests.analyzer.reports.report_samples import Sample, make_claim, make_verdict, without_verdicts

SCHEMAS = Path(__file__).parent / "schemas"
FORMATS = FormatChecker(formats=())


def faults(name: str, text: str) -> list[str]:
    """What a schema says against a report."""
    schema = without_null(json.loads((SCHEMAS / name).read_text(encoding="utf-8")))
    kind = validator_for(schema)
    found = kind(schema, format_checker=FORMATS).iter_errors(json.loads(text))
    return [f"{list(one.path)}: {one.message[:200]}" for one in found]


def without_null(schema: Any) -> Any:
    """A schema without the nulls that Pydantic allows for what may be left out: the standards allow none."""
    if isinstance(schema, list):
        return [without_null(one) for one in schema if one != {"type": "null"}]
    return {name: without_null(one) for name, one in schema.items()} if isinstance(schema, dict) else schema


@FORMATS.checks("date-time", ValueError)
def is_moment(value: object) -> bool:
    """Whether a text is a moment with its zone, as RFC 3339 has it."""
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@pytest.fixture(scope="module")
def run(sample: Sample) -> Run:
    """The sample with sentences that disagree, and with words that damage a claim."""
    first, second = sample.verdict("Access of leavers").claim, sample.verdict("retained for 35 days").claim
    sides = [Side(document="policy.md", quote=one.quote, place=one.place, claim=one.id) for one in (first, second)]
    return replace(
        sample.run, conflicts=(Conflict(topic="deprovisioning", a=sides[0], b=sides[1], why="24 hours here.", agree="Say one."),),
        language=(Language(document="policy.md", quote="daily", kind="category error", why="why", place=second.place),),
        omissions=(Omission(what="Incidents", why="DC 4 asks for incidents", criterion="DC 4"),),
    )  # fmt: skip


@pytest.fixture(scope="module")
def decided(run: Run) -> Run:
    """The run after decisions: a claim confirmed, one that nothing breaks but what was accepted, one rejected."""
    broken, kept, *others, last = run.verdicts
    excused = tuple(
        Excused(item=item, why="the registered exception by Kim Osei covers it until 2026-12-31", entry="lab-*")
        for item in ("lab-1", "lab-2")
    )
    return replace(
        run, verdicts=(replace(broken, decision=Decision(kind="confirm", by="Kim Osei")), replace(kept, excused=excused), *others),
        rejected=(Rejected(claim=last.claim, decision=Decision(kind="reject", by="Kim Osei", reason="An aim, no promise")),),
    )  # fmt: skip


class TestSarif:
    def results(self, run: Run, sample: Sample) -> list[dict[str, Any]]:
        return json.loads(sarif.render(run, sample.catalog))["runs"][0]["results"]

    def test_it_is_valid(self, run: Run, sample: Sample) -> None:
        assert faults("sarif-2.1.0.json", sarif.render(run, sample.catalog)) == []
        assert faults("sarif-2.1.0.json", sarif.render(without_verdicts(sample), sample.catalog)) == []

    def test_the_schema_notices(self, run: Run, sample: Sample) -> None:
        broken = json.loads(sarif.render(run, sample.catalog))
        broken["runs"][0]["results"][0]["level"] = "grave"
        assert faults("sarif-2.1.0.json", json.dumps(broken)) != []

    def test_findings_in_markdown_stand_on_their_words(self, run: Run, sample: Sample) -> None:
        lines = (sample.folder / "policy.md").read_text(encoding="utf-8").splitlines()
        shown = {}
        for one in self.results(run, sample):
            region = one["locations"][0]["physicalLocation"].get("region")
            if region and region["startLine"] == region.get("endLine"):
                shown[one["ruleId"]] = lines[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1]
        assert shown["deprovisioning"] == "Access of leavers is revoked within 24 hours."
        assert shown["mfa_strength"] == "All users **must** use a hardware token."
        assert shown["documents/conflict"] == "Access of leavers is revoked within 24 hours."

    def test_what_is_supported_or_not_shown_raises_no_alarm(self, run: Run, sample: Sample) -> None:
        said = {one["properties"]["verdict"] for one in self.results(run, sample) if "properties" in one}
        assert said == {"contradicted", "inconsistent", "partly_supported", "not_testable"}

    def test_what_was_accepted_or_rejected_is_suppressed_with_the_decision(self, decided: Run, sample: Sample) -> None:
        assert faults("sarif-2.1.0.json", sarif.render(decided, sample.catalog)) == []
        results = self.results(decided, sample)
        suppressed = {one["properties"]["verdict"]: one["suppressions"] for one in results if "suppressions" in one}
        assert {verdict: [one["justification"] for one in found] for verdict, found in suppressed.items()} == {
            "supported": ["The registered exception by Kim Osei covers it until 2026-12-31."],
            "rejected": ["Rejected by Kim Osei: An aim, no promise."],
        }
        assert all(one["status"] == "accepted" for found in suppressed.values() for one in found)
        assert [one["properties"]["decision"] for one in results if "decision" in one.get("properties", {})] == [
            "Confirmed by Kim Osei."
        ]

    def test_levels_follow_the_severity(self, run: Run, sample: Sample) -> None:
        levels = {(o["properties"]["severity"], o["level"]) for o in self.results(run, sample) if "properties" in o}
        assert {("material", "error"), ("significant", "warning"), ("minor", "note"), (None, "note")} <= levels

    def test_rules_carry_what_the_catalogue_says(self, run: Run, sample: Sample) -> None:
        driver = json.loads(sarif.render(run, sample.catalog))["runs"][0]["tool"]["driver"]
        rule = next(one for one in driver["rules"] if one["id"] == "disk_encryption")
        entry = sample.catalog.topics["disk_encryption"]
        assert rule["shortDescription"]["text"] == entry.title
        assert rule["properties"]["tags"] == list(entry.criteria)
        results = self.results(run, sample)
        assert all(driver["rules"][one["ruleIndex"]]["id"] == one["ruleId"] for one in results)

    def test_what_is_missing_from_the_description_is_told_though_it_stands_on_no_line(self, run: Run, sample: Sample) -> None:
        (invocation,) = json.loads(sarif.render(run, sample.catalog))["runs"][0]["invocations"]
        said = [one["message"]["text"] for one in invocation["toolExecutionNotifications"] if one["level"] == "note"]
        assert said == ["Missing from the description: Incidents: DC 4 asks for incidents"]

    def test_fingerprints_survive_edits_elsewhere(self, sample: Sample, tmp_path: Path) -> None:
        def told(text: str) -> set[str]:
            (tmp_path / "policy.md").write_text(text, encoding="utf-8")
            document = read(tmp_path / "policy.md")
            found = sample.catalog.extractor.claims(document)
            verdicts = tuple(make_verdict(one, "contradicted") for one in found if "leavers" in one.text)
            edited = replace(sample.run, documents=(document,), verdicts=verdicts)
            return {one["partialFingerprints"]["primaryLocationLineHash"] for one in self.results(edited, sample)}

        sentence = "Access of leavers is revoked within 24 hours."
        before = told(f"# Policy\n\n{sentence}\n")
        assert before
        assert told(f"# Policy\n\nA new paragraph comes first.\n\n{sentence} And one more follows.\n") == before

    def test_a_wording_is_a_fix_of_exactly_the_words(self, run: Run, sample: Sample) -> None:
        claim = make_claim(sample.policy, "Backups are taken daily", "backup_frequency")
        both = replace(sample.run.verdicts[0].rewrite, wording="Backups are taken weekly")  # pyright: ignore[reportArgumentType]
        fixed = replace(run, verdicts=(make_verdict(claim, "contradicted", rewrite=both),))
        (change,) = self.results(fixed, sample)[0]["fixes"][0]["artifactChanges"]
        (new,) = change["replacements"]
        line = (sample.folder / "policy.md").read_text(encoding="utf-8").splitlines()[new["deletedRegion"]["startLine"] - 1]
        assert line[new["deletedRegion"]["startColumn"] - 1 : new["deletedRegion"]["endColumn"] - 1] == "Backups are taken daily"
        assert new["insertedContent"]["text"] == "Backups are taken weekly"


class TestJUnit:
    def parsed(self, run: Run, sample: Sample) -> Any:
        return JUnitXml.fromstring(junit.render(run, sample.catalog).encode())

    def test_another_tool_reads_the_same_counts(self, run: Run, sample: Sample) -> None:
        read_back = self.parsed(run, sample)
        before = (read_back.tests, read_back.failures, read_back.skipped, read_back.errors)
        read_back.update_statistics()
        assert before == (16, 6, 8, 0) == (read_back.tests, read_back.failures, read_back.skipped, read_back.errors)
        assert [suite.name for suite in read_back] == ["description.docx", "policy.md"]

    def test_each_suite_counts_its_own_claims(self, run: Run, sample: Sample) -> None:
        for suite in self.parsed(run, sample):
            told = {one.name: int(one.value) for one in suite.properties() if one.name.startswith("claims ")}
            assert (sum(told.values()), told["claims contradicted"] + told["claims inconsistent"]) == (suite.tests, suite.failures)

    def test_only_a_supported_claim_passes(self, run: Run, sample: Sample) -> None:
        cases = [case for suite in self.parsed(run, sample) for case in suite]
        results = [type(case.result[0]) if case.result else None for case in cases]
        wanted = [
            Failure if one.status in ("contradicted", "inconsistent") else None if one.status == "supported" else Skipped
            for document in run.documents for one in run.verdicts if one.claim.place.document == document.name
        ]  # fmt: skip
        assert results == wanted
        assert len({(case.classname, case.name) for case in cases}) == len(cases)

    def test_a_failure_names_what_breaks_the_claim(self, run: Run, sample: Sample) -> None:
        text = junit.render(run, sample.catalog)
        assert "user119@northwind.example: no hardware token is enrolled" in text
        assert "True today: Production access requires a second factor." in text
        assert "<script>" not in text

    def test_decisions_stand_with_their_tests_and_what_is_no_claim_is_skipped(self, decided: Run, sample: Sample) -> None:
        read_back = self.parsed(decided, sample)
        before = (read_back.tests, read_back.failures, read_back.skipped)
        read_back.update_statistics()
        assert before == (16, 6, 8) == (read_back.tests, read_back.failures, read_back.skipped)
        cases = [case for suite in read_back for case in suite]
        (rejected,) = [
            case for case in cases if case.result and case.result[0].message == "Rejected by Kim Osei: An aim, no promise."
        ]
        assert isinstance(rejected.result[0], Skipped)
        root = etree.fromstring(junit.render(decided, sample.catalog).encode())
        told = [
            (one.get("name"), one.get("value"), len(case) > 1) for case in root.iter("testcase") for one in case.iter("property")
        ]
        why = "the registered exception by Kim Osei covers it until 2026-12-31"
        assert ("excused", f"lab-2: {why}", False) in told
        assert ("decision", "Confirmed by Kim Osei.", True) in told

    def test_a_run_without_claims_is_a_report(self, sample: Sample) -> None:
        assert self.parsed(without_verdicts(sample), sample).tests == 0


class TestOscal:
    def test_it_is_valid(self, run: Run, sample: Sample) -> None:
        assert faults("oscal-1.2.1-assessment-results.json", oscal.render(run, sample.catalog)) == []
        assert faults("oscal-1.2.1-assessment-results.json", oscal.render(without_verdicts(sample), sample.catalog)) == []

    def test_the_schema_notices(self, run: Run, sample: Sample) -> None:
        for change in ({"uuid": "x"}, {"surprise": 1}, {"title": 7}, {"observations": None}, {"start": "2026-01-01"}, {"end": ""}):
            broken = json.loads(oscal.render(run, sample.catalog))
            broken["assessment-results"]["results"][0] |= change
            assert faults("oscal-1.2.1-assessment-results.json", json.dumps(broken)) != []

    def test_every_reference_leads_somewhere(self, run: Run, sample: Sample) -> None:
        held = json.loads(oscal.render(run, sample.catalog))["assessment-results"]
        (result,) = held["results"]
        resources = {one["uuid"] for one in held["back-matter"]["resources"]}
        observed, risks = ({one["uuid"] for one in result[name]} for name in ("observations", "risks"))
        objectives = {part["id"] for one in held["local-definitions"]["objectives-and-methods"] for part in one["parts"]}
        assert held["import-ap"]["href"][1:] in resources
        linked = {one["href"][1:] for entry in result["observations"] for one in entry.get("relevant-evidence", ())}
        assert linked and linked <= resources
        assert {o["observation-uuid"] for f in result["findings"] for o in f["related-observations"]} <= observed
        assert {o["risk-uuid"] for f in result["findings"] for o in f.get("related-risks", ())} == risks
        assert {one["target"]["target-id"] for one in result["findings"]} == objectives

    def test_only_a_supported_claim_is_satisfied(self, run: Run, sample: Sample) -> None:
        (result,) = json.loads(oscal.render(run, sample.catalog))["assessment-results"]["results"]
        states = [(one["description"].partition(":")[0], one["target"]["status"]["state"]) for one in result["findings"]]
        assert {state for said, state in states if said == "Supported"} == {"satisfied"}
        assert {state for said, state in states if said != "Supported"} == {"not-satisfied"}
        assert len(result["observations"]) == len(run.verdicts)

    def test_what_was_accepted_is_an_approved_deviation_and_what_was_rejected_is_not_judged(
        self, decided: Run, sample: Sample
    ) -> None:
        text = oscal.render(decided, sample.catalog)
        assert faults("oscal-1.2.1-assessment-results.json", text) == []
        (result,) = json.loads(text)["assessment-results"]["results"]
        (deviation,) = [one for one in result["risks"] if one["status"] == "deviation-approved"]
        assert "lab-1: the registered exception by Kim Osei covers it until 2026-12-31" in deviation["description"]
        (finding,) = [one for one in result["findings"] if {"risk-uuid": deviation["uuid"]} in one.get("related-risks", ())]
        assert finding["target"]["status"]["state"] == "satisfied"
        rejected = result["observations"][-1]
        assert {"verdict", "rejected"} <= {one for prop in rejected["props"] for one in prop.values()}
        assert rejected["remarks"] == "No claim, by decision. Rejected by Kim Osei: An aim, no promise."
        assert rejected["uuid"] not in {one["observation-uuid"] for f in result["findings"] for one in f["related-observations"]}

    def test_evidence_carries_its_hash(self, run: Run, sample: Sample) -> None:
        text = oscal.render(run, sample.catalog)
        assert all(file.sha256 in text for file in run.evidence)

    def test_the_same_review_gives_the_same_file(self, run: Run, sample: Sample) -> None:
        assert oscal.render(run, sample.catalog) == oscal.render(run, sample.catalog)
