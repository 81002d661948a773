"""Registers of vendors with columns of their own for a report that the vendor has: what is held, what it covers, its review."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .casts import NULL_WORDS, TRUE_WORDS, quoted, word_list
from .headers import plain

REPORTS, REVIEWS = "vendor_reports", "vendor_reviews"
SOC2 = r"soc2(?P<type>type(?:2|ii|1|i))?"
# What a register calls a report of whatever kind, whose cells say of which kind it is.
REPORT = r"(?:(?:assurance|audit|attestation|compliance|independent|latest|current)reports?|reports?)"
ANY = rf"(?:soc2(?:type(?:2|ii|1|i))?(?:report)?|{REPORT})"  # beside a column of what is held, "report" is that report
PARTS = {
    "held": rf"{SOC2}(?:reports?)?(?:received|onfile|held|available|obtained|provided|collected|yn)?"
    rf"|{REPORT}(?:type|kind|held|onfile)|(?:assurance|audit|attestation|latest|current)reports?|attestations?|assurance",
    "period": rf"{ANY}(?:audit)?(?:period|coverage)(?:covered)?",
    "period_start": rf"{ANY}(?:period|coverage|audit)?(?:start|from)(?:date)?",
    "period_end": rf"{ANY}(?:period|coverage|audit)?(?:end|to|through)(?:date)?",
    "issued_at": rf"{ANY}(?:date|issued?|issuedat|issuedon|issuedate|dated)",
    "expires_at": rf"{ANY}(?:expiry|expires|expiration|validuntil|validto|expireson|expirydate|expirationdate)",
    "opinion": rf"{ANY}(?:auditor)?opinion",
    "reviewed_at": rf"{ANY}(?:last)?(?:review|reviewed|reviewedat|reviewedon|reviewdate|revieweddate)",
}
NOT_NEEDED = r"^(?:not|no(?:ne)?) (?:required|applicable|needed)\b"
NOT_HELD = (
    r"^n$|^(?:no|not|false|none|missing|requested|pending|outstanding|awaiting|declined|refused|unavailable|in progress)\b|^[✗✘]"
)
NOT_DONE = r"^(?:no|pending|in progress|not|overdue|outstanding|tbd|open|scheduled|planned)\b"
RANGE = r"(\d{4}-\d{2}-\d{2})\s*(?:to|through|until|/|-|–|—)\s*(\d{4}-\d{2}-\d{2})"


@dataclass(frozen=True, slots=True)
class ReportColumns:
    """The headers of a register that speak of SOC 2 reports, by what they say.

    Attributes:
        parts: `held`, and any of the other keys of `PARTS`.
    """

    parts: dict[str, str]

    @property
    def targets(self) -> dict[str, str]:
        """The column of the tables that each header feeds."""
        columns = {"held": "type", "period": "period_start, period_end"}
        tables = {"reviewed_at": REVIEWS}
        return {header: f"{tables.get(part, REPORTS)}.{columns.get(part, part)}" for part, header in self.parts.items()}


def report_columns(headers: Iterable[str], taken: Iterable[str]) -> ReportColumns | None:
    """The columns of a register of vendors on SOC 2 reports; None where it does not say which reports are held."""
    free = [header for header in headers if header not in set(taken)]
    found = {part: [header for header in free if re.fullmatch(pattern, plain(header))] for part, pattern in PARTS.items()}
    parts = {part: fitting[0] for part, fitting in found.items() if fitting}
    return ReportColumns(parts) if "held" in parts else None


def reports_sql(columns: ReportColumns, vendor: str, values: Mapping[str, str]) -> str:
    """The SQL that makes rows of `vendor_reports` and `vendor_reviews` of a register.

    A vendor whose report is said not to be there gets no row; one of which the register says nothing gets a row without a
    type, so that it is unknown.

    Args:
        vendor: the SQL expression of the vendor's id or name.
        values: the SQL expression of each header.
    """

    def cell(part: str) -> str:
        text = f"trim({values[columns.parts[part]]})" if part in columns.parts else "cast(null as varchar)"
        return f"case when lower({text}) not in {word_list(NULL_WORDS)} then {text} end"

    named = re.fullmatch(PARTS["held"], plain(columns.parts["held"]))
    own = plain(columns.parts["held"]).startswith("soc2")  # else its cells alone say of which kind a report is
    kind = "SOC 2" + (f" Type {'2' if named['type'] in ('type2', 'typeii') else '1'}" if named and named["type"] else "")
    yes, other = (quoted(kind), "'SOC 2 ' || held") if own else ("null", "held")
    held = f"trim({values[columns.parts['held']]})"
    period = cell("period")
    plain_yes = word_list((*TRUE_WORDS, "received", "on file", "current", "valid", "available"))
    report = (
        f"insert into {REPORTS} (vendor_id, type, period_start, period_end, issued_at, expires_at, opinion,"
        f" evidence_file, evidence_row)"
        f" select vendor, case when lower(held) in {plain_yes} then {yes}"
        f" when held is null or regexp_matches(lower(held), {quoted(NOT_NEEDED)}) then null"
        f" when held ilike '%soc%' then held else {other} end,"
        f" coalesce(starts, nullif(regexp_extract(period, {quoted(RANGE)}, 1), '')),"
        f" coalesce(ends, nullif(regexp_extract(period, {quoted(RANGE)}, 2), ''), period), issued, expires, opinion,"
        f" file, row_number"
        f" from (select {vendor} as vendor, {cell('held')} as held, {period} as period, {cell('period_start')} as starts,"
        f" {cell('period_end')} as ends, {cell('issued_at')} as issued, {cell('expires_at')} as expires,"
        f" {cell('opinion')} as opinion, {held} as said, file, row_number from raw) as register"
        f" where vendor is not null and (regexp_matches(lower(said), {quoted(NOT_NEEDED)})"
        f" or not coalesce(regexp_matches(lower(said), {quoted(NOT_HELD)}), false))"
    )
    if "reviewed_at" not in columns.parts:
        return report
    return (
        f"{report};\ninsert into {REVIEWS} (vendor_id, reviewed_at, artefact, evidence_file, evidence_row)"
        f" select vendor, reviewed, 'SOC 2 report', file, row_number"
        f" from (select {vendor} as vendor, {cell('reviewed_at')} as reviewed, file, row_number from raw) as register"
        f" where vendor is not null and reviewed is not null and not regexp_matches(lower(reviewed), {quoted(NOT_DONE)})"
    )
