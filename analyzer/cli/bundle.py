"""`goldenthread bundle`: one file for the auditor with everything to perform a review again."""

from __future__ import annotations

from pathlib import Path

import typer

from .options import QUIET


def bundle(
    saved: Path = typer.Argument(..., metavar="RUN", help="A run that `goldenthread review --save` wrote.", show_default=False),
    out: Path = typer.Option(..., "--out", help="The file to write, such as 2026-q3.zip.", show_default=False),
    pseudonyms: Path | None = typer.Option(
        None, "--pseudonyms", metavar="KEY", help="Replace people in the evidence by the key in this file, made if there is none.",
        show_default=False,
    ),
    who: Path | None = typer.Option(None, "--who", help="With pseudonyms: write who is called what; not for the auditor."),
    quiet: bool = QUIET,
) -> None:  # fmt: skip
    """Put a saved run with its documents, evidence and settings into one file that `goldenthread replay` performs again."""
    from ..bundling import make_bundle
    from ..errors import AnalyzerError

    if who is not None and pseudonyms is None:
        raise AnalyzerError("--who goes with --pseudonyms.")
    if pseudonyms is None:
        made = make_bundle(saved, out)
    else:
        from ..bundling.pseudonyms import make_pseudonymous_bundle, read_key
        from ..reports import write_atomically
        from .review import show_progress

        key = read_key(pseudonyms)
        with show_progress(quiet, "Collecting what was reviewed") as progress:
            done = make_pseudonymous_bundle(saved, out, key, progress)
        made = done.made
        if who is not None:
            write_atomically(who, "".join(f"{original}\t{new}\n" for original, new in done.given.items()), private=True)
    typer.echo(f"Written: {made.path} ({made.entries:,} files, {made.size:,} bytes unpacked)")
    if pseudonyms is None:
        typer.echo("It holds the evidence as it is, with the names of people in it: hand it to those who may see that.")
    else:
        typer.echo(
            f"People in the evidence have pseudonyms by the key in {pseudonyms}, which you keep: names, addresses and logins. "
            "The documents are as they were."
        )
