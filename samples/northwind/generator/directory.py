"""The identity provider: users, their factors, the sign-on and password policies, as its API returns them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from .output import END, add_business_days, identifier, iso_milliseconds, moment, seeded, write_json
from .people import Person, active, roster

HOST = "https://northwind-ledger.okta.com/api/v1"
LETTERS = "0123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"
# When the account was closed, where that is not the last day itself.
CLOSED = {
    "tvillar": date(2026, 3, 18),  # three business days after the last day
    "mhaas": date(2026, 5, 11),  # a contractor, eleven days after the last day
    "saasen": date(2026, 6, 8),  # last day a Friday, closed on Monday: in time
    "ocastellan": date(2026, 4, 10),  # released from work a week before the last day
}
SMS = {"rekwall": "2024-03-11", "lcastellanos": "2022-08-22", "phalvorsen": "2025-11-19", "bosterman": "2026-06-03"}
SMS_SWITCHED_OFF = ("soyelade", "tgrunwald")
KEYS_FOR = ("Engineering", "Security and IT")
KEYS_ALSO_FOR = ("hmarchetti",)
ADMINISTRATORS = ("adrummond", "mosei", "vlangstrom")
GROUPS = {
    "Everyone": "00g1nwevery0Kq3vT5d7",
    "Engineering": "00g2nwengin7Lr8wX5d7",
    "Contractors": "00g3nwcontr4Zp2bY5d7",
}


@cache
def user_ids() -> dict[str, str]:
    """Each person's user id at the identity provider."""
    rng = seeded("okta ids")
    return {p.login: f"00u{identifier(rng, 12, LETTERS)}5d7" for p in roster()}


def closed_on(person: Person) -> date | None:
    """The day on which the person's account at the identity provider was closed."""
    if person.ended is None or person.returned:
        return None
    return CLOSED.get(person.login, person.ended)


def _user(person: Person, rng: Random) -> dict[str, Any]:
    since = person.first_hired or person.hired
    created = moment(rng, since - timedelta(days=3), 16, 22)
    closed = closed_on(person)
    status, changed = "ACTIVE", created + timedelta(days=3, minutes=rng.randrange(10, 400))
    last_login = moment(rng, END - timedelta(days=rng.choice((0, 0, 0, 0, 1, 1, 4))))
    if closed:
        status, changed = "DEPROVISIONED", moment(rng, closed, 21, 23)
        last_login = moment(rng, min(closed, person.ended or closed) - timedelta(days=1), 15, 20)
    elif person.returned:
        changed = moment(rng, person.hired, 15, 16)
    return {
        "id": user_ids()[person.login],
        "status": status,
        "created": iso_milliseconds(created),
        "activated": iso_milliseconds(created + timedelta(minutes=2)),
        "statusChanged": iso_milliseconds(changed),
        "lastLogin": iso_milliseconds(last_login),
        "lastUpdated": iso_milliseconds(max(changed, last_login)),
        "passwordChanged": iso_milliseconds(created + timedelta(days=3, hours=1)),
        "type": {"id": "oty2nw8hTgQTiKEJ5d6"},
        "profile": {
            "firstName": person.first,
            "lastName": person.last,
            "mobilePhone": None,
            "secondEmail": None,
            "department": person.department,
            "employeeNumber": str(person.number),
            "userType": "Contractor" if person.contractor else "Employee",
            "login": person.email,
            "email": person.email,
        },
        "credentials": {"password": {}, "provider": {"type": "OKTA", "name": "OKTA"}},
        "_links": {"self": {"href": f"{HOST}/users/{user_ids()[person.login]}"}},
    }


def _factor(person: Person, kind: str, rng: Random, since: date, status: str = "ACTIVE") -> dict[str, Any]:
    prefix, provider, profile = {
        "webauthn": ("fwf", "FIDO", {"credentialId": identifier(rng, 32), "authenticatorName": "YubiKey 5C NFC"}),
        "push": ("opf", "OKTA", {"credentialId": person.email, "deviceType": "SmartPhone_IPhone", "platform": "IOS"}),
        "signed_nonce": ("ofn", "OKTA", {"credentialId": person.email, "platform": "MACOS", "name": "MacBook"}),
        "token:software:totp": ("ost", "GOOGLE", {"credentialId": person.email}),
        "sms": ("sms", "OKTA", {"phoneNumber": f"+1-503-555-01{person.number % 100:02d}"}),
    }[kind]
    user, factor = user_ids()[person.login], f"{prefix}{identifier(rng, 14, LETTERS)}5d7"
    created = moment(rng, since, 16, 23)
    return {
        "id": factor,
        "userId": user,
        "factorType": kind,
        "provider": provider,
        "vendorName": provider,
        "status": status,
        "created": iso_milliseconds(created),
        "lastUpdated": iso_milliseconds(created + timedelta(minutes=3)),
        "profile": profile,
        "_links": {
            "self": {"href": f"{HOST}/users/{user}/factors/{factor}"},
            "user": {"href": f"{HOST}/users/{user}"},
        },
    }


