"""`goldenthread topics`: what claims can be about, and how each topic is tested."""

from __future__ import annotations

from pathlib import Path

import typer

from .options import TOPICS

app = typer.Typer(
    no_args_is_help=True, help="What claims can be about, and how each topic is tested.", rich_markup_mode=None
)


@app.command("list")
def list_topics(topics: list[Path] = TOPICS) -> None:
    """List the topics; those with a check are marked."""
    from ..catalog import load_catalog

    for entry in sorted(load_catalog(tuple(topics)).topics.values(), key=lambda e: (e.check is None, e.id)):
        typer.echo(f"{'check ' if entry.check else '      '}{entry.id:24} {entry.severity:12} {entry.title}")


@app.command("show")
def show(topic: str, topics: list[Path] = TOPICS) -> None:
    """Show a topic: what it tests, what it needs, its limits, its query and its examples."""
    from ..catalog import load_catalog
    from ..errors import AnalyzerError
    from ..topic_page import topic_page

    catalog = load_catalog(tuple(topics))
    if topic not in catalog.topics:
        raise AnalyzerError(f"There is no topic {topic!r}. `goldenthread topics list` names them all.")
    typer.echo(topic_page(catalog.topics[topic], catalog))


@app.command("test")
def test(
    names: list[str] = typer.Argument(None, help="Topics to test; all when left out.", show_default=False),
    topics: list[Path] = TOPICS,
) -> None:
    """Run the examples of topics: sentence and rows in, verdict out."""
    from ..catalog import load_catalog
    from ..errors import AnalyzerError
    from ..testing import load_examples, run_example

    catalog = load_catalog(tuple(topics))
    unknown = set(names or []) - set(catalog.topics)
    if unknown:
        raise AnalyzerError(f"There is no topic {', '.join(sorted(unknown))}.")
    failed = total = 0
    for entry in catalog.topics.values():
        if entry.check is None or (names and entry.id not in names):
            continue
        for example in load_examples(entry):
            total += 1
            if faults := run_example(entry, example, catalog):
                failed += 1
                typer.echo(f"{entry.id}: {example.name}: {'; '.join(faults)}")
    typer.echo(f"{total - failed} examples passed, {failed} failed.")
    raise typer.Exit(1 if failed else 0)
