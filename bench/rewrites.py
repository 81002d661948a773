"""How many promises that do not hold get a wording that is true, on the sample company and on labelled packs.

usage: python bench/rewrites.py [GOLD [PACK...]]

GOLD holds `packs/<id>/evidence` and `verdicts/<id>.json`. A proposal counts only where it was read, bound and judged again as
supported. Printed are, by verdict: how many there are, how many have a wording, in which way it was found, and what lacks for the
others. Of the contradicted ones that a check judges, those are counted apart of which no sentence can be true (nothing holds, few
hold, few items), and those for which none can be shown (the evidence is in doubt, unsure, not given, or shows only a part). Those
without a wording that are told the nearest one, with which all agrees that the evidence holds on it, are counted apart: they are no
true wordings, as no check confirms the whole of them. Then each wording is made to say a step more (one item, one percent, the next
stricter value), and what that is judged as is counted; none may be supported. With `-v` the wordings and sentences are listed.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
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
NEAREST = "nearest"
UNSHOWN = (*TRIED, "unknown")
Counts = Counter[tuple[str, str]]


@dataclass(kw_only=True)
class Told:
    """What became of the verdicts that are due a repair.

    Attributes:
        found: by status and the way of their wording, or what lacks for one.
        nearest: the same of those that are told the nearest one instead.
        more: what wordings are judged as with a step more, by their way; and the nearest ones, by "nearest".
    """

    found: Counts = field(default_factory=Counts)
    nearest: Counts = field(default_factory=Counts)
    more: Counts = field(default_factory=Counts)

    def add(self, other: Told) -> None:
        """Count what another set holds as well."""
        self.found.update(other.found)
        self.nearest.update(other.nearest)
        self.more.update(other.more)


def told(documents: list[Path], evidence: Path, period: Period, catalog: Catalog, config: Config, name: str) -> Told:
    """What became of the verdicts on documents that are due a repair."""
    examined = examine(documents, [evidence], period, catalog, config)
    desk = Desk(
        catalog=catalog, reader=reader_of(catalog, config), evidence=examined.evidence, config=config,
        otherwise=examined.otherwise, documents=examined.run.documents,
    )  # fmt: skip
    result = Told()
    begin = time.perf_counter()
    due = [one for one in with_rewrites(examined.run.verdicts, desk) if one.status in REPAIRED and one.rewrite]
    seconds = time.perf_counter() - begin
    for one in due:
        outcome = became(one)
        result.found[one.status, outcome] += 1
        wording, nearest = (one.rewrite.wording, one.rewrite.nearest) if one.rewrite else (None, None)
        result.nearest[one.status, outcome] += nearest is not None
        said = wording or nearest
        stronger = next(raised(one, said, desk), None) if said else None
        judged = desk.try_wording(one.claim, stronger) if stronger else None
        if said:
            way = outcome if wording else NEAREST
            result.more[way, (judged.status if judged else "no claim on the topic") if stronger else "not raised"] += 1
        if "-v" in sys.argv:
            shown = f"\n      -> {wording}" if wording else f"\n      ~> {nearest}" if nearest else ""
            print(f"  {one.status}, {outcome}: {one.claim.text}{shown}")
            if judged and judged.status == "supported":
                print(f"      a step more is supported: {stronger}")
    print(f"{name}: {seconds:.1f} s for {len(due)}")
    return result


def became(one: Verdict) -> str:
    """The way of a wording, or what lacks for one."""
    return (one.rewrite.way or one.rewrite.lack) if one.rewrite else ""


def raised(one: Verdict, wording: str, desk: Desk) -> Iterator[str]:
    """The text of a wording made to promise a step more; nothing where there is no such step."""
    claim = one.claim
    text = next((text for _, way in ways() for text in way(one, desk) if in_place(claim, text) == wording), "")
    for pattern in (OF, PERCENT):
        for found in pattern.finditer(text):
            if found[0] not in claim.text:
                yield f"{text[: found.start()]}{int(found['part'].replace(',', '')) + 1:,}{text[found.end() :]}"
    for quantity in quantities(claim.text):
        for scale in looser(quantity, claim.text):
            said = [claim.text[quantity.start : quantity.end], *scale]
            for value in quantities(text):
                if text[value.start : value.end] in scale:
                    stricter = said[said.index(text[value.start : value.end]) - 1]
                    yield text[: value.start] + stricter + text[value.end :]


def report(name: str, told: Told) -> None:
    """Print the counts of one set."""
    for status in REPAIRED:
        of = {what: n for (one, what), n in told.found.items() if one == status}
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
            near = {what: n for (one, what), n in told.nearest.items() if one == status and n}
            alone = near.get("columns alone", 0)
            print(
                f"{name}, {status}, told the nearest that nothing contradicts: {sum(near.values()) - alone} of the"
                f" {checked - worded} without a wording by a check, {alone} of the {of.get('columns alone', 0)} by columns alone"
                f" ({', '.join(f'{what} {n}' for what, n in sorted(near.items()))})"
            )
    for what in ("wordings", NEAREST):
        steps = Counter[str]()
        for (way, judged), n in told.more.items():
            steps[judged] += n if (way == NEAREST) is (what == NEAREST) else 0
        print(f"{name}, {what} with a step more: {', '.join(f'{judged} {n}' for judged, n in sorted(steps.items()) if n)}")


def main(words: Sequence[str]) -> int:
    catalog, begin = load_catalog(), time.perf_counter()
    if len(words) < 2:
        config = read_config(SAMPLE / "goldenthread.toml")
        documents, period = [SAMPLE / name for name in config.documents], parse_period(config.period or "", None)
        report("sample company", told(documents, SAMPLE / "evidence", period, catalog, config, "northwind"))
    if words:
        gold, all_told = Path(words[0]), Told()
        for file in sorted((gold / "verdicts").glob("*.json")):
            if words[1:] and file.stem not in words[1:]:
                continue
            label = json.loads(file.read_text(encoding="utf-8"))
            evidence = gold / "packs" / file.stem / "evidence"
            documents = [evidence / name for name in label["documents"] if (evidence / name).exists()]
            all_told.add(told(documents, evidence, period_of(label), catalog, Config(), file.stem))
        report("packs", all_told)
    print(f"{time.perf_counter() - begin:.0f} s in all")
    return 0


if __name__ == "__main__":
    sys.exit(main([one for one in sys.argv[1:] if one != "-v"]))
