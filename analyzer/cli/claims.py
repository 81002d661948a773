"""`goldenthread claims`: what documents promise, without any evidence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from .options import SEMANTICS, TOPICS, check_exist

if TYPE_CHECKING:
    from claims import Claim


def claims(
    documents: list[Path] = typer.Argument(..., help="Files and folders to read.", show_default=False),
    format: str = typer.Option("terminal", "--format", "-f", help="terminal or json."),
    by_value: bool = typer.Option(False, "--ledger", help="Every promised value, and every sentence that states it."),
    semantics: bool = SEMANTICS,
    topics: list[Path] = TOPICS,
) -> None:
    """List every checkable promise of documents with its topic, values, quantifier and scope."""
    from ..catalog import load_catalog
    from ..config import Config
    from ..documents.ledger import ledger
    from ..documents.ledger_report import ledger_json, ledger_lines
    from ..errors import AnalyzerError
    from ..pipeline import extract_claims, read_documents
    from ..reports.json_report import claims_json
    from ..reports.text import clean

    if format not in ("terminal", "json"):
        raise AnalyzerError(f"--format takes terminal or json, not {format!r}.")
    check_exist(*documents)
    catalog = load_catalog(tuple(topics))
    read_in, left_out = read_documents(documents)
    found = extract_claims(read_in, catalog, config=Config(semantics=semantics))
    if by_value:
        entries = ledger(found, catalog)
        typer.echo(ledger_json(entries).rstrip("\n") if format == "json" else "\n".join(ledger_lines(entries)))
    elif format == "json":
        typer.echo(claims_json(found))
    else:
        for claim in found:
            values = ", ".join(f"{name} = {value}" for name, value in claim.params.items())
            marks = [claim.modality] if claim.modality != "in_force" else []
            marks += [claim.party] if claim.party != "own" else []
            marks += [] if claim.testable else ["not testable as worded"]
            typer.echo(clean(f"{claim.place}  {claim.topic}  {values}".rstrip()))
            if claim.nearest:
                typer.echo("    nearest topics: " + ", ".join(f"{name} {likely:.2f}" for name, likely in claim.nearest))
            typer.echo(clean(f"    {claim.text}" + (f"  ({'; '.join(marks)})" if marks else "")))
            for line in _elsewhere(claim):
                typer.echo(clean(f"    {line}"))
        documents_read = "1 document" if len(read_in) == 1 else f"{len(read_in)} documents"
        typer.echo(f"{len(found)} {'claim' if len(found) == 1 else 'claims'} in {documents_read}.")
    for item in left_out:
        typer.echo(clean(f"Left out: {item.what}: {item.why}. {item.advice}".rstrip()), err=True)
    if not read_in:
        raise typer.Exit(2)


def _elsewhere(claim: Claim) -> list[str]:
    """A claim's defined terms and references, one a line."""
    lines = [f"{one.term}: {one.meaning} ({one.place})" for one in claim.defined_terms if one.kind == "meaning"]
    for one in claim.references:
        where = " in ".join(filter(None, [f"“{one.heading}”" if one.heading else None, one.document]))
        lines.append(f"refers to {one.words}" + (f": {where}" if where else "" if one.words == one.target else f": {one.target}"))
    return lines
