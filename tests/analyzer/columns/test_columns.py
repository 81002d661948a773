"""Claims against evidence that no table is known for: what its columns contradict, and what they must leave alone."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analyzer.bind import bind
from analyzer.catalog import load_catalog
from analyzer.columns import Columns, read_sets
from analyzer.evidence.store import Store
from analyzer.judge import Evidence, judge
from analyzer.model import Verdict
from analyzer.testing import sentence
from tests.analyzer.builders import PERIOD

CATALOG = load_catalog()
SESSIONS = [
    {
        "session_id": f"S-{n}",
        "supplier": "Brightwell",
        "access_type": kind,
        "session_recording_id": recorded,
        "work_order": f"WO-{n}",
    }
    for n, (kind, recorded) in enumerate(
        [("Remote", "R-1"), ("Remote", "R-2"), ("Remote", "N/A"), ("On-site", "N/A"), ("Remote", "None")], start=1
    )
]
GUESTS = [
    {"visit_id": f"V-{n}", "guest": f"Guest {n}", "visitor_type": kind, "escort_status": status}
    for n, (kind, status) in enumerate(
        [("Customer", "Escorted"), ("Supplier", "Escorted"), ("Supplier", "Unescorted"), ("Customer", "Escorted")], start=1
    )
]
ALARMS = [
    {
        "alarm_id": f"A-{n}",
        "severity": severity,
        "raised_at": f"2026-03-0{n}T08:00:00Z",
        "acknowledged_at": done,
        "response_minutes": minutes,
    }
    for n, (severity, done, minutes) in enumerate(
        [
            ("Critical", "2026-03-01T08:10:00Z", "10"),
            ("Critical", "2026-03-02T08:25:00Z", "25"),
            ("Low", "2026-03-03T12:00:00Z", "240"),
        ],
        start=1,
    )
]
PATRONS = [
    {"patron_id": f"P-{n}", "patron_name": f"Firm {n}", "tier": tier}
    for n, tier in enumerate(["High", "High", "Low", "High", "Low"], start=1)
]
CONTRACTS = [{"patron_name": f"Firm {n}", "nda_signed_on": f"2025-0{n}-01"} for n in (1, 2, 3, 5)]


def write(folder: Path, **files: list[dict[str, Any]]) -> Path:
    for name, rows in files.items():
        with (folder / f"{name}.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return folder


def verdict(text: str, folder: Path, heading: str | None = None) -> Verdict:
    """The verdict on the first claim of a sentence, from the columns alone."""
    claims = CATALOG.extractor.claims(sentence(text, heading))
    store = Store(CATALOG.tables, PERIOD)
    store.finish()
    evidence = Evidence(store=store, period=PERIOD)
    (given, *_) = judge(
        [bind(c, CATALOG, PERIOD) for c in claims], CATALOG, evidence, otherwise=Columns.of(read_sets([folder]), CATALOG).judge
    )
    return given


def items(given: Verdict) -> list[str]:
    return [one.item for one in given.exceptions]


def test_a_record_that_says_no_breaks_what_the_sentence_requires_of_every_record(tmp_path: Path) -> None:
    given = verdict("All visitors must be escorted while on the premises.", write(tmp_path, visitor_log=GUESTS))
    assert (given.status, items(given), given.population) == ("contradicted", ["V-3"], 4)
    assert "visitor_log.csv" in given.why
    assert "escort_status" in given.why


def test_a_denial_of_the_opposite_is_the_same_promise(tmp_path: Path) -> None:
    folder = write(tmp_path, visitor_log=GUESTS)
    assert items(verdict("No visitor shall be granted unescorted access to the building.", folder)) == ["V-3"]


def test_what_is_missing_breaks_only_the_records_that_the_sentence_speaks_of(tmp_path: Path) -> None:
    folder = write(tmp_path, supplier_sessions=SESSIONS)
    given = verdict("All remote supplier sessions must have a session recording.", folder)
    assert given.status == "contradicted"
    assert items(given) == ["S-5"]
    assert given.population == 4


def test_a_condition_is_no_promise(tmp_path: Path) -> None:
    rows = [{"badge_id": f"B-{n}", "badge_returned": said} for n, said in enumerate(["Yes", "No", "Yes", "Yes"], start=1)]
    given = verdict("Badges that are not returned are deactivated by Facilities.", write(tmp_path, badges=rows))
    assert given.status != "contradicted"


@pytest.mark.parametrize(
    "text", ["Critical alarms are acknowledged within 15 minutes.", "Response to critical alarms must start within 15 minutes."]
)
def test_times_are_measured_for_the_rows_that_the_sentence_names(text: str, tmp_path: Path) -> None:
    given = verdict(text, write(tmp_path, alarm_log=ALARMS))
    assert (given.status, items(given), given.population) == ("contradicted", ["A-2"], 2)


def test_a_time_that_something_is_kept_is_no_limit(tmp_path: Path) -> None:
    assert verdict("Alarm acknowledgements are retained for 15 minutes.", write(tmp_path, alarm_log=ALARMS)).status == "not_shown"


def test_what_is_still_open_is_measured_to_the_end_of_the_period(tmp_path: Path) -> None:
    rows = [
        {"ticket_id": f"T-{n}", "received_on": f"2026-0{n}-01", "answered_on": done}
        for n, done in enumerate(["2026-01-20", "", "2026-03-05", ""], start=1)
    ]
    rows[3]["received_on"] = "2026-06-20"
    given = verdict("Every ticket must be answered within 30 days of being received.", write(tmp_path, tickets=rows))
    assert (given.status, items(given)) == ("contradicted", ["T-2"])


def test_only_the_rows_that_a_relative_clause_singles_out(tmp_path: Path) -> None:
    left = [
        {"vendor": f"Firm {n}", "holds_guest_data": holds, "contract_ended": "2026-02-01", "deletion_certificate": sent}
        for n, (holds, sent) in enumerate([("Y", "2026-02-20"), ("Y", "2026-04-15"), ("N", ""), ("Y", "2026-02-11")], start=1)
    ]
    folder = write(tmp_path, left_firms=left)
    text = "A deletion certificate must be obtained within 30 days of the end of the contract from each vendor"
    assert items(verdict(f"{text} which holds guest data.", folder)) == ["Firm 2"]
    assert items(verdict(f"{text}.", folder)) == ["Firm 2", "Firm 3"]


def test_a_row_that_only_heads_others_is_no_record(tmp_path: Path) -> None:
    heading = {"visit_id": "MARCH", "guest": "", "visitor_type": "", "escort_status": ""}
    given = verdict("All visitors must be escorted while on the premises.", write(tmp_path, visitor_log=[heading, *GUESTS]))
    assert (items(given), given.population) == (["V-3"], 4)


def test_a_register_whose_records_are_missing_elsewhere(tmp_path: Path) -> None:
    folder = write(tmp_path, patron_list=PATRONS, nda_tracker=CONTRACTS)
    assert items(verdict("Each patron must have an NDA on file.", folder)) == ["P-4"]


def test_what_was_last_done_too_long_ago(tmp_path: Path) -> None:
    rows = [
        {"risk_id": f"D-{n}", "owner": "Ana", "last_review_date": day}
        for n, day in enumerate(["2026-05-20", "2025-11-01", "2026-04-30"], start=1)
    ]
    folder = write(tmp_path, risk_register=rows)
    assert items(verdict("All risks are reviewed quarterly by their owners.", folder)) == ["D-2"]
    assert verdict("The risk register is reviewed quarterly by the board.", folder).status == "not_shown"


def test_the_value_that_nearly_all_records_have_and_the_sentence_promises(tmp_path: Path) -> None:
    rows = [{"workload": f"w-{n}", "peer_mode": mode} for n, mode in enumerate(["STRICT"] * 5 + ["PERMISSIVE"], start=1)]
    given = verdict("The peer mode of every workload must be set to STRICT.", write(tmp_path, mesh_audit=rows))
    assert items(given) == ["w-6"]


def test_the_day_of_the_week_of_a_named_window(tmp_path: Path) -> None:
    rows = [
        {"work_id": f"W-{n}", "date": day, "work_window": "NIGHT-1"}
        for n, day in enumerate(["2026-03-07", "2026-03-14", "2026-03-18"], start=1)
    ]
    rows.append({"work_id": "W-9", "date": "2026-03-19", "work_window": "NIGHT-2"})
    given = verdict("Changes in window NIGHT-1 must be deployed to production on Saturday.", write(tmp_path, work_log=rows))
    assert items(given) == ["W-3"]


def test_what_is_pending_although_what_waits_for_it_has_happened(tmp_path: Path) -> None:
    rows = [
        {"check_id": f"C-{n}", "vetting_status": status, "keys_issued_date": issued}
        for n, (status, issued) in enumerate(
            [("Complete", "2026-02-01"), ("Pending", "2026-02-03"), ("Pending", ""), ("Complete", "2026-03-01")], start=1
        )
    ]
    given = verdict("Vetting checks must be completed before keys are issued.", write(tmp_path, vetting_checks=rows))
    assert items(given) == ["C-2"]


def test_arrays_of_one_kind_and_its_denial_are_yes_and_no(tmp_path: Path) -> None:
    probed = [{"segment": f"10.0.{n}.0/24", "name": f"net {n}"} for n in range(4)]
    (tmp_path / "probe-report.json").write_text(json.dumps({"probed_segments": probed[:3], "not_probed_segments": probed[3:]}))
    assert items(verdict("Probing must reach 100% of segments; all segments must be probed.", tmp_path)) == ["10.0.3.0/24"]


def test_records_that_agree_are_never_more_than_partly_supported(tmp_path: Path) -> None:
    kept = [row for row in GUESTS if row["escort_status"] == "Escorted"]
    assert verdict("All visitors must be escorted while on the premises.", write(tmp_path, visitor_log=kept)).status in (
        "not_shown",
        "partly_supported",
    )


def test_a_header_that_the_sentence_does_not_say_is_no_test_of_it(tmp_path: Path) -> None:
    folder = write(tmp_path, visitor_log=GUESTS)
    assert verdict("All visitors must sign a confidentiality agreement at reception.", folder).status == "not_shown"


def test_an_exception_register_is_no_population(tmp_path: Path) -> None:
    rows = [{"exception_id": f"E-{n}", "approved": said} for n, said in enumerate(["Yes", "No", "Yes"], start=1)]
    assert verdict("All exceptions must be approved by the CISO.", write(tmp_path, exception_register=rows)).status == "not_shown"


def test_what_has_to_come_first(tmp_path: Path) -> None:
    rows = [
        {"change_id": f"C-{n}", "approved_on": a, "deployed_on": d}
        for n, (a, d) in enumerate(
            [("2026-02-01", "2026-02-03"), ("2026-02-05", "2026-02-04"), ("", "2026-02-09"), ("2026-03-01", "")], start=1
        )
    ]
    given = verdict("Changes must be approved before they are deployed to production.", write(tmp_path, change_log=rows))
    assert items(given) == ["C-2", "C-3"]


def test_two_people_whom_the_sentence_keeps_apart(tmp_path: Path) -> None:
    rows = [
        {"change_id": f"C-{n}", "developer": a, "reviewer": b}
        for n, (a, b) in enumerate([("ana", "bo"), ("cleo", "Cleo (lead)"), ("bo", "ana"), ("dan", "")], start=1)
    ]
    given = verdict("The reviewer of a change must be a person other than its developer.", write(tmp_path, change_log=rows))
    assert items(given) == ["C-2"]


def test_a_figure_that_has_to_be_reached(tmp_path: Path) -> None:
    rows = [{"month": f"2026-0{n}", "uptime_pct": f"{p}%"} for n, p in enumerate([99.95, 99.2, 99.97, 100], start=1)]
    given = verdict("The platform's uptime is at least 99.9% in each month.", write(tmp_path, uptime_report=rows))
    assert items(given) == ["2026-02"]


def test_what_has_to_be_current(tmp_path: Path) -> None:
    rows = [{"vendor_id": f"V-{n}", "contract_expiry_date": d} for n, d in enumerate(["2027-01-01", "2026-03-31", ""], start=1)]
    assert items(verdict("Every vendor must have a current contract.", write(tmp_path, vendor_list=rows))) == ["V-2"]


def test_how_long_something_is_kept(tmp_path: Path) -> None:
    rows = [{"log_source_id": f"L-{n}", "retention_days": d} for n, d in enumerate(["365", "90", "400"], start=1)]
    assert items(verdict("Logs of every source are retained for 365 days.", write(tmp_path, log_sources=rows))) == ["L-2"]


def test_a_day_that_is_missing_is_not_yet_a_breach(tmp_path: Path) -> None:
    rows = [
        {"finding_id": f"F-{n}", "resolved_at": d} for n, d in enumerate(["2026-02-01", "2026-02-05", "", "2026-03-01"], start=1)
    ]
    assert (
        verdict("Findings are resolved within the times of the table below.", write(tmp_path, findings=rows)).status
        != "contradicted"
    )


def test_columns_can_contradict_what_a_check_has_supported(tmp_path: Path) -> None:
    (claim,) = CATALOG.extractor.claims(sentence("All visitors must be escorted while on the premises."))
    evidence = Evidence(store=None, period=PERIOD)
    tested = Verdict(binding=bind(claim, CATALOG, PERIOD), status="supported", why="All 4 items keep the promise.", population=4)
    given = Columns.of(read_sets([write(tmp_path, visitor_log=GUESTS)]), CATALOG).judge(tested, evidence)
    assert (given.status, items(given)) == ("contradicted", ["V-3"])
    agreeing = tmp_path / "agreeing"
    agreeing.mkdir()
    write(agreeing, visitor_log=[row for row in GUESTS if row["escort_status"] == "Escorted"])
    assert Columns.of(read_sets([agreeing]), CATALOG).judge(tested, evidence) == tested


def test_a_share_that_the_records_keep_is_agreed_to_and_a_step_more_is_broken(tmp_path: Path) -> None:
    rows = [{"alarm_id": f"A-{n}", "severity": "Low", "response_minutes": "70" if n == 1 else "20"} for n in range(1, 9)]
    folder = write(tmp_path, alarms=rows)
    text = "The on-call engineer gives a response to each alarm within 30 minutes"
    assert verdict(f"{text}.", folder).status == "contradicted"
    kept = verdict(f"{text} (7 of 8, as of 30 June 2026).", folder)
    assert (kept.status, kept.population) == ("partly_supported", 8)
    assert "7 of 8 records agree, as many as promised" in kept.why
    assert "No check of the catalogue confirms it" in kept.why
    assert verdict(f"{text} (8 of 9, as of 30 June 2026).", folder).status == "contradicted"


@pytest.mark.parametrize(("percent", "broken"), [(100, True), (80, True), (70, False)])
def test_a_share_of_all_records_is_no_promise_of_each_of_them_although_a_topic_takes_it_for_its_own_value(
    tmp_path: Path, percent: int, *, broken: bool
) -> None:
    rows = [{"subnet": f"10.1.{n}.0/24", "site": "North", "scanned_subnet": "No" if n < 3 else "Yes"} for n in range(10)]
    folder = write(tmp_path, scan_reach=rows)
    text = f"At least {percent}% of listed subnets must be scanned."
    (claim,) = CATALOG.extractor.claims(sentence(text))
    store = Store(CATALOG.tables, PERIOD)
    store.finish()
    for one in (claim, replace(claim, share=None, params={"coverage": percent})):
        (given,) = judge(
            [bind(one, CATALOG, PERIOD)], CATALOG, Evidence(store=store, period=PERIOD),
            otherwise=Columns.of(read_sets([folder]), CATALOG).judge,
        )  # fmt: skip
        assert (given.status == "contradicted") is broken
