"""Reports: a run in, text or a file out. A format is a module of this folder with a `NAME`; nothing to register.

A module that makes one file for a run has `FILENAME` and `render(run, catalog)`. One that makes a file for each
document has `filename(document)`, None for a document it has nothing to write for, and
`render(run, catalog, document)`; an empty one is not written.
`FILENAME = None` stands for a format that is shown and not written; `PIPED = True` for one file of text that is printed
where no folder is named.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from claims import Document

from ..catalog import Catalog
from ..model import Run
from .errors import ReportError
from .output import write_atomically

Rendered = str | bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format of reports.

    Attributes:
        name: what the user calls it.
        title: what it is, for a list of formats.
        filename: the name of the file for a run, or None.
        filename_of: the name of the file for a document, for a format that makes one each.
        render: makes the content, from run and catalogue, and the document where the format makes a file each.
        options: what else `render` can be told, by name.
        piped: it is one text that other programs read, so that it may be printed.
    """

    name: str
    title: str
    filename: str | None
    filename_of: Callable[[Document], str | None] | None
    render: Callable[..., Rendered]
    options: tuple[str, ...] = ()
    piped: bool = False


@cache
def formats() -> dict[str, Format]:
    """All formats by name: the modules of this folder that have a `NAME`."""
    found: dict[str, Format] = {}
    for info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{info.name}")
        if name := getattr(module, "NAME", None):
            found[name] = Format(
                name=name, title=(module.__doc__ or "").partition("\n")[0], render=module.render,
                filename=getattr(module, "FILENAME", None), filename_of=getattr(module, "filename", None),
                options=getattr(module, "OPTIONS", ()), piped=getattr(module, "PIPED", False),
            )  # fmt: skip
    return found


def _files(run: Run, catalog: Catalog, chosen: Format, options: Mapping[str, Any]) -> Iterator[tuple[str, Rendered]]:
    if chosen.filename_of is None:
        if chosen.filename:
            yield chosen.filename, chosen.render(run, catalog, **options)
        return
    taken: set[str] = set()
    for document in run.documents:
        name = chosen.filename_of(document)
        if name is None:
            continue
        stem, _, suffix = name.partition(".")
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}.{suffix}"
        if content := chosen.render(run, catalog, document, **options):
            taken.add(name.casefold())
            yield name, content


def write(run: Run, catalog: Catalog, name: str, folder: Path, **options: Any) -> list[Path]:
    """Write a report of the format called `name` into a folder, which is created.

    Args:
        options: what formats can be told besides; each takes what it knows (`tracked` for Word).

    Returns:
        The files written; none for a format that is only shown, or that has nothing to write for these documents.

    Raises:
        ReportError: for an unknown format, a folder that cannot be written to, or a document that changed meanwhile.
    """
    chosen = formats().get(name)
    if chosen is None:
        raise ReportError(f"There is no report format called {name}. There are: {', '.join(sorted(formats()))}.")
    paths: list[Path] = []
    known = {option: value for option, value in options.items() if option in chosen.options}
    for filename, content in _files(run, catalog, chosen, known):
        path = folder / filename
        write_atomically(path, content)
        paths.append(path)
    return paths


__all__ = ["Format", "ReportError", "formats", "write", "write_atomically"]
