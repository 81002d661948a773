"""How many promises that do not hold get a wording that is true, on the sample company and on labelled packs.

usage: python bench/rewrites.py [GOLD [PACK...]]

GOLD holds `packs/<id>/evidence` and `verdicts/<id>.json`. A proposal counts only where it was read, bound and judged again as
supported. Printed are, by verdict: how many there are, how many have a wording, in which way it was found, and what lacks for the
others. Of the contradicted ones that a check judges, those are counted apart of which no sentence can be true (nothing holds, few
hold, few items), and those for which none can be shown (the evidence is in doubt, unsure, not given, or shows only a part). Then
each wording is made to say a step more (one item, one percent, the next stricter value), and what that is judged as is counted;
none may be supported. Of each kind with `-v` the wordings and sentences are listed.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from analyzer.catalog import Catalog, load_catalog
from analyzer.config import Config, parse_period, read_config
from analyzer.model import Period, Verdict
from analyzer.pipeline import examine, reader_of
from analyzer.rewrite import Desk, with_rewrites
from analyzer.rewrite.lacks import TRIED
from analyzer.rewrite.propose import in_place, ways
from analyzer.rewrite.wordings.steps import looser
from bench.score_gold import period_of
from claims.nlp.quantities import quantities

SAMPLE = Path(__file__).resolve().parents[1] / "samples/northwind"
REPAIRED = ("contradicted", "partly_supported", "not_testable")
OF = re.compile(r"(?P<part>\d[\d,]*)(?= of (?:the )?\d)")
PERCENT = re.compile(r"(?<=at least )(?P<part>\d+)(?=%)", re.IGNORECASE)
WAYS = frozenset(name for name, _ in ways())
EMPTY = ("nothing holds", "few hold", "few items")
UNSHOWN = (*TRIED, "unknown")
Counts = Counter[tuple[str, str]]


def told(
    documents: list[Path], evidence: Path, period: Period, catalog: Catalog, config: Config, name: str
) -> tuple[Counts, Counts]:
    """The verdicts that are due a repair, by status and what became of them; and what their wordings are with a step more."""
    examined = examine(documents, [evidence], period, catalog, config)
    desk = Desk(
        catalog=catalog, reader=reader_of(catalog, config), evidence=examined.evidence, config=config,
        otherwise=examined.otherwise, documents=examined.run.documents,
    )  # fmt: skip
    found, more = Counts(), Counts()
    begin = time.perf_counter()
    due = [one for one in with_rewrites(examined.run.verdicts, desk) if one.status in REPAIRED and one.rewrite]
    seconds = time.perf_counter() - begin
    for one in due:
        outcome = became(one)
        found[one.status, outcome] += 1
        wording = one.rewrite.wording if one.rewrite else None
        stronger = next(raised(one, desk), None) if wording else None
        judged = desk.try_wording(one.claim, stronger) if stronger else None
        if wording:
            more[outcome, (judged.status if judged else "no claim on the topic") if stronger else "not raised"] += 1
        if "-v" in sys.argv:
            print(f"  {one.status}, {outcome}: {one.claim.text}" + (f"\n      -> {wording}" if wording else ""))
            if judged and judged.status == "supported":
                print(f"      a step more is supported: {stronger}")
    print(f"{name}: {seconds:.1f} s for {len(due)}")
    return found, more


def became(one: Verdict) -> str:
    """The way of a wording, or what lacks for one."""
    return (one.rewrite.way or one.rewrite.lack) if one.rewrite else ""


def raised(one: Verdict, desk: Desk) -> Iterator[str]:
    """The text of a wording made to promise a step more; nothing where there is no such step."""
    claim, wording = one.claim, one.rewrite.wording if one.rewrite else None
    text = next((text for _, way in ways() for text in way(one, desk) if in_place(claim, text) == wording), "")
    for pattern in (OF, PERCENT):
        for found in pattern.finditer(text):
            if found[0] not in claim.text:
                yield f"{text[: found.start()]}{int(found['part'].replace(',', '')) + 1:,}{text[found.end() :]}"
    for quantity in quantities(claim.text):
        for scale in looser(quantity, claim.text):
            texts = [claim.text, *(claim.text[: quantity.start] + said + claim.text[quantity.end :] for said in scale)]
            if text in texts[1:]:
                yield texts[texts.index(text) - 1]


def report(name: str, found: Counts, more: Counts) -> None:
    """Print the counts of one set."""
    for status in REPAIRED:
        of = {what: n for (one, what), n in found.items() if one == status}
        worded = sum(n for what, n in of.items() if what in WAYS)
        listed = ", ".join(f"{what} {n}" for what, n in sorted(of.items(), key=lambda one: (one[0] not in WAYS, one[0])))
        print(f"{name}, {status}: {worded} of {sum(of.values())} have a true wording ({listed})")
        if status == "contradicted":
            checked = sum(of.values()) - of.get("columns alone", 0)
            empty, unshown = (sum(of.get(what, 0) for what in kinds) for kinds in (EMPTY, UNSHOWN))
            print(
                f"{name}, {status} by a check: {worded} of {checked}; without the {empty} of which no sentence is true"
                f" {worded} of {checked - empty}; without the {unshown} as well for which none can be shown"
                f" {worded} of {checked - empty - unshown}"
            )
    steps = Counter[str]()
    for (_, judged), n in more.items():
        steps[judged] += n
    print(f"{name}, with a step more: {', '.join(f'{judged} {n}' for judged, n in sorted(steps.items()))}")


def main(words: Sequence[str]) -> int:
    catalog, begin = load_catalog(), time.perf_counter()
    if len(words) < 2:
        config = read_config(SAMPLE / "goldenthread.toml")
        documents, period = [SAMPLE / name for name in config.documents], parse_period(config.period or "", None)
        report("sample company", *told(documents, SAMPLE / "evidence", period, catalog, config, "northwind"))
    if words:
        gold, found, more = Path(words[0]), Counts(), Counts()
        for file in sorted((gold / "verdicts").glob("*.json")):
            if words[1:] and file.stem not in words[1:]:
                continue
            label = json.loads(file.read_text(encoding="utf-8"))
            evidence = gold / "packs" / file.stem / "evidence"
            documents = [evidence / name for name in label["documents"] if (evidence / name).exists()]
            one, step = told(documents, evidence, period_of(label), catalog, Config(), file.stem)
            found, more = found + one, more + step
        report("packs", found, more)
    print(f"{time.perf_counter() - begin:.0f} s in all")
    return 0


if __name__ == "__main__":
    sys.exit(main([one for one in sys.argv[1:] if one != "-v"]))
