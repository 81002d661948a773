"""Accounts in the systems behind single sign-on: who has which, since when, requested and reviewed by whom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from .directory import KEYS_FOR, closed_on
from .output import END, START, add_business_days, moment, seeded, spaced, write_csv
from .people import Person, manager, person, roster

AWS, DATADOG, GITHUB, OKTA, SNOWFLAKE = "AWS IAM Identity Center", "Datadog", "GitHub", "Okta", "Snowflake"
SYSTEMS = (AWS, DATADOG, GITHUB, OKTA, SNOWFLAKE)
OWNERS = {AWS: "tgrunwald", DATADOG: "soyelade", GITHUB: "tgrunwald", OKTA: "adrummond", SNOWFLAKE: "soyelade"}
STANDARD = {AWS: "ReadOnlyAccess", DATADOG: "Standard", GITHUB: "Member", OKTA: "Employee", SNOWFLAKE: "ANALYST"}
ADMINISTRATOR = {AWS: "AdministratorAccess", DATADOG: "Admin", SNOWFLAKE: "ACCOUNTADMIN"}
AWS_ADMINISTRATORS = ("lcastellanos", "tgrunwald", "soyelade", "phalvorsen", "vlangstrom", "hmarchetti")
STILL_OPEN = ("glindqvist", DATADOG)  # left on 8 May, the account was never closed
LOCAL_LOGIN = ("jsol", DATADOG)  # signs in with a password of its own
SERVICE_ACCOUNTS = (("svc-terraform", DATADOG), ("svc-loader", SNOWFLAKE), ("svc-reporting", SNOWFLAKE))
REVIEW_DAYS = {"Q1": (date(2026, 3, 9), date(2026, 3, 19)), "Q2": (date(2026, 6, 8), date(2026, 6, 17))}
NOT_REVIEWED = (("Q2", SNOWFLAKE),)
REVOKED = {  # quarter, system, login: business days until the access was gone
    ("Q1", DATADOG, "hmarchetti"): 2,
    ("Q1", SNOWFLAKE, "jsol"): 12,
    ("Q1", SNOWFLAKE, "dkovacs"): 1,
    ("Q2", AWS, "bosterman"): 3,
    ("Q2", DATADOG, "ogrange"): 4,
}
GIVEN_LATER = 0.2  # share of the accounts that people got after their first day
APPROVED_AFTERWARDS, NEVER_APPROVED, SLOW = "ITR-2019", "ITR-2041", "ITR-2033"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person's account in a system."""

    system: str
    who: Person
    role: str
    privileged: bool
    created: datetime
    disabled: datetime | None = None

    def open_on(self, day: date) -> bool:
        """Whether the account exists and is not closed at the end of `day`."""
        return self.created.date() <= day and (self.disabled is None or self.disabled.date() > day)


def _uses(who: Person, system: str) -> bool:
    if (who.login, system) in {(login, s) for _, s, login in REVOKED} | {STILL_OPEN, LOCAL_LOGIN}:
        return True
    technical = who.department in KEYS_FOR
    return {
        OKTA: True,
        GITHUB: technical,
        AWS: technical or who.login in AWS_ADMINISTRATORS,
        DATADOG: technical or who.title in ("Support Specialist", "VP Customer Success"),
        SNOWFLAKE: who.title in ("Product Manager", "Revenue Accountant", "Staff Engineer", "Engineering Manager"),
    }[system]


@cache
def accounts() -> tuple[Account, ...]:
    """Every account that was open in the period."""
    rng, made = seeded("accounts"), []
    for system in SYSTEMS:
        for who in roster():
            closed = closed_on(who)
            if not _uses(who, system) or (closed and closed < START):
                continue
            admin = (system == AWS and who.login in AWS_ADMINISTRATORS) or (
                system in (DATADOG, SNOWFLAKE) and who.login in ("tgrunwald", "soyelade", "phalvorsen")
            )
            role = ADMINISTRATOR[system] if admin else STANDARD[system]
            day = add_business_days(max(who.hired, date(2022, 6, 1)), 1)
            settled = system != OKTA and day < START and not who.ended and not admin
            if (
                settled
                and (system, who.login) not in {(s, login) for _, s, login in REVOKED}
                and rng.random() < GIVEN_LATER
            ):
                day = add_business_days(START, rng.randrange(3, 120))
            created = moment(rng, day, 16, 22)
            account = Account(system=system, who=who, role=role, privileged=admin, created=created)
            if closed and (who.login, system) != STILL_OPEN:
                account = replace(account, disabled=moment(rng, closed, 21, 23))
            for (quarter, revoked_in, login), after in REVOKED.items():
                if (revoked_in, login) == (system, who.login):
                    gone = add_business_days(REVIEW_DAYS[quarter][1], after)
                    account = replace(account, disabled=moment(rng, gone, 16, 22))
            made.append(account)
    return tuple(made)


