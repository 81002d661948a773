"""`goldenthread compare`: what two versions of a text promise differently, or what moved between two saved reviews."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import typer

FAIL_ON = ("contradicted", "worse", "never")


def compare(
    old: Path = typer.Argument(..., help="A document, a folder, or a saved review (.json).", show_default=False),
    new: Path = typer.Argument(..., help="The later one of the same kind.", show_default=False),
    evidence: list[Path] = typer.Option(
        [], "--evidence", "-e", help="For documents: what the new promises are tested against.", show_default=False
    ),
    period: str | None = typer.Option(None, help="First and last day, as 2026-01-01..2026-06-30."),
    as_of: str | None = typer.Option(None, "--as-of", help="The day that snapshots speak for."),
    config: Path | None = typer.Option(None, help="A goldenthread.toml; the one beside the documents when left out."),
    format: str = typer.Option("terminal", "--format", "-f", help="terminal or json."),
    fail_on: str = typer.Option("worse", "--fail-on", help="What makes the exit code 1: " + ", ".join(FAIL_ON) + "."),
    quiet: bool = typer.Option(False, "--quiet", "-q", help="Show no progress."),
    semantics: bool = typer.Option(True, help="Decide topics by meaning beside wording, or by wording alone."),
) -> None:
    """Compare two versions: which promises are new, dropped or different, which verdicts turned and why."""
    from ..catalog import load_catalog
    from ..comparing import compare as compare_runs
    from ..comparing import match
    from ..comparing.report import as_json, of_promises, of_runs
    from ..errors import AnalyzerError
    from ..pipeline import extract_claims, read_documents, review
    from ..saved_run import load_run
    from .review import period_of, settings_of, show_progress

    if format not in ("terminal", "json"):
        raise AnalyzerError(f"--format takes terminal or json, not {format!r}.")
    if fail_on not in FAIL_ON:
        raise AnalyzerError(f"--fail-on takes one of {', '.join(FAIL_ON)}, not {fail_on!r}.")
    absent = [str(path) for path in (old, new, *evidence) if not path.exists()]
    if absent:
        raise AnalyzerError("There is no such file or folder: " + ", ".join(absent) + ".")
    catalog = load_catalog()
    if old.suffix.lower() == ".json" and new.suffix.lower() == ".json":
        before, now = load_run(old), load_run(new)
        found = compare_runs(before, now)
        pairs = match([one.claim for one in before.verdicts], [one.claim for one in now.verdicts])
        _show(as_json(pairs, found) if format == "json" else of_runs(found, catalog))
        contradicted = any(one.status == "contradicted" for one in now.verdicts)
        raise typer.Exit(int(fail_on != "never" and (contradicted if fail_on == "contradicted" else found.breaks)))
    settings, _ = settings_of(config, [new], semantics)
    settings = settings.model_copy(update={"wordings": False})  # none is shown
    first, left_out = read_documents([old])
    with show_progress(quiet or format == "json", "Reading both versions") as progress:
        was = extract_claims(first, catalog, progress, settings)
        run = review([new], evidence, period_of(period, as_of, settings), catalog, settings, progress)
    if not first or not run.documents:
        unread = [f"{one.what}: {one.why}" for one in (*left_out, *run.left_out)]
        raise AnalyzerError("; ".join(unread) or "There is nothing to read.")
    pairs = match(was, [one.claim for one in run.verdicts])
    _show(as_json(pairs) if format == "json" else of_promises(pairs, run.verdicts, catalog))
    for one in (*left_out, *run.left_out):
        typer.echo(f"Left out: {one.what}: {one.why}.", err=True)
    touched = {pair.new.id for pair in pairs if pair.new is not None and pair.kind in ("added", "changed", "split")}
    broken = {one.claim.id for one in run.verdicts if one.status == "contradicted"}
    raise typer.Exit(int(fail_on != "never" and bool(broken if fail_on == "contradicted" else broken & touched)))


def _show(told: str | Iterable[tuple[int, str]]) -> None:
    from rich.console import Console
    from rich.text import Text

    if isinstance(told, str):
        typer.echo(told)
        return
    console = Console()
    for column, line in told:
        for number, part in enumerate(Text(line).wrap(console, max(console.width - column - 2, 20)) or [Text()]):
            part.rstrip()
            console.print(Text(" " * (column + (2 if number else 0)) if part else "") + part)
