"""`goldenthread compare`: what two versions of a text promise differently, or what moved between two reviews."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from .options import AS_OF, CONFIG, PERIOD, QUIET, SEMANTICS, check_exist

if TYPE_CHECKING:
    from ..comparing.story import Story


def compare(
    old: Path | None = typer.Argument(None, help="A document, a folder, or a saved review (.json).", show_default=False),
    new: Path | None = typer.Argument(None, help="The later one of the same kind.", show_default=False),
    last: bool = typer.Option(False, "--last", help="The newest kept review with the one before it."),
    since: str | None = typer.Option(
        None, "--since", help="The newest kept review with that of a quarter, 2026-Q2, or of a day.", show_default=False
    ),
    kept: Path | None = typer.Option(None, "--kept", help="Where reviews are kept; `quarters` beside the configuration."),
    evidence: list[Path] = typer.Option(
        [], "--evidence", "-e", help="For documents: what the new promises are tested against.", show_default=False
    ),
    period: str | None = PERIOD,
    as_of: str | None = AS_OF,
    config: Path | None = CONFIG,
    format: str = typer.Option("terminal", "--format", "-f", help="The format; a word that is none lists them all."),
    out: Path | None = typer.Option(None, "--out", help="The file to write; printed when left out.", show_default=False),
    fail_on: str = typer.Option("new", "--fail-on", help="What makes the exit code 1: any, material, new, regressions, never."),
    quiet: bool = QUIET,
    semantics: bool = SEMANTICS,
) -> None:
    """Compare two versions: which promises are new, dropped or different, which verdicts turned, why, and since when."""
    from ..comparing.formats import formats
    from ..comparing.gate import check_known
    from ..errors import AnalyzerError

    if format not in formats():
        raise AnalyzerError(f"--format takes one of {', '.join(sorted(formats()))}, not {format!r}.")
    if not formats()[format].printed and out is None:
        raise AnalyzerError(f"The format {format} is written to a file: name one with --out.")
    check_known(fail_on)
    if last or since is not None:
        if old or new or (last and since is not None):
            raise AnalyzerError("--last and --since say by themselves what is compared: give one of them and no files.")
        story, failed = _kept(kept or _beside(config) / "quarters", since, fail_on)
    elif old is None or new is None:
        raise AnalyzerError("Name two documents, folders or saved reviews, or give --last or --since 2026-Q2.")
    else:
        check_exist(old, new, *evidence)
        if old.suffix.lower() == ".json" and new.suffix.lower() == ".json":
            story, failed = _saved(old, new, fail_on)
        else:
            silent = quiet or (format != "terminal" and out is None)
            story, failed = _documents(old, new, evidence, (period, as_of), config, fail_on, silent, semantics)
    _give(story, format, out)
    raise typer.Exit(int(failed))


def _beside(config: Path | None) -> Path:
    return config.parent if config else Path()


def _kept(folder: Path, since: str | None, fail_on: str) -> tuple[Story, bool]:
    from ..catalog import load_catalog
    from ..comparing import compare as compare_runs
    from ..comparing.gate import fails
    from ..comparing.story import of_runs
    from ..quarter_kept import chosen

    picked = chosen(folder, since)
    found = compare_runs(picked.old.run, picked.new.run, picked.past)
    story = of_runs(found, load_catalog(), f"{picked.old.label} and {picked.new.label}")
    return story, fails(picked.new.run, found, fail_on)


def _saved(old: Path, new: Path, fail_on: str) -> tuple[Story, bool]:
    from ..catalog import load_catalog
    from ..comparing import Past
    from ..comparing import compare as compare_runs
    from ..comparing.gate import fails
    from ..comparing.story import of_runs
    from ..saved_run import load_run

    before, now = load_run(old), load_run(new)
    found = compare_runs(before, now, [Past(label=old.stem, run=before)])
    return of_runs(found, load_catalog(), f"{old} and {new}"), fails(now, found, fail_on)


def _documents(
    old: Path, new: Path, evidence: list[Path], days: tuple[str | None, str | None], config: Path | None, fail_on: str,
    quiet: bool, semantics: bool,
) -> tuple[Story, bool]:  # fmt: skip
    from ..catalog import load_catalog
    from ..comparing import match
    from ..comparing.gate import fails_on_promises
    from ..comparing.story import of_promises
    from ..errors import AnalyzerError
    from ..pipeline import extract_claims, read_documents, review
    from .review import period_of, settings_of, show_progress

    catalog = load_catalog()
    settings, _ = settings_of(config, [new], semantics)
    settings = settings.model_copy(update={"wordings": False, "history": False})  # neither is shown
    first, left_out = read_documents([old])
    with show_progress(quiet, "Reading both versions") as progress:
        was = extract_claims(first, catalog, progress, settings)
        run = review([new], evidence, period_of(*days, settings), catalog, settings, progress)
    if not first or not run.documents:
        unread = [f"{one.what}: {one.why}" for one in (*left_out, *run.left_out)]
        raise AnalyzerError("; ".join(unread) or "There is nothing to read.")
    for one in (*left_out, *run.left_out):
        typer.echo(f"Left out: {one.what}: {one.why}.", err=True)
    pairs = match(was, [one.claim for one in run.verdicts])
    title = f"{old.name} and {new.name}" if old.name != new.name else f"{new.name}, before and now"
    return of_promises(pairs, run.verdicts, catalog, title), fails_on_promises(run, pairs, fail_on)


def _give(story: Story, format: str, out: Path | None) -> None:
    """Write the story to a file, or show it: on a terminal with its lines wrapped where they stand."""
    from rich.console import Console
    from rich.text import Text

    from ..comparing.formats import formats
    from ..comparing.formats.plain import lines
    from ..reports import write_atomically

    if out is not None:
        write_atomically(out, formats()[format].render(story))
        typer.echo(f"{story.headline} {out}")
        return
    if format != "terminal":
        told = formats()[format].render(story)
        typer.echo(told, nl=False)
        return
    console = Console()
    for column, line in lines(story):
        for number, part in enumerate(Text(line).wrap(console, max(console.width - column - 2, 20)) or [Text()]):
            part.rstrip()
            console.print(Text(" " * (column + (2 if number else 0)) if part else "") + part)
