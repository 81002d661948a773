"""Exceptions of a check that a sentence does not mean fall away where a column of the evidence tells their class."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.catalog import load_catalog
from analyzer.config import parse_period
from analyzer.pipeline import review

HEAD = "ref,risk,probability,severity,score,class,owner,last reviewed\n"
ROWS = (
    "R-1,Flood,2,4,8,Minor,Ana,2026-01-20\n"
    "R-2,Fire,4,4,16,Major,Bo,2026-06-20\n"
    "R-3,Theft,4,4,16,Major,Cleo,2026-02-02\n"
    "R-4,Fraud,1,2,2,Minor,Dov,2026-06-02\n"
)


@pytest.mark.parametrize(
    ("text", "broken", "population"),
    [
        ("Major risks are reviewed every month.", ["R-3"], 2),
        ("Risks are reviewed every month.", ["R-1", "R-3"], 4),
        ("| Class | Reviewed |\n|---|---|\n| Major | Risks are reviewed every month |", ["R-3"], 2),
    ],
)
def test_a_class_that_only_the_file_knows(tmp_path: Path, text: str, broken: list[str], population: int) -> None:
    policy = tmp_path / "policy.md"
    policy.write_text(f"# Risk policy\n\n## Risk register\n\n{text}\n", encoding="utf-8")
    evidence = tmp_path / "evidence"
    evidence.mkdir()
    (evidence / "risk-register.csv").write_text(HEAD + ROWS, encoding="utf-8")
    run = review([policy], [evidence], parse_period("2026-01-01..2026-06-30"), load_catalog())
    (verdict,) = [one for one in run.verdicts if one.status == "contradicted"]
    assert ([one.item for one in verdict.exceptions], verdict.population) == (broken, population)


def test_a_check_over_days_is_held_to_the_named_class(tmp_path: Path) -> None:
    policy = tmp_path / "policy.md"
    policy.write_text("# Backup policy\n\nA backup of ledger-db is taken every day.\n", encoding="utf-8")
    evidence = tmp_path / "evidence"
    evidence.mkdir()
    days = [f"2026-06-{day:02d}" for day in range(1, 31)]
    rows = [f"L-{day},ledger-db,{day} 02:00,{'Failed' if day == '2026-06-11' else 'Completed'}" for day in days]
    rows += [f"W-{day},web-db,{day} 02:00,Completed" for day in days[::7]]
    (evidence / "backup-jobs.csv").write_text("\n".join(["Job ID,Database,Started,Status", *rows]) + "\n", encoding="utf-8")
    run = review([policy], [evidence], parse_period("2026-06-01..2026-06-30"), load_catalog())
    (verdict,) = [one for one in run.verdicts if one.status == "contradicted"]
    assert ([one.item for one in verdict.exceptions], verdict.population) == (["ledger-db 2026-06-11"], 30)


def test_what_alone_is_allowed_is_no_class_of_rows(tmp_path: Path) -> None:
    policy = tmp_path / "policy.md"
    policy.write_text("# Harbour network\n\n## Firewall\n\nOnly port 443 is open from the internet.\n", encoding="utf-8")
    evidence = tmp_path / "evidence"
    evidence.mkdir()
    rows = [f"h-{n},inbound,0.0.0.0/0,quay-web,tcp,{port},allow" for n, port in enumerate((443, 443, 8099, 443, 443))]
    head = "rule,direction,source,destination,protocol,port,action"
    (evidence / "firewall-rules.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    run = review([policy], [evidence], parse_period("2026-01-01..2026-06-30"), load_catalog())
    (verdict,) = [one for one in run.verdicts if one.status == "contradicted"]
    assert [one.item for one in verdict.exceptions] == ["h-2"]


def test_a_check_of_one_time_of_a_row_leaves_its_other_times_to_the_columns(tmp_path: Path) -> None:
    policy = tmp_path / "policy.md"
    table = "| Grade | Sorted within | Contained within |\n|---|---|---|\n| K | 60 minutes | 8 hours |\n| L | 1 day | 5 days |\n"
    policy.write_text(f"# Incident response policy\n\n## Times\n\n{table}", encoding="utf-8")
    evidence = tmp_path / "evidence"
    evidence.mkdir()
    rows = [
        f"N-{n},{'K' if n < 7 else 'L'},leak {n},2026-03-0{n} 08:00,2026-03-0{n} {sorted_},2026-03-0{n} {contained},"
        for n, (sorted_, contained) in enumerate(
            [("08:20", "12:00"), ("09:40", "12:00"), ("08:30", "19:00"), ("08:20", "12:00"), ("09:30", "11:00"), ("08:40", "10:00"),
             ("12:00", "20:00"), ("08:10", "12:00")], start=1,
        )
    ]  # fmt: skip
    head = "incident,grade,what,detected,sorted,contained,closed"
    (evidence / "incidents.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    entry = "W-1,2026-03-05,N-5,Sorting deadline,Alarm came late,Ana Lund (CISO),2026-03-09"
    (evidence / "waivers.csv").write_text(f"no,granted,incident,waived,because,granted by,until\n{entry}\n", encoding="utf-8")
    run = review([policy], [evidence], parse_period("2026-01-01..2026-06-30"), load_catalog())
    verdicts = [one for one in run.verdicts if one.status == "contradicted"]
    assert {one.item for verdict in verdicts for one in verdict.exceptions} == {"N-2", "N-3"}
