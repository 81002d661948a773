"""A small company as it stands at the end of a quarter, and its exports as the systems write them."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

DOMAIN = "brightwater.example"
FIRST = ("Adaeze", "Anders", "Calla", "Dario", "Esme", "Farid", "Hana", "Idris", "Juno", "Kenji", "Lucia", "Mateo", "Orla", "Petra")
LAST = ("Arkwright", "Bhandari", "Cavendish", "Dlamini", "Eklund", "Falkner", "Gorski", "Hollis", "Iversen", "Jelinek")
ENTRA_METHODS = {"webauthn": "fido2SecurityKey", "sms": "mobilePhone"}


@dataclass
class Person:
    """Somebody who works there, or did."""

    number: int
    first: str
    last: str
    started: date
    left: date | None = None
    factor: str = "webauthn"

    @property
    def email(self) -> str:
        """The address, which names the person in every system."""
        return f"{self.first[0]}{self.last}{self.number}@{DOMAIN}".lower()


@dataclass
class Laptop:
    """A laptop that the device manager knows."""

    number: int
    owner: Person
    encrypted: bool = True

    @property
    def name(self) -> str:
        """The number in the device manager, which names the laptop in findings."""
        return str(self.number)

    @property
    def serial(self) -> str:
        """The serial number."""
        return f"BWS{self.number:06}"


@dataclass
class Company:
    """The company: who works there, on which laptops, what is promised, what was accepted, and what is exported how.

    Attributes:
        promises: sentences of the policy by a name of our own.
        accepted: entries of the register, as they stand in `goldenthread.toml`.
        provider: `okta` or `entra`.
        moved: the day on which the provider was exchanged; accounts that were closed before were not taken along.
        frozen: the exports of devices no longer come: those of the quarter before lie there still.
        devices, counted: the last export of devices, and the laptops in it.
    """

    seed: int
    people: list[Person] = field(default_factory=list)
    laptops: list[Laptop] = field(default_factory=list)
    promises: dict[str, str] = field(default_factory=dict)
    accepted: list[dict[str, Any]] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)
    provider: str = "okta"
    frozen: bool = False
    devices: str = ""
    counted: int = 0
    moved: date = date.max

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)

    def hire(self, count: int, first: date, last: date) -> list[Person]:
        """People who start between two days, each with an encrypted laptop and a security key."""
        new: list[Person] = []
        for _ in range(count):
            number = 101 + len(self.people)
            day = first + timedelta(days=self.random.randrange((last - first).days + 1))
            person = Person(number, self.random.choice(FIRST), self.random.choice(LAST), day)
            self.people.append(person)
            self.laptops.append(Laptop(number, person))
            new.append(person)
        return new

    def leave(self, person: Person, day: date) -> None:
        """Somebody leaves; the account is closed the same day and the laptop comes back."""
        person.left = day
        self.laptops = [one for one in self.laptops if one.owner is not person]

    def staff(self) -> list[Person]:
        """The people who work there."""
        return [one for one in self.people if one.left is None]

    def laptop_of(self, person: Person) -> Laptop:
        """The laptop of somebody."""
        return next(one for one in self.laptops if one.owner is person)

    def write(self, folder: Path, as_of: date) -> None:
        """Write the policy, the exports as of a day, and the configuration."""
        evidence = folder / "evidence"
        evidence.mkdir(parents=True, exist_ok=True)
        sections = "\n".join(f"## {name}\n\n{text}\n" for name, text in self.promises.items())
        (folder / "policy.md").write_text(f"# Information Security Policy\n\n{sections}", encoding="utf-8", newline="\n")
        (folder / "goldenthread.toml").write_text(self._configuration(), encoding="utf-8", newline="\n")
        _write_csv(evidence / "bamboohr_employees.csv", self._employees())
        if not self.frozen:
            self.devices, self.counted = _csv(self._computers(as_of)), len(self.laptops)
        (evidence / "jamf_computers.csv").write_text(self.devices, encoding="utf-8", newline="")
        for name, records in (self._okta() if self.provider == "okta" else self._entra(as_of)).items():
            (evidence / name).write_text(json.dumps(records, indent=1) + "\n", encoding="utf-8", newline="\n")
        if self.findings:
            _write_csv(evidence / "vulnerability_findings.csv", [list(self.findings[0]), *(one.values() for one in self.findings)])

    def _configuration(self) -> str:
        lines = ['organisation = "Brightwater GmbH"', 'documents = ["policy.md"]', 'evidence = ["evidence"]']
        for entry in self.accepted:
            lines += ["", "[[exceptions]]"]
            lines += [f"{key} = {value if isinstance(value, date) else json.dumps(value)}" for key, value in entry.items()]
        return "\n".join(lines) + "\n"

    def _employees(self) -> Iterable[Sequence[Any]]:
        yield (
            "Employee #", "First Name", "Last Name", "Work Email", "Job Title", "Department", "Employment Status", "Status",
            "Hire Date", "Termination Date",
        )  # fmt: skip
        for one in self.people:
            state = "Active" if one.left is None else "Inactive"
            yield one.number, one.first, one.last, one.email, "Engineer", "Product", "Full-Time", state, one.started, one.left or ""

    def _computers(self, as_of: date) -> Iterable[Sequence[Any]]:
        yield (
            "Computer Name", "JSS Computer ID", "Serial Number", "Operating System Version", "Last Check-in", "Last Enrollment",
            "Managed", "FileVault 2 Status", "Full Name", "Email Address",
        )  # fmt: skip
        for one in self.laptops:
            state, owner = "Encrypted" if one.encrypted else "Not Encrypted", one.owner
            yield (
                f"BW-{one.number}", one.number, one.serial, "15.5", f"{as_of} 08:02:56", f"{owner.started} 09:00:00", "Managed",
                state, f"{owner.first} {owner.last}", owner.email,
            )  # fmt: skip

    def _okta(self) -> dict[str, Any]:
        users, factors = [], []
        for one in self.people:
            day = f"{one.started}T09:00:00.000Z"
            users.append({
                "id": f"00u{one.number}", "status": "ACTIVE" if one.left is None else "DEPROVISIONED", "created": day,
                "activated": day, "statusChanged": f"{one.left or one.started}T16:00:00.000Z", "lastLogin": None,
                "lastUpdated": day, "profile": {
                    "firstName": one.first, "lastName": one.last, "email": one.email, "login": one.email, "userType": "Employee",
                },
            })  # fmt: skip
            factors.append({
                "id": f"fwf{one.number}", "userId": f"00u{one.number}", "factorType": one.factor, "provider": "OKTA",
                "status": "ACTIVE", "created": day, "lastUpdated": day, "profile": {"authenticatorName": "YubiKey 5C NFC"},
            })  # fmt: skip
        return {"okta_users.json": users, "okta_factors.json": factors}

    def _entra(self, as_of: date) -> dict[str, Any]:
        users, methods = [], []
        for one in self.people:
            if one.left and one.left < self.moved:
                continue
            key = f"00000000-0000-4000-8000-{one.number:012}"
            users.append({
                "id": key, "userPrincipalName": one.email, "mail": one.email, "displayName": f"{one.first} {one.last}",
                "accountEnabled": one.left is None, "userType": "Member", "createdDateTime": f"{one.started}T09:00:00Z",
                "creationType": None, "onPremisesSyncEnabled": None,
            })  # fmt: skip
            methods.append({
                "id": key, "userPrincipalName": one.email, "isAdmin": False, "isMfaRegistered": True, "isMfaCapable": True,
                "methodsRegistered": [ENTRA_METHODS[one.factor]], "userType": "member", "lastUpdatedDateTime": f"{as_of}T01:00:00Z",
            })  # fmt: skip
        return {"entra_users.json": {"value": users}, "entra_user_registration_details.json": {"value": methods}}


def _csv(rows: Iterable[Iterable[Any]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _write_csv(path: Path, rows: Iterable[Iterable[Any]]) -> None:
    path.write_text(_csv(rows), encoding="utf-8", newline="")
