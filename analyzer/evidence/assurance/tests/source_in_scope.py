"""Exports of a sandbox, or of an account that is out of scope, say nothing of production."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..manifest import Listed, listed_files, no_manifest
from ..material import Material, Outcome, failed, in_order

TITLE = "Tenant or account that an export is of"
PART = "source"
GUARDS = "every"
LIMITS = "It takes the manifest's word for where an export came from."
NOT_PRODUCTION = re.compile(
    r"(?:^|[^a-z])(?:sandbox|staging|stage|test|testing|dev|development|demo|uat|qa|preview|oktapreview)(?:[^a-z]|$)"
)


def run(material: Material) -> Iterable[Outcome]:
    """Look at the tenant of each export, and at the list of cloud accounts where it has one."""
    listed = [one for one in listed_files(material) if one.text("account_scope")]
    if not listed:
        return no_manifest(material, "which tenant or account each export is of")
    known = _accounts(material)
    failures = [
        failed(one.tables, f"{one.name} is of {one.text('account_scope')}, {problem}", "exports are of the wrong place", [one.name])
        for one in listed
        if (problem := _problem(one, known))
    ]
    return in_order(
        failures, f"{len(listed)} exports are of tenants and accounts in scope", [t for one in listed for t in one.tables]
    )


def _accounts(material: Material) -> dict[str, bool]:
    """Whether each cloud account of the list is in scope."""
    if not material.has("cloud_accounts"):
        return {}
    _, rows = material.store.rows(
        "select lower(account_id), coalesce(in_scope, true) from cloud_accounts where account_id is not null"
    )
    return {str(account): bool(in_scope) for account, in_scope in rows}


def _problem(one: Listed, known: dict[str, bool]) -> str | None:
    scope = one.text("account_scope").lower()
    if known.get(scope) is False:
        return "which the list of cloud accounts puts out of scope"
    if known and re.fullmatch(r"\d{12}", scope) and scope not in known:
        return "which the list of cloud accounts does not know"
    if NOT_PRODUCTION.search(scope):
        return "which is not production by its name"
    return None
