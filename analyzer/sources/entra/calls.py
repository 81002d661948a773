"""Lists of Graph that are kept beside what they are about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analyzer.collect import Session, Stream, odata_pages

Record = dict[str, Any]
V1 = "/v1.0"


def all_of(session: Session, path: str, params: Mapping[str, Any] | None = None, **how: Any) -> list[Record]:
    """The records of all pages of a list."""
    return [record for page in odata_pages(session.http, path, params, **how) for record in page.json["value"]]


def kept(stream: Stream) -> list[Record]:
    """The records of a stream of pages, those from before an interrupt included."""
    return [record for page in stream.kept() for record in page["value"]]