def _application_accounts(evidence: Path) -> None:
    rng, rows = seeded("application accounts"), []
    as_of = datetime(END.year, END.month, END.day, 23, 30)
    for account in accounts():
        if account.system in (GITHUB, OKTA):
            continue
        login = moment(rng, END - timedelta(days=rng.randrange(0, 20)))
        last = min(login, account.disabled - timedelta(hours=5)) if account.disabled else login
        if (account.who.login, account.system) == STILL_OPEN:
            last = datetime(2026, 5, 7, 22, 10, 4)
        rows.append(
            (
                account.system,
                "production" if account.system == AWS else "",
                account.who.email,
                account.who.email,
                "user",
                account.role,
                str(account.privileged).lower(),
                "disabled" if account.disabled else "active",
                spaced(account.created),
                spaced(account.disabled),
                spaced(last),
                "true",
                "false" if (account.who.login, account.system) == LOCAL_LOGIN else "true",
                spaced(as_of),
            )
        )
    for name, system in SERVICE_ACCOUNTS:
        created, seen = spaced(datetime(2023, 4, 4, 18, 0, 0)), spaced(as_of)
        rows.append(
            (
                system,
                "",
                name,
                "",
                "service",
                "Integration",
                "false",
                "active",
                created,
                "",
                seen,
                "false",
                "false",
                seen,
            )
        )
    header = (
        "system",
        "env",
        "account_id",
        "email",
        "account_type",
        "role",
        "is_privileged",
        "status",
        "created_at",
        "disabled_at",
        "last_login_at",
        "mfa_enabled",
        "auth_via_sso",
        "as_of",
    )
    write_csv(evidence / "application_accounts.csv", header, rows)


def _requests_and_events(evidence: Path) -> None:
    """Access tickets, and the grants and removals as the systems logged them."""
    rng, requests, events, number = seeded("access requests"), [], [], 2001
    for account in sorted(accounts(), key=lambda a: (a.created, a.system, a.who.login)):
        if account.created.date() < START:
            continue
        ticket, granted = f"ITR-{number}", account.created
        number += 1
        requested = moment(rng, add_business_days(granted.date() - timedelta(days=3), 1), 15, 16)
        approved: datetime | None = min(
            requested + timedelta(minutes=rng.randrange(20, 900)), granted - timedelta(minutes=rng.randrange(10, 60))
        )
        if ticket == SLOW:
            granted = moment(rng, add_business_days(requested.date(), 6), 16, 20)
        if ticket == APPROVED_AFTERWARDS:
            approved = granted + timedelta(hours=26)
        elif ticket == NEVER_APPROVED:
            approved = None
        approver = manager(account.who).email if approved else ""
        requests.append(
            (
                ticket,
                account.who.email,
                account.system,
                account.role,
                spaced(requested),
                approver,
                spaced(approved),
                spaced(granted),
            )
        )
        actor = person(rng.choice(("mosei", "vlangstrom"))).email
        events.append((granted, account.system, account.who.email, "granted", actor, "", account.role))
    for account in accounts():
        if account.disabled:
            actor = person("mosei").email
            events.append((account.disabled, account.system, account.who.email, "revoked", actor, account.role, ""))
    write_csv(
        evidence / "access_requests.csv",
        ("ticket_id", "email", "system", "role", "requested_at", "approver", "approved_at", "granted_at"),
        requests,
    )
    events.sort()
    write_csv(
        evidence / "account_events.csv",
        ("ts", "system", "account_id", "event", "actor", "role_before", "role_after"),
        [(spaced(ts), *rest) for ts, *rest in events],
    )


def _reviews(evidence: Path) -> None:
    rng, campaigns, items = seeded("access reviews"), [], []
    for quarter, (population, completed) in REVIEW_DAYS.items():
        for system in SYSTEMS:
            if (quarter, system) in NOT_REVIEWED:
                continue
            review, owner = f"UAR-2026-{quarter}-{SYSTEMS.index(system) + 1}", person(OWNERS[system])
            end = moment(rng, completed, 21, 23)
            start = moment(rng, population + timedelta(days=1), 16, 18)
            campaigns.append((review, system, population, spaced(start), spaced(end), owner.email))
            for account in accounts():
                if account.system != system or not account.open_on(population):
                    continue
                after = REVOKED.get((quarter, system, account.who.login))
                decider = person("adrummond") if account.who.login == owner.login else owner
                if decider.login == account.who.login:
                    decider = person("tgrunwald")
                items.append(
                    (
                        review,
                        system,
                        account.who.email,
                        "revoke" if after else "keep",
                        spaced(moment(rng, completed - timedelta(days=rng.randrange(0, 2)), 16, 20)),
                        spaced(account.disabled) if after else "",
                        decider.email,
                    )
                )
    write_csv(
        evidence / "access_reviews.csv",
        ("review_id", "system", "population_as_of", "started_at", "completed_at", "reviewer"),
        campaigns,
    )
    write_csv(
        evidence / "access_review_items.csv",
        ("review_id", "system", "account_id", "decision", "decided_at", "actioned_at", "decider"),
        items,
    )


def write(evidence: Path) -> None:
    """Accounts, requests, events and reviews."""
    _application_accounts(evidence)
    _requests_and_events(evidence)
    _reviews(evidence)
