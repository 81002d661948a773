"""What the ledger of a locker knows of its exports, as rows of the manifest of evidence."""

from __future__ import annotations

import json
from typing import Any

from .locker import Entry

TABLE = "evidence_manifest"
QUERIES = ("query", "call", "url", "path")


def manifest_row(entry: Entry, name: str) -> dict[str, Any]:
    """A row of the manifest.

    Args:
        name: the file as reports print it.
    """
    parameters = dict(entry.parameters or {})
    query = next((str(parameters.pop(key)) for key in QUERIES if key in parameters), None)
    start, _, end = (entry.window or "").partition("..")
    return {
        "account_scope": entry.collected.account if entry.collected else None,
        "file": name, "table": entry.source, "source_system": (entry.source or "").partition("/")[0] or None, "query": query,
        "parameters": json.dumps(parameters, ensure_ascii=False, sort_keys=True) if parameters else None,
        "extracted_at": entry.extracted_at, "extracted_by": entry.principal, "collector_principal": entry.principal,
        "row_count": entry.rows, "source_reported_count": entry.source_count, "pages": entry.pages,
        "window_start": start or None, "window_end": end or None, "sha256": entry.sha256,
        "timezone": "UTC" if entry.extracted_at else None,
    }  # fmt: skip
