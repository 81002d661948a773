"""Queries that leave rows out by design: a limit, or a filter that drops what is inactive or closed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..manifest import listed_files, no_manifest
from ..material import Material, Outcome, failed, in_order

TITLE = "Limits and filters of queries"
PART = "query logic"
GUARDS = "every"
LIMITS = "It reads queries as text; a filter in words it does not know, or within a saved report, is not seen."
STATES = r"(?:active|enabled|open|current|approved|completed|success(?:ful)?|passed|resolved)"
NARROWING = {
    r"\blimit\s+\d+(?!\s*,)|\bfetch\s+first\s+\d+|\bselect\s+top\s*\(?\s*\d+|\bmax_?(?:results|rows|items)\W{1,3}\d+": "a limit",
    rf"\b\w*(?:status|state)\w*\"?\s*(?:=|==|eq|is|in|:)\s*[\s('\"\[]*{STATES}\b": "a filter of states",
    r"\bis:(?:open|active)\b": "a filter of states",
    r"\b(?:archived|deleted|include_?(?:inactive|deleted|archived))\"?\s*[=:]\s*\"?(?:false|0|no)\b": "a filter of states",
    r"\b(?:active|enabled)(?:_?only)?\"?\s*[=:]\s*\"?(?:true|1|yes)\b": "a filter of states",
}


def run(material: Material) -> Iterable[Outcome]:
    """Look for limits and filters in the query and the parameters of each export."""
    listed = [one for one in listed_files(material) if one.text("query") or one.text("parameters")]
    if not listed:
        return no_manifest(material, "by which query each export was made")
    failures = []
    for one in listed:
        said = f"{one.text('query')} {one.text('parameters')}"
        for pattern, what in NARROWING.items():
            if found := re.search(pattern, said, re.IGNORECASE):
                why = f"{one.name} was made by a query with {what} («{found[0].strip()}»)"
                failures.append(failed(one.tables, why, "exports are made by a query that leaves rows out", [one.name]))
                break
    return in_order(
        failures,
        f"the queries of {len(listed)} exports have no limit and no filter of states",
        [t for one in listed for t in one.tables],
    )
