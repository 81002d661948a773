"""Writes four quarters of a small company, and beside each what happened in it: `python samples/year/generate.py --into DIR`.

Texts are edited, people come and go, the identity provider is exchanged, an accepted exception runs out, collecting fails. The same
seed gives the same files on every run. `events.json` of a quarter is the company's own record of what moved since the quarter
before, in the words in which `goldenthread compare` tells it.
"""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

from company import Company, Laptop, Person

LAPTOPS, FACTORS, FINDINGS = "disk_encryption", "mfa_strength", "vuln_remediation"
DAYS = {"2026-Q1": date(2026, 3, 31), "2026-Q2": date(2026, 6, 30), "2026-Q3": date(2026, 9, 30), "2026-Q4": date(2026, 12, 31)}


class Year:
    """The company through the year, and its record of the quarter that is being written."""

    def __init__(self, into: Path, seed: int = 20260101) -> None:
        self.into = into
        self.company = Company(seed=seed)
        self.record: list[dict[str, Any]] = []
        self.late: Laptop | None = None

    def happened(self, kind: str, **fields: str) -> None:
        """Note an event."""
        self.record.append({"kind": kind, **fields})

    def end(self, quarter: str) -> None:
        """Write what lies there at the end of a quarter."""
        folder = self.into / quarter
        self.company.write(folder, DAYS[quarter])
        (folder / "events.json").write_text(json.dumps(self.record, indent=1) + "\n", encoding="utf-8", newline="\n")
        self.record = []

    def first(self) -> None:
        """Twenty-four people, an unencrypted laptop that nobody accepted, and one that somebody did until the end of May."""
        company = self.company
        company.hire(24, date(2024, 1, 8), date(2025, 11, 28))
        company.promises = {
            "Devices": "All laptops are protected by full-disk encryption.",
            "Sign-in": "Text messages are not allowed as a second factor.",
            "Visitors": "Visitors are escorted in the office.",
        }
        self.broken, self.excused, self.sms = (self.laptop(one) for one in company.random.sample(company.staff(), 3))
        self.broken.encrypted = self.excused.encrypted = False
        company.accepted = [{
            "topic": LAPTOPS, "item": self.excused.serial, "reason": "Measuring device of the laboratory", "approver": "Head of IT",
            "from": date(2026, 1, 12), "to": date(2026, 5, 31),
        }]  # fmt: skip
        self.end("2026-Q1")

    def second(self) -> None:
        """The broken laptop is put right, another one breaks, the acceptance runs out; somebody leaves, three start."""
        company = self.company
        self.broken.encrypted = True
        self.happened("exception closed", topic=LAPTOPS, item=self.broken.name)
        company.leave(self.somebody(), date(2026, 5, 15))
        self.late = self.laptop(company.hire(3, date(2026, 4, 6), date(2026, 6, 1))[0])
        self.late.encrypted = False
        self.happened("exception new", topic=LAPTOPS, item=self.late.name)
        self.happened("acceptance ended", topic=LAPTOPS, item=self.excused.name)
        entry = f"{self.excused.serial}, {LAPTOPS}, 2026-01-12 to 2026-05-31"
        self.happened("decision ended", item=entry)
        self.edit("Devices", "Full-disk encryption protects all laptops.", "promise reworded", LAPTOPS)
        company.promises["Vulnerabilities"] = "Critical vulnerabilities are remediated within 14 days."
        self.happened("promise added", topic=FINDINGS, now=company.promises["Vulnerabilities"])
        company.findings = [finding(n, f"2026-0{4 + n % 3}-{10 + n}", 5) for n in range(6)]
        self.happened("evidence new", item="vulnerability_findings.csv")
        self.end("2026-Q2")

    def third(self) -> None:
        """Devices are no longer collected; a promise becomes stricter; a laptop is put right and nobody can see it."""
        company = self.company
        company.frozen = True
        self.happened("evidence stale", item="jamf_computers.csv", since="2026-Q2")
        self.happened("evidence test fails", item="stale_evidence")
        company.hire(4, date(2026, 7, 6), date(2026, 9, 1))
        self.happened("evidence test fails", item="people_in_mdm")
        self.count(company.counted, company.counted)
        self.late.encrypted = True
        for laptop in (self.late, self.excused):
            self.happened("exception open", topic=LAPTOPS, item=laptop.name, since="2026-Q2")
        self.edit("Vulnerabilities", "Critical vulnerabilities are remediated within 7 days.", "promise changed", FINDINGS)
        company.findings = [finding(n, f"2026-0{7 + n % 3}-{10 + n}", 5) for n in range(6)]
        company.findings[2] = finding(2, "2026-09-02", 12)
        self.happened("exception new", topic=FINDINGS, item=company.findings[2]["finding_id"])
        self.happened("verdict turned", topic=FINDINGS, before="supported", now="contradicted", why="both")
        self.sms.owner.factor = "sms"
        self.happened("exception new", topic=FACTORS, item=self.sms.owner.email)
        self.happened("verdict turned", topic=FACTORS, before="partly_supported", now="contradicted", why="fact")
        self.end("2026-Q3")

    def fourth(self) -> None:
        """Devices are collected again, without eight that were lost; the identity provider is another one; a promise is dropped."""
        company = self.company
        company.frozen = False
        self.happened("evidence test passes", item="stale_evidence")
        company.leave(self.somebody(), date(2026, 11, 20))
        for _ in range(8):
            company.laptops.remove(self.laptop(self.somebody()))
        self.count(company.counted, len(company.laptops))
        self.happened("exception closed", topic=LAPTOPS, item=self.late.name)
        self.happened("exception open", topic=LAPTOPS, item=self.excused.name, since="2026-Q2")
        company.provider, company.moved = "entra", date(2026, 10, 5)
        for gone in ("okta_users.json", "okta_factors.json"):
            self.happened("evidence gone", item=gone)
        for new in ("entra_users.json", "entra_user_registration_details.json"):
            self.happened("evidence new", item=new)
        self.happened("evidence replaced", item="idp_users", before="okta/users", now="entra/users")
        self.happened("evidence replaced", item="idp_factors", before="okta/factors", now="entra/user_registration_details")
        self.happened("exception open", topic=FACTORS, item=self.sms.owner.email, since="2026-Q3")
        late = company.findings[2]
        company.findings = [finding(n, f"2026-1{n % 3}-{10 + n}", 5) for n in range(6)]
        self.happened("exception absent", topic=FINDINGS, item=late["finding_id"])
        self.happened("verdict turned", topic=FINDINGS, before="contradicted", now="supported", why="fact")
        self.happened("promise dropped", before=company.promises.pop("Visitors"))
        self.end("2026-Q4")

    def laptop(self, person: Person) -> Laptop:
        """The laptop of somebody."""
        return self.company.laptop_of(person)

    def somebody(self) -> Person:
        """Somebody with a laptop of whom nothing else is told."""
        told = {self.broken.name, self.excused.name, self.sms.name, *((self.late.name,) if self.late else ())}
        return self.company.random.choice([one.owner for one in self.company.laptops if one.name not in told])

    def count(self, before: int, now: int) -> None:
        """Note that the number of laptops did not follow the number of people."""
        self.happened("population unexplained", topic=LAPTOPS, before=str(before), now=str(now))

    def edit(self, section: str, text: str, kind: str, topic: str) -> None:
        """Word a promise anew."""
        self.happened(kind, topic=topic, before=self.company.promises[section], now=text)
        self.company.promises[section] = text


def finding(number: int, seen: str, days: int) -> dict[str, Any]:
    """A critical finding of a scanner that was put right after some days."""
    day = date.fromisoformat(seen)
    resolved = date.fromordinal(day.toordinal() + days)
    return {
        "finding_id": f"BV-{day:%m}{number}", "asset": "api", "severity": "critical", "cvss": 9.8,
        "first_seen_at": f"{day} 08:00:00", "fixed_available_at": f"{day} 08:00:00",
        "resolved_at": f"{resolved} 08:00:00", "status": "resolved",
    }  # fmt: skip


def generate(into: Path) -> None:
    """Write a folder for each quarter, 2026-Q1 to 2026-Q4."""
    year = Year(into)
    for happens in (year.first, year.second, year.third, year.fourth):
        happens()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Writes four quarters of a small company.")
    parser.add_argument("--into", type=Path, required=True, help="folder to write to")
    generate(parser.parse_args().into)
