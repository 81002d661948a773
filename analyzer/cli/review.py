"""`goldenthread review`: documents against evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from .options import AS_OF, CONFIG, DOCUMENTS, EVIDENCE, PERIOD, QUIET, SEMANTICS, SOURCES, TOPICS, WORDINGS, inputs

if TYPE_CHECKING:
    from ..catalog import Catalog
    from ..config import Config
    from ..model import Period, Run
    from ..pipeline import Progress

FAIL_ON = ("contradicted", "material", "significant", "minor", "never")


def review(
    documents: list[Path] = DOCUMENTS,
    evidence: list[Path] = EVIDENCE,
    period: str | None = PERIOD,
    as_of: str | None = AS_OF,
    config: Path | None = CONFIG,
    out: Path | None = typer.Option(None, help="The folder for the reports."),
    format: list[str] = typer.Option(
        [],
        "--format",
        "-f",
        help="The format; may be given several times. The list of them: goldenthread report --formats.",
        show_default=False,
    ),
    save: Path | None = typer.Option(
        None, help="Keep the whole review in this file; `goldenthread report` makes any format of it later.", show_default=False
    ),
    tracked: bool = typer.Option(False, "--tracked", help="Put wordings that are true into the Word file as tracked changes."),
    fail_on: str = typer.Option("contradicted", "--fail-on", help="What makes the exit code 1: " + ", ".join(FAIL_ON) + "."),
    quiet: bool = QUIET,
    semantics: bool = SEMANTICS,
    wordings: bool = WORDINGS,
    history: bool = typer.Option(True, help="Look at earlier exports in a locker for what held over the period, and what not."),
    memory: str | None = typer.Option(None, help="What testing may take of it for large evidence; 1GB when left out."),
    topics: list[Path] = TOPICS,
    sources: list[Path] = SOURCES,
) -> None:
    """Test what documents promise against evidence, and name what breaks each promise."""
    from ..catalog import load_catalog
    from ..errors import AnalyzerError
    from ..pipeline import review as run_review

    if fail_on not in FAIL_ON:
        raise AnalyzerError(f"--fail-on takes one of {', '.join(FAIL_ON)}, not {fail_on!r}.")
    settings, base = settings_of(config, documents or [], semantics)
    settings = _with_memory(settings, memory)
    unwanted = {name: False for name, wanted in (("wordings", wordings), ("history", history)) if not wanted}
    settings = settings.model_copy(update=unwanted)
    wanted, given = inputs(documents, evidence, settings, base)
    if not wanted:
        raise AnalyzerError("Nothing to review. Name documents, or list them in a goldenthread.toml here.")
    formats = list(dict.fromkeys(format)) or ["terminal", *(["json", "html", "word"] if out else [])]
    check_formats(formats, out)
    catalog = load_catalog(tuple(topics), tuple(sources))
    with show_progress(quiet or formats == ["json"]) as progress:
        run = run_review(wanted, given, period_of(period, as_of, settings), catalog, settings, progress)
    if save is not None:
        from ..bundling import record
        from ..config import NAME
        from ..saved_run import save_run

        given_by = config or base / NAME
        save_run(run, save, record(wanted, given, settings, run.period, given_by, topics, sources))
    write_reports(run, formats, out, catalog, tracked)
    raise typer.Exit(exit_code(run, fail_on))


def _with_memory(settings: Config, memory: str | None) -> Config:
    from ..config import MEMORY
    from ..errors import AnalyzerError

    if memory is None:
        return settings
    if not re.match(MEMORY, memory):
        raise AnalyzerError(f"--memory takes at least 100MB, such as 800MB or 2GB, not {memory!r}.")
    return settings.model_copy(update={"memory": memory})


def settings_of(path: Path | None, documents: list[Path], semantics: bool = True) -> tuple[Config, Path]:
    """The configuration with the decisions beside it, and the folder that its paths are relative to.

    Args:
        path: the file named on the command line, or None for the one beside the documents.
        semantics: what the command line says of it; it can switch it off and not on.
    """
    from ..config import NAME, Config, read_config
    from ..decisions.file import with_decisions

    found = [path] if path is not None else _beside(documents, NAME)
    if not found:
        return with_decisions(Config(semantics=semantics), decisions_folder(path, documents)), Path()
    settings, base = read_config(found[0]), found[0].parent
    settings = with_decisions(settings, base)
    if settings.semantics_model:
        settings = settings.model_copy(update={"semantics_model": base / settings.semantics_model})
    if not semantics:
        settings = settings.model_copy(update={"semantics": False})
    return settings, base


def decisions_folder(path: Path | None, documents: list[Path]) -> Path:
    """The folder of the decisions file: beside the configuration, or without one beside the documents.

    Args:
        path: the configuration named on the command line, or None for the one beside the documents.
    """
    from ..config import NAME
    from ..decisions.file import NAME as DECISIONS

    found = [path] if path is not None else [*_beside(documents, NAME), *_beside(documents, DECISIONS)]
    return found[0].parent if found else _places(documents)[0]


def _places(documents: list[Path]) -> list[Path]:
    """Where a file beside the documents may lie: in their folders, and here."""
    return list(dict.fromkeys([*(p if p.is_dir() else p.parent for p in documents), Path()]))


def _beside(documents: list[Path], name: str) -> list[Path]:
    return [place / name for place in _places(documents) if (place / name).is_file()]


def period_of(text: str | None, as_of: str | None, settings: Config) -> Period:
    """The period of the command line, of the configuration, or else the year that ends today, which is said."""
    from ..config import parse_period
    from ..errors import AnalyzerError
    from ..model import Period

    try:
        day = date.fromisoformat(as_of) if as_of else settings.as_of
        if wanted := text or settings.period:
            return parse_period(wanted, day)
    except ValueError as error:
        raise AnalyzerError(f"{str(error)[:1].upper()}{str(error)[1:]}.") from error
    end = day or date.today()
    start = end.replace(year=end.year - 1) if (end.month, end.day) != (2, 29) else end.replace(year=end.year - 1, day=28)
    typer.echo(f"No period was given: taking the year to {end}. Set one with --period.", err=True)
    return Period(start=start, end=end, as_of=end)


def check_formats(formats: list[str], out: Path | None) -> None:
    """Refuse formats that there are not, and those that need a folder where none is named.

    Raises:
        AnalyzerError: with what there is, or what to name.
    """
    from ..errors import AnalyzerError
    from ..reports import formats as known

    unknown = [name for name in formats if name not in known()]
    if unknown:
        raise AnalyzerError(f"There is no report format {', '.join(unknown)}. There are: {', '.join(sorted(known()))}.")
    files = [name for name in formats if name != "terminal" and not known()[name].piped]
    if files and out is None:
        raise AnalyzerError(f"The format {', '.join(files)} is written to a folder: name one with --out.")
    piped = [name for name in formats if known()[name].piped]
    if len(piped) > 1 and out is None:
        raise AnalyzerError(f"Only one of {', '.join(piped)} can be printed: name a folder with --out.")


@contextmanager
def show_progress(quiet: bool, first: str = "Reading the evidence") -> Iterator[Progress]:
    """A bar on standard error while the work runs; nothing where that is no terminal.

    Args:
        first: what is being done before the work says so itself.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda what, done, of: None
        return
    with Progress(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=console, transient=True) as bar:
        task = bar.add_task(first, total=None)
        yield lambda what, done, of: bar.update(task, description=what, completed=done, total=of or None)


def write_reports(run: Run, formats: list[str], out: Path | None, catalog: Catalog, tracked: bool) -> None:
    """Write the files of the formats and name them; show the terminal's report, or print a format where there is no folder."""
    from rich.console import Console

    from ..reports import formats as known
    from ..reports import terminal, write

    files = [name for name in formats if name != "terminal"] if out is not None else []
    written = [path for name in files if out is not None for path in write(run, catalog, name, out, tracked=tracked)]
    piped = [name for name in formats if known()[name].piped] if out is None else []
    if "terminal" in formats:
        terminal.render(run, catalog, Console())
    elif piped:
        typer.echo(known()[piped[0]].render(run, catalog))
    if written:
        typer.echo("Written: " + "\n         ".join(str(path) for path in written), err="terminal" not in formats)


def exit_code(run: Run, fail_on: str) -> int:
    """0 nothing contradicted, 1 potential misstatements, 2 nothing could be read."""
    if not run.documents:
        return 2
    order = ("minor", "significant", "material")
    for verdict in run.verdicts:
        if verdict.status != "contradicted" or fail_on == "never":
            continue
        level = verdict.severity.level if verdict.severity else "material"
        if fail_on == "contradicted" or order.index(level) >= order.index(fail_on):
            return 1
    return 0
