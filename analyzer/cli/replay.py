"""`goldenthread replay`: a review performed again from a bundle alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from .options import QUIET

if TYPE_CHECKING:
    from ..bundling import Difference

SHOWN = 50
LONGEST = 200


def replay(
    bundle: Path = typer.Argument(..., metavar="BUNDLE", help="A file that `goldenthread bundle` wrote.", show_default=False),
    max_size: int = typer.Option(4096, "--max-size", min=1, help="The megabytes that its contents may take."),
    quiet: bool = QUIET,
) -> None:
    """Perform the review of a bundle again, offline, and say whether every verdict comes out the same byte for byte.

    Exit codes: 0 everything is reproduced, 1 something differs, 2 the bundle is damaged or cannot be read.
    """
    from ..bundling import replay as perform
    from .review import show_progress

    with show_progress(quiet, "Unpacking the bundle") as progress:
        done = perform(bundle, progress, max_size * 1024 * 1024)
    typer.echo(f"{done.reproduced:,} of {done.verdicts:,} verdicts are reproduced byte for byte.")
    for one in done.differences[:SHOWN]:
        _tell(one)
    if len(done.differences) > SHOWN:
        typer.echo(f"\nand {len(done.differences) - SHOWN:,} more differences.")
    for note in done.notes:
        typer.echo(note)
    if not done.differences:
        typer.echo("So is everything else that the review says of documents and evidence.")
    raise typer.Exit(int(bool(done.differences)))


def _tell(one: Difference) -> None:
    from ..reports.text import one_line, shorten

    typer.echo(f"\n{shorten(one_line(one.what), LONGEST)}")
    for word, text in (("was", one.was), ("now", one.now)):
        typer.echo(f"  {(one.field + ' ') if one.field else ''}{word}: {shorten(one_line(text), LONGEST)}")
