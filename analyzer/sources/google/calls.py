"""Paths of Google's APIs, and lists that are kept beside what they are about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analyzer.collect import Session, token_pages

Record = dict[str, Any]
DIRECTORY = "/admin/directory/v1"
CUSTOMER = "my_customer"
USERS, GROUPS = f"{DIRECTORY}/users", f"{DIRECTORY}/groups"
ORG_UNITS = f"{DIRECTORY}/customer/{CUSTOMER}/orgunits"
ROLES, ASSIGNMENTS = f"{DIRECTORY}/customer/{CUSTOMER}/roles", f"{DIRECTORY}/customer/{CUSTOMER}/roleassignments"
MOBILE, CHROME = f"{DIRECTORY}/customer/{CUSTOMER}/devices/mobile", f"{DIRECTORY}/customer/{CUSTOMER}/devices/chromeos"
ACTIVITIES = "/admin/reports/v1/activity/users/all/applications"
POLICIES = "/v1/policies"


def all_of(session: Session, path: str, params: Mapping[str, Any], items: str, **how: Any) -> list[Record]:
    """The records of all pages of a list; a page without any has no such member."""
    pages = token_pages(session.http, path, params, items=items, **how)
    return [record for page in pages for record in page.json.get(items) or ()]


def pages_of(size: int) -> Record:
    """The parameter for the size of pages; it leaves nothing out, and so it is no parameter for the ledger."""
    return {"maxResults": size}
