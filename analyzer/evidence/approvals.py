"""Lists of pull or merge requests that carry the review in the same row: reviewer, decision and day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .headers import plain

TABLE = "pull_request_reviews"
REVIEWER = ("reviewer", "reviewedby", "reviewername", "codereviewer", "peerreviewer")
STATE = ("approvalstatus", "reviewstatus", "reviewstate", "reviewdecision", "reviewoutcome", "reviewresult")
SUBMITTED = ("reviewdate", "reviewedat", "reviewedon", "datereviewed", "approvedat", "approvaldate", "approveddate")


def review_columns(headers: Iterable[str], taken: Iterable[str]) -> dict[str, str]:
    """The header of each column of `pull_request_reviews` beside repository and number; nothing without reviewer and decision."""
    free = {plain(header): header for header in headers if header not in set(taken)}
    found = {
        column: next((free[name] for name in names if name in free), None)
        for column, names in (("reviewer", REVIEWER), ("state", STATE), ("submitted_at", SUBMITTED))
    }
    columns = {column: header for column, header in found.items() if header}
    return columns if {"reviewer", "state"} <= columns.keys() else {}


def reviews_sql(columns: Mapping[str, str], values: Mapping[str, str], request: Mapping[str, str]) -> str:
    """The SQL that makes a row of `pull_request_reviews` of each request that somebody has reviewed.

    Args:
        columns: as `review_columns` gives them.
        values: the SQL expression of each header.
        request: the SQL expressions of `repo` and `number`.
    """
    reviewer, state = values[columns["reviewer"]], f"upper(trim({values[columns['state']]}))"
    submitted = values[columns["submitted_at"]] if "submitted_at" in columns else "cast(null as varchar)"
    return (
        f"insert into {TABLE} (repo, number, reviewer, state, submitted_at, evidence_file, evidence_row)"
        f" select {request['repo']}, {request['number']}, {reviewer}, replace({state}, ' ', '_'), {submitted}, file, row_number"
        f" from raw where nullif(trim({reviewer}), '') is not null"
    )
