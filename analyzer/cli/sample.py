"""`goldenthread sample`: samples that anybody can draw again, and what they would have missed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from .options import AS_OF, CONFIG, EVIDENCE, PERIOD, SEMANTICS, SOURCES, TOPICS, inputs

if TYPE_CHECKING:
    from ..sampling import Sample

METHOD = "Items in the order of sha256(seed, line break, population, line break, item); the first of them are the sample."


def sample(
    documents: list[Path] = typer.Argument(
        None, help="Documents whose promises decide the populations; without any, the rows of each table.", show_default=False
    ),
    evidence: list[Path] = EVIDENCE,
    seed: str = typer.Option("1", help="Any text; the same seed gives the same sample."),
    size: int | None = typer.Option(None, min=1, help="Items to draw of each population, instead of the table of sizes."),
    sizes: Path | None = typer.Option(None, help="A table of sizes by frequency, in the form of the one that ships."),
    only: list[str] = typer.Option([], "--only", help="Only these populations: topics, or tables.", show_default=False),
    period: str | None = PERIOD,
    as_of: str | None = AS_OF,
    config: Path | None = CONFIG,
    format: str = typer.Option("terminal", "--format", "-f", help="terminal or json."),
    semantics: bool = SEMANTICS,
    topics: list[Path] = TOPICS,
    sources: list[Path] = SOURCES,
) -> None:
    """Draw a sample of each population, and compute what it would have missed of the exceptions there are."""
    from ..catalog import load_catalog
    from ..errors import AnalyzerError
    from ..pipeline import evidence_of, examine
    from ..sampling import SIZES, draw, populations_of_tables, populations_of_verdicts, read_sizes
    from .review import period_of, settings_of

    if format not in ("terminal", "json"):
        raise AnalyzerError(f"--format takes terminal or json, not {format!r}.")
    settings, base = settings_of(config, documents or [], semantics)
    _, given = inputs(documents, evidence, settings, base)
    if not given:
        raise AnalyzerError("Nothing to draw of. Name evidence with --evidence, or list it in a goldenthread.toml here.")
    table = read_sizes(sizes or SIZES)
    catalog, days = load_catalog(tuple(topics), tuple(sources)), period_of(period, as_of, settings)
    refused: list[tuple[str, str]] = []
    if documents:
        examined = examine(documents, given, days, catalog, settings)
        store = examined.evidence.store
        populations, refused = populations_of_verdicts(examined.run.verdicts, store) if store else ([], [])
    else:
        populations = populations_of_tables(evidence_of(given, catalog, days, settings).store, catalog, days)
    if only:
        populations = [one for one in populations if one.name.split("#")[0] in only]
        if not populations:
            raise AnalyzerError(f"No population is called {', '.join(only)}.")
    drawn = [draw(one, size or table[one.frequency].of(len(one.items)), seed) for one in populations]
    if format == "json":
        typer.echo(json.dumps(_fields(drawn, refused, seed), ensure_ascii=False, indent=2))
    else:
        _show(drawn, refused, seed)


def _fields(drawn: list[Sample], refused: list[tuple[str, str]], seed: str) -> dict[str, Any]:
    return {
        "seed": seed,
        "method": METHOD,
        "samples": [
            {
                "population": one.population.name, "title": one.population.title, "items": len(one.population.items),
                "sha256": one.population.sha256, "frequency": one.population.frequency, "size": len(one.chosen),
                "chosen": list(one.chosen), "not_excluded_at_90_percent": round(one.not_excluded, 6),
                "missed": {
                    "exceptions": one.missed.exceptions, "probability_that_none_is_found": one.missed.none_found,
                    "expected_to_be_found": one.missed.expected, "found": list(one.missed.found),
                } if one.missed else None,
            }
            for one in drawn
        ],
        "not_drawn": [{"title": title, "why": why} for title, why in refused],
    }  # fmt: skip


def _show(drawn: list[Sample], refused: list[tuple[str, str]], seed: str) -> None:
    from ..reports.text import clean, counted, shorten

    typer.echo(clean(f"Seed: {seed}"))
    typer.echo(METHOD)
    for one in drawn:
        population = one.population
        typer.echo(clean(f"\n{population.name}: {shorten(population.title, 90)}"))
        how = population.frequency.replace("_", " ")
        typer.echo(f"  {len(one.chosen):,} of {len(population.items):,} items, {how}; population sha256 {population.sha256}")
        for item in one.chosen:
            typer.echo(clean(f"  - {shorten(item, 110)}"))
        if one.missed and one.missed.exceptions:
            typer.echo(
                f"  Of {counted(one.missed.exceptions, 'exception')} this sample holds {len(one.missed.found):,};"
                f" a sample of this size holds {one.missed.expected:.1f} on average,"
                f" and none at all with a probability of {one.missed.none_found:.1%}."
            )
        if not (one.missed and one.missed.found) and len(one.chosen) < len(population.items):
            typer.echo(f"  Without any exception it leaves a share of up to {one.not_excluded:.1%} possible (confidence 90 %).")
    for title, why in refused:
        typer.echo(clean(f"\nNot drawn: {shorten(title, 90)}: {why}."))
