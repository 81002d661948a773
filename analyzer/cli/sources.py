"""`goldenthread sources`: which exports are recognised, and how to make them."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import typer

from .options import SOURCES

app = typer.Typer(
    no_args_is_help=True, help="Which exports are recognised, and how to make them.", rich_markup_mode=None
)
FIRST_LINES = 16


@app.command("list")
def list_sources(sources: list[Path] = SOURCES) -> None:
    """List the exports that are recognised by their shape, then the tables that any export can be matched to."""
    from ..catalog import load_catalog

    catalog = load_catalog((), tuple(sources))
    for source in catalog.sources.values():
        typer.echo(f"{source.id:32} {source.spec.title}")
    typer.echo("\nAny CSV or JSON whose headers say what these hold is matched too:")
    for table in catalog.tables.values():
        if table.recognise:
            typer.echo(f"{table.id:32} {table.grain}")


@app.command("show")
def show(source: str, sources: list[Path] = SOURCES) -> None:
    """Show a source or a table: how to make the export, how it is recognised, and which columns it fills."""
    from ..catalog import load_catalog
    from ..errors import AnalyzerError
    from ..evidence.examples import example_exports, table_examples

    catalog = load_catalog((), tuple(sources))
    if source in catalog.sources:
        entry = catalog.sources[source]
        need = "records" if entry.spec.recognise.format == "json" else "columns"
        typer.echo(
            f"{entry.spec.title}\n\nHow to export it\n  {entry.spec.how_to_export.strip()}\n\nRecognised by the {need}"
        )
        typer.echo(
            f"  {', '.join(entry.spec.recognise.require)}\n\nFills\n  {', '.join(entry.spec.tables)}\n\n"
            f"Mapping (load.sql)\n{entry.sql}"
        )
    elif source in catalog.tables:
        table = catalog.tables[source]
        typer.echo(f"{table.title}: {table.grain}\nWhere it comes from: {table.sources}\n")
        for name, column in table.columns.items():
            typer.echo(f"  {name:24} {column.type:12} {column.meaning}")
        for export in (path for folder in table_examples(table) for path in example_exports(folder)):
            with export.open(encoding="utf-8") as file:
                first = "".join(f"  {line}" for line in islice(file, FIRST_LINES))
            typer.echo(f"\nExample: {export}\n{first.rstrip()}")
    else:
        raise AnalyzerError(f"There is no source or table {source!r}. `goldenthread sources list` names them all.")
