"""Evidence without a time: nobody can tell which day it speaks for, or whether it was made up later."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from ...timestamps import TokenError, read_token
from ..manifest import Listed, listed_files
from ..material import Material, Outcome, could_not_run, failed, in_order, listed, tables_of

TITLE = "Recorded time of extraction and time-stamp tokens"
PART = "integrity"
GUARDS = "every"
LIMITS = (
    "The signature of a token is not verified here; `openssl ts -verify` does it with the authority's certificate. Files"
    " without a manifest or a locker carry no time that anybody could rely on."
)
LATE = timedelta(days=7)
SKEW = timedelta(minutes=5)


def run(material: Material) -> Iterable[Outcome]:
    """Look for the time of extraction of every listed file, and compare its token with its hash and time."""
    entries = listed_files(material)
    failures = [
        failed(one.tables, f"{one.name} {problem}", "exports have no reliable time", [one.name])
        for one in entries
        if (problem := _problem(one))
    ]
    dated = {file.path for file in material.files if file.extracted_at} | {file.path for one in entries for file in one.files}
    undated = [file for file in material.files if file.path not in dated and file.tables]
    if failures or not undated:
        return in_order(failures, f"the time of extraction of {len(dated)} files is recorded", tables_of(material.files))
    names = [file.path for file in undated]
    why = f"no time of extraction is recorded for {len(names)} files ({listed(names)}); add them to a locker with --extracted-at"
    return could_not_run(why, tables_of(undated))


def _problem(one: Listed) -> str | None:
    extracted, text = one.moment("extracted_at"), one.text("tsa_token")
    if extracted is None and not any(file.extracted_at for file in one.files):
        return "is listed without its time of extraction"
    if not text:
        return None
    try:
        token = read_token(text)
    except TokenError as error:
        return f"carries a time-stamp token that cannot be read: {error}"
    if token.digest != one.text("sha256").lower():
        return "carries a time-stamp token over another hash"
    if extracted and token.at < extracted - SKEW:
        return f"was stamped on {token.at:%Y-%m-%d %H:%M}, before it was exported on {extracted:%Y-%m-%d %H:%M}"
    if extracted and token.at > extracted + LATE:
        return f"was stamped on {token.at:%Y-%m-%d}, long after it was exported on {extracted:%Y-%m-%d}"
    return None
