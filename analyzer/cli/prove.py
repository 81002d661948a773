"""`goldenthread prove`: change promises and facts one at a time, and see whether the verdicts notice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from .options import AS_OF, CONFIG, EVIDENCE, PERIOD, SEMANTICS, SOURCES, TOPICS, inputs

if TYPE_CHECKING:
    from ..proving import Mutant, Proof, Rate


def prove(
    documents: list[Path] = typer.Argument(
        None, help="Files and folders; those of the configuration when left out.", show_default=False
    ),
    evidence: list[Path] = EVIDENCE,
    period: str | None = PERIOD,
    as_of: str | None = AS_OF,
    config: Path | None = CONFIG,
    seed: int = typer.Option(1, help="Draws the items whose facts are changed; the same seed draws the same."),
    format: str = typer.Option("terminal", "--format", "-f", help="terminal or json."),
    topic: list[str] = typer.Option([], "--topic", help="Only claims on these topics.", show_default=False),
    semantics: bool = SEMANTICS,
    topics: list[Path] = TOPICS,
    sources: list[Path] = SOURCES,
) -> None:
    """Change one promised value or one fact at a time on copies of the evidence, and see whether each verdict flips.

    Exit codes: 0 every change was noticed, 1 some were not, 2 nothing could be proven.
    """
    from ..catalog import load_catalog
    from ..errors import AnalyzerError
    from ..proving import prove as run_proof
    from .review import period_of, settings_of

    if format not in ("terminal", "json"):
        raise AnalyzerError(f"--format takes terminal or json, not {format!r}.")
    settings, base = settings_of(config, documents or [], semantics)
    wanted, given = inputs(documents, evidence, settings, base)
    if not wanted or not given:
        raise AnalyzerError("Nothing to prove. Name documents and --evidence, or list both in a goldenthread.toml here.")
    catalog = load_catalog(tuple(topics), tuple(sources))
    unknown = [name for name in topic if name not in catalog.topics]
    if unknown:
        raise AnalyzerError(f"There is no topic {', '.join(unknown)}. `goldenthread topics list` names them all.")
    proof = run_proof(wanted, given, period_of(period, as_of, settings), catalog, settings, seed, topic)
    typer.echo(json.dumps(_as_json(proof, seed), indent=2, ensure_ascii=False) if format == "json" else _as_text(proof))
    raise typer.Exit(2 if not proof.mutants else 1 if proof.survivors else 0)


def _as_text(proof: Proof) -> str:
    """The table of rates and the survivors, 80 columns wide."""
    import textwrap

    lines = [f"{'topic':<44} {'mutants':>10} {'killed':>10} {'rate':>10}"]
    lines += [_line(rate) for rate in (*proof.rates(), proof.total())]
    for number, one in enumerate(proof.survivors, start=1):
        place = one.claim.place
        where = f"{place.document}" + (f", line {place.line}" if place.line else "")
        said = (
            f"«{one.claim.text}» ({where})", f"{one.item + ': ' if one.item else ''}{one.flipped}",
            f"{one.before} before, {one.after} after: {one.why}",
        )  # fmt: skip
        lines += ["", f"Survivor {number}, {one.topic}"]
        lines += [line for text in said for line in textwrap.wrap(text, 78, initial_indent="  ", subsequent_indent="  ")]
    if proof.unproven:
        lines += ["", f"{len(proof.unproven)} judged claims promise no value and have no item that could be changed."]
    return "\n".join(lines)


def _line(rate: Rate) -> str:
    return f"{rate.topic[:44]:<44} {rate.mutants:>10} {rate.killed:>10} {rate.share:>10.1%}"


def _as_json(proof: Proof, seed: int) -> dict[str, Any]:
    return {
        "seed": seed,
        "total": _rate(proof.total()),
        "topics": [_rate(rate) for rate in proof.rates()],
        "mutants": [_mutant(one) for one in proof.mutants],
        "unproven": [{"claim": claim.id, "text": claim.text, "why": why} for claim, why in proof.unproven],
        "proven_with": proof.same,
    }


def _rate(rate: Rate) -> dict[str, Any]:
    return {"topic": rate.topic, "mutants": rate.mutants, "killed": rate.killed, "rate": round(rate.share, 4)}


def _mutant(one: Mutant) -> dict[str, Any]:
    return {
        "claim": one.claim.id, "text": one.claim.text, "document": one.claim.place.document, "topic": one.topic,
        "kind": one.kind, "item": one.item, "flipped": one.flipped, "before": one.before, "after": one.after,
        "killed": one.killed, "why": one.why,
    }  # fmt: skip
