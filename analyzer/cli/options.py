"""Options that several commands take, and what every command does with them first."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from ..config import Config

DOCUMENTS = typer.Argument(None, help="Files and folders to review; those of the configuration when left out.", show_default=False)
EVIDENCE = typer.Option([], "--evidence", "-e", help="A file, a folder of exports, or a locker.", show_default=False)
PERIOD = typer.Option(None, "--period", help="First and last day, as 2026-01-01..2026-06-30.")
AS_OF = typer.Option(None, "--as-of", help="The day that snapshots speak for; else the period's last.")
CONFIG = typer.Option(None, "--config", help="A goldenthread.toml; the one beside the documents when left out.")
QUIET = typer.Option(False, "--quiet", "-q", help="Show no progress.")
SEMANTICS = typer.Option(True, "--semantics/--no-semantics", help="Decide topics by meaning beside wording, or by wording alone.")
WORDINGS = typer.Option(True, "--wordings/--no-wordings", help="Look for a wording that is true where a promise does not hold.")
TOPICS = typer.Option([], "--topics", help="A folder of your own topics.", show_default=False)
SOURCES = typer.Option([], "--sources", help="A folder of your own sources.", show_default=False)


def inputs(
    documents: Iterable[Path] | None, evidence: Iterable[Path], settings: Config, base: Path
) -> tuple[list[Path], list[Path]]:
    """The documents and the evidence of the command line, or else of the configuration.

    Args:
        base: the folder that paths of the configuration are relative to.

    Raises:
        AnalyzerError: naming those that do not exist.
    """
    wanted = list(documents or []) or [base / name for name in settings.documents]
    given = list(evidence) or [base / name for name in settings.evidence]
    check_exist(*wanted, *given)
    return wanted, given


def check_exist(*paths: Path) -> None:
    """Refuse files and folders that there are not.

    Raises:
        AnalyzerError: naming them.
    """
    from ..errors import AnalyzerError

    absent = [str(path) for path in paths if not path.exists()]
    if absent:
        raise AnalyzerError("There is no such file or folder: " + ", ".join(absent) + ".")
