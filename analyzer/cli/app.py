"""The commands of `goldenthread`, one file each; heavy modules are imported when a command runs."""

from __future__ import annotations

import typer

from . import (
    bundle,
    claims,
    collect,
    compare,
    evidence,
    prove,
    quarter,
    replay,
    report,
    review,
    sample,
    serve,
    sources,
    template,
    topics,
)

app = typer.Typer(
    name="goldenthread", no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
    help="Tests what a SOC 2 system description and policies promise against evidence, and names what the facts break.",
    epilog="Exit codes: 0 nothing contradicted, 1 potential misstatements, 2 the tool could not do its work.",
)  # fmt: skip
app.command("review")(review.review)
app.command("serve")(serve.serve)
app.command("report")(report.report)
app.command("quarter")(quarter.quarter)
app.command("bundle")(bundle.bundle)
app.command("replay")(replay.replay)
app.command("prove")(prove.prove)
app.command("claims")(claims.claims)
app.command("compare")(compare.compare)
app.command("template")(template.template)
app.command("collect", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(collect.collect)
app.command("sample")(sample.sample)
app.add_typer(evidence.app, name="evidence")
app.add_typer(topics.app, name="topics")
app.add_typer(sources.app, name="sources")


@app.callback(invoke_without_command=True)
def _main(
    context: typer.Context,
    version: bool = typer.Option(False, "--version", help="Print the version and end.", is_eager=True),
) -> None:
    if version:
        from importlib.metadata import version as version_of

        typer.echo(f"goldenthread {version_of('goldenthread')}")
        raise typer.Exit
