"""Scores the product on labelled documents and evidence packs.

usage: python bench/score_gold.py GOLD [--out DIR] [--show N] [--no-semantics] [--left-out MODELS]

GOLD holds `docs/` and `packs/` with the labels of both (`claims/`, `verdicts/`) and the scorers `score_claims.py` and
`score_verdicts.py`. Every document and every pack goes through the same functions as `goldenthread claims` and
`goldenthread review`; what they wrote stays in DIR. With `--left-out`, each goes through the model that never saw its source.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from analyzer.catalog import load_catalog
from analyzer.config import Config, parse_period
from analyzer.model import Period
from analyzer.pipeline import extract_claims, read_documents, review
from analyzer.reports import json_report

SUFFIXES = (".md", ".docx", ".pdf", ".html")


def period_of(label: dict) -> Period:
    start, end = label.get("period") or (None, None)
    return parse_period(f"{start}..{end}") if start and end else parse_period("2025-01-01..2025-12-31")


def _models(folder: Path | None) -> dict[str, Path]:
    """For each source the model that was trained without it."""
    if folder is None:
        return {}
    return {source: file.parent for file in sorted(folder.glob("*/sources.json")) for source in json.loads(file.read_text())}


def _named_by_pack(claims: dict, pack: str) -> list[dict]:
    """The claims of a pack's policies under the names that tell policies of the same name apart."""
    return [{**claim, "document": f"{pack}--{claim['document'].rsplit('/', maxsplit=1)[-1]}"} for claim in claims["claims"]]


def _score(script: Path, *arguments: str) -> str:
    done = subprocess.run([sys.executable, str(script), *arguments], capture_output=True, text=True, check=False, cwd=script.parent)
    return done.stdout + done.stderr


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--show", default="0", help="misses and false alarms to print")
    parser.add_argument("--left-out", type=Path, help="models of `language.topics.train --leave-one-out`")
    parser.add_argument("--semantics", action=argparse.BooleanOptionalAction, default=True)
    options = parser.parse_args()
    models = _models(options.left_out)

    def config(source: str) -> Config:
        return Config(wordings=False, semantics=options.semantics, semantics_model=models.get(source))

    gold: Path = options.gold.resolve()
    out = options.out or Path(tempfile.mkdtemp(prefix="goldenthread-scores-"))
    (out / "verdicts").mkdir(parents=True, exist_ok=True)
    sheets = out / "policy-claims"
    sheets.mkdir(exist_ok=True)
    of_policies: list[dict] = []
    catalog, begin = load_catalog(), time.perf_counter()
    documents = [p for p in sorted((gold / "docs").iterdir()) if p.suffix in SUFFIXES and p.name != "SOURCES.md"]
    read_in, left_out = read_documents(documents)
    claims = [c for d in read_in for c in extract_claims([d], catalog, config=config(d.name.split("--", maxsplit=1)[0]))]
    (out / "claims.json").write_text(json_report.claims_json(claims), encoding="utf-8")
    print(f"{len(read_in)} documents read, {len(left_out)} notes, {len(claims)} claims, {time.perf_counter() - begin:.1f} s")
    failed = 0
    for sheet in sorted((gold / "verdicts").glob("*.json")):
        label = json.loads(sheet.read_text(encoding="utf-8"))
        evidence = gold / "packs" / sheet.stem / "evidence"
        policies = [evidence / name for name in label["documents"] if (evidence / name).exists()]
        try:
            run = review(policies, [evidence], period_of(label), catalog, config(sheet.stem.split("-", maxsplit=1)[0]))
        except Exception as error:
            failed += 1
            print(f"{sheet.stem}: {type(error).__name__}: {error}")
            continue
        (out / "verdicts" / sheet.name).write_text(json_report.render(run, catalog), encoding="utf-8")
        of_policies += _named_by_pack(json.loads(json_report.claims_json([v.binding.claim for v in run.verdicts])), sheet.stem)
        for name in label["documents"]:
            claims_of = [claim for claim in label["claims"] if claim["document"] == name]
            labelled = {"document": f"{sheet.stem}--{name}", "claims": claims_of}
            (sheets / f"{sheet.stem}--{name}.json").write_text(json.dumps(labelled), encoding="utf-8")
    (out / "policy-claims.json").write_text(json.dumps({"claims": of_policies}), encoding="utf-8")
    print(f"all packs reviewed, {failed} failed, {time.perf_counter() - begin:.1f} s")
    print(
        "claims:",
        _score(
            gold / "score_claims.py",
            str(out / "claims.json"),
            str(gold / "claims"),
            "--docs",
            str(gold / "docs"),
            "--show",
            options.show,
        ),
    )
    print("claims of the packs' policies:", _score(gold / "score_claims.py", str(out / "policy-claims.json"), str(sheets)))
    given = (str(out / "verdicts"), str(gold / "verdicts"), "--show", options.show)
    print("verdicts:", _score(gold / "score_verdicts.py", *given))
    print("verdicts that rows decide:", _score(gold / "score_verdicts.py", *given, "--needs", "rows"))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