def _factors() -> list[dict[str, Any]]:
    rng, made = seeded("okta factors"), []
    for person in active():
        since = max(person.hired, date(2022, 6, 1))
        if person.department in KEYS_FOR or person.login in KEYS_ALSO_FOR:
            kinds = ["webauthn"] * (2 if rng.random() < 0.7 else 1)
        else:
            kinds = rng.choice(
                (["push", "signed_nonce"], ["push"], ["push", "token:software:totp"], ["webauthn", "push"])
            )
        made += [_factor(person, kind, rng, add_business_days(since, n)) for n, kind in enumerate(kinds)]
        if person.login in SMS:
            made.append(_factor(person, "sms", rng, date.fromisoformat(SMS[person.login])))
        if person.login in SMS_SWITCHED_OFF:
            made.append(_factor(person, "sms", rng, since, "INACTIVE"))
    return made


def _rule(name: str, number: int, policy: str, *, groups: tuple[str, ...], signon: dict[str, Any]) -> dict[str, Any]:
    changed = iso_milliseconds(datetime(2024, 4, 25, 17, 35, 2))
    return {
        "id": f"0pr{number}nwh1sd28q5sX5d7",
        "status": "ACTIVE",
        "name": name,
        "priority": number,
        "created": changed,
        "lastUpdated": changed,
        "system": False,
        "type": "SIGN_ON",
        "conditions": {
            "people": {"users": {"exclude": []}, "groups": {"include": [GROUPS[g] for g in groups], "exclude": []}},
            "network": {"connection": "ANYWHERE"},
            "riskScore": {"level": "ANY"},
            "identityProvider": {"provider": "ANY"},
        },
        "actions": {"signon": {"access": "ALLOW", "requireFactor": True, "factorPromptMode": "SESSION", **signon}},
        "_links": {"self": {"href": f"{HOST}/policies/{policy}/rules/0pr{number}nwh1sd28q5sX5d7"}},
    }


def _sign_on_policies() -> list[dict[str, Any]]:
    made = []
    session = {"maxSessionIdleMinutes": 120, "maxSessionLifetimeMinutes": 720, "usePersistentCookie": False}
    for number, (name, groups) in enumerate(
        (
            ("Engineers and administrators", ("Engineering",)),
            ("Contractors", ("Contractors",)),
            ("Everyone", ("Everyone",)),
        ),
        1,
    ):
        policy = f"00p{number}nwsignon4Tt5d7"
        created = iso_milliseconds(datetime(2023, 2, 6, 18, 4, 11))
        signon = {"primaryFactor": "PASSWORD_IDP", "session": session}
        made.append(
            {
                "id": policy,
                "type": "OKTA_SIGN_ON",
                "status": "ACTIVE",
                "name": name,
                "priority": number,
                "description": f"Sign-on policy: {name.lower()}",
                "system": False,
                "created": created,
                "lastUpdated": created,
                "conditions": {"people": {"groups": {"include": [GROUPS[g] for g in groups]}}},
                "_embedded": {
                    "rules": [_rule(f"{name}: factor required", number, policy, groups=groups, signon=signon)]
                },
                "_links": {"rules": {"href": f"{HOST}/policies/{policy}/rules"}},
            }
        )
    return made


def _password_policies() -> list[dict[str, Any]]:
    created = iso_milliseconds(datetime(2023, 2, 6, 18, 2, 40))
    complexity = {
        "minLength": 14,
        "minLowerCase": 1,
        "minUpperCase": 1,
        "minNumber": 1,
        "minSymbol": 1,
        "excludeUsername": True,
        "dictionary": {"common": {"exclude": True}},
        "excludeAttributes": [],
    }
    return [
        {
            "id": "00p9nwpasswd8Rr5d7",
            "type": "PASSWORD",
            "status": "ACTIVE",
            "name": "Northwind default",
            "description": "Password policy for everyone",
            "priority": 1,
            "system": False,
            "created": created,
            "lastUpdated": created,
            "conditions": {"people": {"groups": {"include": [GROUPS["Everyone"]]}}},
            "settings": {
                "password": {
                    "complexity": complexity,
                    "age": {"maxAgeDays": 0, "expireWarnDays": 0, "minAgeMinutes": 0, "historyCount": 24},
                    "lockout": {"maxAttempts": 10, "autoUnlockMinutes": 30, "userLockoutNotificationChannels": []},
                },
            },
            "_links": {"self": {"href": f"{HOST}/policies/00p9nwpasswd8Rr5d7"}},
        }
    ]


def write(evidence: Path) -> None:
    """Users, factors and policies."""
    rng = seeded("okta users")
    write_json(evidence / "okta_users.json", [_user(p, rng) for p in roster()])
    write_json(evidence / "okta_factors.json", _factors())
    write_json(evidence / "okta_sign_on_policies.json", _sign_on_policies())
    write_json(evidence / "okta_password_policies.json", _password_policies())
