"""Lists of endpoints that name in the same row the web application firewall before each, and whether it blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .casts import FALSE_WORDS, NULL_WORDS, word_list
from .headers import plain

TABLE = "protective_services"
OF_ENDPOINTS = "tls_endpoints"
WAF = r"(?:waf|webapplicationfirewall|webfirewall)"
POLICY = re.compile(
    rf"{WAF}(?:policy|name|acl|id|ruleset|profile|product|service|association|associated|enabled|attached)?|webacl(?:name|id)?"
)
MODE = re.compile(rf"{WAF}(?:mode|action|enforcement|enforcementmode|state|status|setting)")
FACING = re.compile(r"(?<![a-z])(?:public|external|internet|perimeter|edge)(?![a-z])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shield:
    """The headers that name the firewall before an endpoint, and its mode; one of them there is."""

    policy: str | None
    mode: str | None

    @property
    def targets(self) -> dict[str, str]:
        """The column of the table that each header feeds."""
        parts = {"service": self.policy, "mode": self.mode}
        return {header: f"{TABLE}.{column}" for column, header in parts.items() if header}


def shield_columns(headers: Iterable[str], taken: Iterable[str]) -> Shield | None:
    """The free headers that speak of a web application firewall; None where there are none."""
    free = [header for header in headers if header not in set(taken)]
    policy = next((one for one in free if POLICY.fullmatch(plain(one))), None)
    mode = next((one for one in free if MODE.fullmatch(plain(one))), None)
    return Shield(policy, mode) if policy or mode else None


def shields_sql(shield: Shield, values: Mapping[str, str], chosen: Mapping[str, str], called: str) -> str:
    """The SQL that makes a row of `protective_services` of each endpoint.

    An endpoint without a firewall is one that ought to have it where the list tells which are public, or lists only those;
    else nothing is said of it.

    Args:
        values: the SQL expression of each header.
        chosen: the SQL expressions of the columns of the endpoints.
        called: what the file is called.
    """
    none = word_list((*NULL_WORDS, *FALSE_WORDS, "not attached", "not enabled", "missing", "unprotected"))

    def cell(header: str | None) -> str:
        return f"trim({values[header]})" if header else "cast(null as varchar)"

    endpoint = f"coalesce({', '.join(chosen[one] for one in ('endpoint', 'name') if one in chosen)}, null)"
    exposure, env = chosen.get("exposure", "null"), chosen.get("env", "null")
    told = "exposure" in chosen or FACING.search(re.sub(r"[_\W]+", " ", called)) is not None
    return (
        (
            f"insert into {TABLE} (service, resource_id, exposure, env, enabled, mode, evidence_file, evidence_row)"
            f" select concat_ws(' ', 'web application firewall', case when there then policy end), endpoint, exposure, env,"
            f" case when there then 'yes' else 'no' end, case when there then mode end, file, row_number"
            f" from (select *, coalesce(policy not in_none, false) or coalesce(mode not in_none, false) as there from"
            f" (select {endpoint} as endpoint, {exposure} as exposure, {env} as env, {cell(shield.policy)} as policy,"
            f" {cell(shield.mode)} as mode, file, row_number from raw) as listed) as shielded"
            f" where endpoint is not null{'' if told else ' and there'}"
        )
        .replace("policy not in_none", f"lower(policy) not in {none}")
        .replace("mode not in_none", f"lower(mode) not in {none}")
    )
