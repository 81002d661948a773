"""Laptops and training: the device manager's export and the learning platform's."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from .output import END, add_business_days, identifier, moment, seeded, spaced, write_csv
from .people import Person, active, person, roster

WITHOUT_DEVICE = ("mthibault", "lwhitmore", "jsol")
NOT_ENCRYPTED = ("kbrandt", "ogrange")
SPARES = 4
GROUPS = ("All Managed Clients", "FileVault Required", "macOS 15 Rollout", "Engineering Tools", "CrowdStrike Falcon")
ONBOARDING, YEARLY = "Security onboarding", "Security awareness"
LATE_ONBOARDING = {"sdunmore": date(2026, 3, 2), "ebrightwater": date(2026, 4, 29), "dasante": None}
OVERDUE = {"anakamori": date(2025, 3, 4), "phalvorsen": date(2025, 4, 9), "fadeyemi": date(2025, 2, 12)}


def _computers(evidence: Path) -> None:
    """The computers; a second group of a computer stands on a row of its own with nothing else."""
    header = (
        "Computer Name",
        "JSS Computer ID",
        "Serial Number",
        "Model",
        "Operating System Version",
        "Last Check-in",
        "Last Enrollment",
        "Managed",
        "FileVault 2 Status",
        "Firewall Enabled",
        "Full Name",
        "Email Address",
        "Computer Group",
    )
    rng, rows, number = seeded("jamf"), [], 300
    holders: list[Person | None] = [p for p in active() if not p.contractor and p.login not in WITHOUT_DEVICE]
    holders += [person(login) for login in ("tgrunwald", "soyelade", "phalvorsen", "vlangstrom")]
    holders += [None] * SPARES
    for holder in holders:
        number += 1
        enrolled = moment(rng, max(holder.hired, date(2023, 1, 9)) if holder else date(2025, 9, 1), 16, 20)
        seen = moment(rng, END - timedelta(days=rng.choice((0, 0, 0, 1, 1, 2, 6))), 1, 23)
        first, *more = [
            g for g in GROUPS if g != "Engineering Tools" or (holder and holder.department == "Engineering")
        ]
        rows.append(
            (
                f"NWL-{number}",
                number,
                identifier(rng, 10, "CDFGHJKLMNPQRTVWXY0123456789"),
                rng.choice(("MacBook Pro (14-inch, 2023)", "MacBook Air (13-inch, M3)")),
                rng.choice(("15.4.1", "15.5")),
                spaced(seen),
                spaced(enrolled),
                "Managed",
                "Not Encrypted" if holder and holder.login in NOT_ENCRYPTED else "Encrypted",
                "On",
                f"{holder.first} {holder.last}" if holder else "",
                holder.email if holder else "",
                first,
            )
        )
        rows += [("",) * (len(header) - 1) + (group,) for group in more]
    write_csv(evidence / "jamf_computers.csv", header, rows)


def _training(evidence: Path) -> None:
    rng, rows = seeded("training"), []

    def row(who: Person, course: str, assigned: date, due: date, completed: datetime | None) -> tuple[Any, ...]:
        return (
            who.number,
            who.email,
            course,
            assigned,
            due,
            spaced(completed),
            rng.randrange(80, 101) if completed else "",
        )

    for who in roster():
        gone = who.ended if who.ended and not who.returned else None
        hired = who.hired
        if hired >= date(2024, 9, 1):
            done: date | None = add_business_days(hired, rng.randrange(2, 14))
            if who.login in LATE_ONBOARDING:
                done = LATE_ONBOARDING[who.login]
            if who.login in ("creyes", "jfeldt") or (done and done > (gone or END)):
                done = None
            rows.append(row(who, ONBOARDING, hired, hired + timedelta(days=30), moment(rng, done) if done else None))
        for year in (2025, 2026):
            assigned, due = date(year, 2, 3), date(year, 5, 29)
            if hired >= assigned or (gone and gone < due):
                continue
            done = add_business_days(assigned, rng.randrange(1, 60))
            if who.login in OVERDUE:
                done = OVERDUE[who.login] if year == OVERDUE[who.login].year else None
            rows.append(row(who, YEARLY, assigned, due, moment(rng, done) if done else None))
    header = ("person_id", "email", "course", "assigned_at", "due_at", "completed_at", "score")
    write_csv(evidence / "training.csv", header, rows)


def _phishing(evidence: Path) -> None:
    rng, rows = seeded("phishing"), []
    for campaign, day in (("PHISH-2026-1", date(2026, 2, 18)), ("PHISH-2026-2", date(2026, 5, 20))):
        for who in active(day):
            result = "clicked" if rng.random() < 0.04 else rng.choice(("ignored", "ignored", "reported"))
            rows.append((campaign, who.number, spaced(moment(rng, day)), result))
    write_csv(evidence / "phishing_tests.csv", ("campaign_id", "person_id", "sent_at", "result"), rows)


def write(evidence: Path) -> None:
    """Computers, training and phishing tests."""
    _computers(evidence)
    _training(evidence)
    _phishing(evidence)
