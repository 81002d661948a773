"""`goldenthread bundle`: one file for the auditor with everything to perform a review again."""

from __future__ import annotations

from pathlib import Path

import typer


def bundle(
    saved: Path = typer.Argument(..., metavar="RUN", help="A run that `goldenthread review --save` wrote.", show_default=False),
    out: Path = typer.Option(..., "--out", help="The file to write, such as 2026-q3.zip.", show_default=False),
) -> None:
    """Put a saved run with its documents, evidence and settings into one file that `goldenthread replay` performs again."""
    from ..bundling import make_bundle

    made = make_bundle(saved, out)
    typer.echo(f"Written: {made.path} ({made.entries:,} files, {made.size:,} bytes unpacked)")
    typer.echo("It holds the evidence as it is, with the names of people in it: hand it to those who may see that.")
