"""The verdict on a claim that no check of the catalogue could judge, from the columns of the evidence as it came."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from claims import Claim, Document
from claims.shares import share_of

from ..bind import duration_hours
from ..catalog import Catalog
from ..excuse import excuse
from ..judge import Evidence
from ..model import Excused, Observation, Verdict
from ..status import ROUNDING, named
from .aliases import aliases_of, with_names
from .candidates import Candidate, candidates, states
from .claim import Asked
from .comparisons import agents
from .identified import identified
from .joining import joined
from .meant import only_meant
from .minutes import Minutes, quorums
from .not_discussed import undiscussed
from .profile import RecordSet
from .rhythm import of_its_rhythm
from .scoping import NAMING, kinds_meant, rows_meant
from .spans import IT, spans
from .weigh import is_register
from .words import beginnings, says, tokens

TELLING = 1.5  # below this a header is mentioned, and not what the sentence promises
BESIDES = 2.0  # needed to contradict what a check has tested and found no fault with
ASKED = ("not_shown", "partly_supported", "supported")
UNCONFIRMED = "No check of the catalogue confirms it."
SURE = 3.0  # from here on records that agree are said to agree
OF_EXCEPTIONS = re.compile(
    r"\b(?:exceptions?|exemptions?|waivers?|deviations?|departures?|dispensations?|derogations?|concessions?|acceptances?|accepted)\b",
    re.IGNORECASE,
)
STATE = re.compile(r"\b(?:state|status|decision|outcome|approved|granted|accepted)$", re.IGNORECASE)
EXPIRED = re.compile(r"(?:expired|lapsed)\b", re.IGNORECASE)  # it was granted once
NOT_GRANTED = re.compile(r"(?:requested|proposed|submitted|reject|refus|declin|denied|withdrawn|cancel|void|under)", re.IGNORECASE)
GRANTED = re.compile(r"\b(?:granted|given|assigned|issued|valid|approved)\b", re.IGNORECASE)
MOST_BROKEN = 0.75  # of the population; a column that nearly all records "break" shows something else


@dataclass(frozen=True)
class Columns:
    """All record sets of a review that can be a population, and the topics whose claims no record can show.

    Attributes:
        sets: the sets without the registers of exceptions, which excuse and are no population.
        together: the same with what other files say of what they name.
        registers: the registers of exceptions, for what is said of exceptions themselves.
        minutes: the meetings that minutes tell of.
        left_alone: the topics that say of themselves that their claims are no properties of records.
    """

    sets: Sequence[RecordSet]
    together: Sequence[RecordSet] = ()
    registers: Sequence[RecordSet] = ()
    left_alone: frozenset[str] = frozenset()
    minutes: Sequence[RecordSet] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls, sets: Sequence[RecordSet], catalog: Catalog, minutes: Sequence[Minutes] = (), documents: Sequence[Document] = ()
    ) -> Columns:
        """What of the sets can be a population, for the topics of a catalogue and what documents call their things."""
        left_alone = frozenset(entry.id for entry in catalog.topics.values() if not entry.of_records)
        populations = tuple(one for one in sets if not is_register(one))
        registers = tuple(one for one in sets if is_register(one))
        names = (value for one in populations for column in one.columns if column.kind in NAMING for value in column.values)
        return cls(
            populations, tuple(joined(populations)), registers, left_alone, tuple(one.meetings for one in minutes),
            aliases_of(documents, names),
        )  # fmt: skip

    def judge(self, verdict: Verdict, evidence: Evidence) -> Verdict:
        """The verdict with what the columns say, where no check has had anything to ask.

        Only a claim in force that is testable, of the company itself, and that nothing decided so far is held against columns. They
        can contradict it; where they agree, it is partly supported at most.
        """
        claim = verdict.claim
        in_names = with_names(claim, self.aliases)
        if verdict.status == "contradicted" and verdict.query is not None:
            verdict = identified(only_meant(of_its_rhythm(verdict), in_names, self.sets), self.sets)
            if verdict.status == "contradicted" and claim.form == "row":
                return self._with_other_times(verdict, in_names, evidence)
        if verdict.status not in ASKED or claim.modality != "in_force" or claim.quantifier == "some":
            return verdict
        if Asked(claim).is_no_rule or claim.topic in self.left_alone:
            return verdict
        given = [self._told(verdict, asked, evidence) for asked in Asked.of(in_names)]
        return next((one for one in given if one.status == "contradicted"), given[0])

    def _with_other_times(self, verdict: Verdict, claim: Claim, evidence: Evidence) -> Verdict:
        """What a check found of a row, with what breaks the times of those of its cells that the check has not tested."""
        open_ = replace(verdict, status="not_shown", population=None, exceptions=(), excused=(), unknown=(), holding=())
        told = [self._told(open_, asked, evidence) for asked in Asked.of(claim) if _is_another_time(asked)]
        for other in (one for one in told if one.status == "contradicted"):
            known = {one.item for one in verdict.exceptions}
            more = tuple(one for one in other.exceptions if one.item not in known)
            files = tuple(dict.fromkeys((*verdict.evidence, *other.evidence)))
            verdict = replace(verdict, exceptions=(*verdict.exceptions, *more), evidence=files, why=f"{verdict.why} {other.why}")
        return verdict

    def _offered(self, asked: Asked) -> list[Candidate]:
        """What the columns offer for a claim; of exceptions their registers know best."""
        elsewhere = frozenset(word for one in self.sets for word in one.subject)
        own = [one for register in self.registers for one in _of_entries(asked, register, register.subject - elsewhere)]
        own = own or [*quorums(asked, self.minutes), *undiscussed(asked, self.minutes)]
        return own or self._granted(asked) or candidates(asked, self.sets, self.together)

    def _granted(self, asked: Asked) -> list[Candidate]:
        """How long what was granted may run, where records of one kind are granted for a time."""
        known = [*self.sets, *self.together]
        found = [one for records in known for one in spans(asked, records, rows_meant(asked, records))]
        return [one for one in found if one.scope][:1] if GRANTED.search(asked.text) else []

    def _told(self, verdict: Verdict, asked: Asked, evidence: Evidence) -> Verdict:
        """The verdict with what the columns say of the claim, or of one cell of it."""
        claim = verdict.claim
        tested = (verdict.population or 0) > len(verdict.unknown)  # of what no item could be decided, nothing is known
        tested = tested and not _is_another_time(asked)
        offered = [one for one in self._offered(asked) if one.score >= (BESIDES if tested else TELLING)]
        if tested:
            offered = [one for one in offered if _begins_as_said(one, asked)]
        while offered and not offered[0].observe(asked, evidence):
            offered = offered[1:]  # its columns tell nothing of what is meant
        if not offered or _ambiguous(offered):
            return verdict
        best = offered[0]
        observations = _completed(best.observe(asked, evidence), offered, asked, evidence)
        failing = [one for one in observations if one.holds is False]
        holding = [one for one in observations if one.holds]
        too_many = len(failing) > MOST_BROKEN * len(observations)
        if not observations or (too_many and (tested or not _surely_measured(best, asked))):
            return verdict
        exceptions, excused, expired = _unexcused(best, failing, claim, evidence)
        besides = (
            f" {len(excused)} more {'is' if len(excused) == 1 else 'are'} covered by a documented exception." if excused else ""
        )
        common = {
            "population": len(observations), "evidence": _files(best), "excused": tuple(excused), "query": None,
            "unknown": tuple(one for one in observations if one.holds is None), "holding": tuple(holding),
            "drawn": (), "groups": (),
        }  # fmt: skip
        share = _promised_share(claim, best)
        kept = len(observations) - len(exceptions)
        if exceptions and share is not None and kept >= share * len(observations) - ROUNDING:
            if tested or best.score < SURE or common["unknown"]:
                return verdict
            why = f"{kept} of {len(observations)} records agree, as many as promised.{besides} {_told(best)} {UNCONFIRMED}"
            return replace(verdict, status="partly_supported", why=" ".join([why, *expired]), **common)
        if exceptions:
            why = f"{len(exceptions)} of {len(observations)} break it: {named(exceptions)}.{besides} {_told(best)}"
            return replace(verdict, status="contradicted", why=" ".join([why, *expired]), exceptions=tuple(exceptions), **common)
        if tested:
            return verdict
        if len(holding) == len(observations) - len(excused) and best.score >= SURE:
            why = f"All {len(holding)} records agree.{besides} {_told(best)} {UNCONFIRMED}"
            return replace(verdict, status="partly_supported", why=" ".join([why, *expired]), **common)
        return verdict


def _of_entries(asked: Asked, register: RecordSet, about: frozenset[str]) -> list[Candidate]:
    """How long the entries of a register may run, who allows them and what they hold, where a claim speaks of them.

    Args:
        about: stems of what the register is about and no other records are.
    """
    heading = " ".join(asked.claim.heading_path[-1:]) if IT.match(asked.text) else ""
    if not (about & asked.words or OF_EXCEPTIONS.search(asked.text) or OF_EXCEPTIONS.search(heading)):
        return list(spans(asked, register, {})) if about & asked.around and IT.match(asked.text) else []
    scope = asked.claim.scope or ""
    kinds = {
        header: values for header, values in kinds_meant(asked, register).items() if all(asked.says_value(v, scope) for v in values)
    }
    granted = replace(register, rows=[row for row in register.rows if not _is_open(row, register)])
    return [*spans(asked, register, {}), *agents.offers(asked, register, kinds), *states(asked, granted, {})]


def _is_open(row: Mapping[str, str], register: RecordSet) -> bool:
    """Whether an entry is only asked for, or was refused."""
    told = [c.header for c in register.columns if c.kind != "moment" and STATE.search(" ".join(tokens(c.header)))]
    cells = [(row.get(header) or "").strip() for header in told]
    return any((says(cell) in ("no", "pending") and not EXPIRED.match(cell)) or NOT_GRANTED.match(cell) for cell in cells)


def _is_another_time(asked: Asked) -> bool:
    """Whether a cell promises a time that is none of the values that the check of its row has tested."""
    values = [one for one in asked.claim.params.values() if isinstance(one, str)]
    stated = {known for one in values if any(known := duration_hours(one))}
    if asked.cell is None or asked.limit is None:
        return False
    return bool(stated) and (asked.limit.hours, asked.limit.business_days) not in stated


def _surely_measured(best: Candidate, asked: Asked) -> bool:
    """Whether what nearly all records break is surely what the claim measures: a time whose beginning it names."""
    begins = frozenset(best.start.about) if best.start else frozenset[str]()
    named = best.kind != "deadline" or bool(begins & (asked.clock | beginnings()))
    return best.measured and best.score > SURE and named


def _unexcused(
    best: Candidate, failing: list[Observation], claim: Claim, evidence: Evidence
) -> tuple[list[Observation], list[Excused], list[str]]:
    """What is not excused, what is, and what no longer is; no entry of a register excuses itself."""
    if is_register(best.records):
        return failing, [], []
    return excuse(
        failing, claim, evidence.period, evidence.register, evidence.accepted,
        carve_outs=evidence.carve_outs.get(claim.id, ()), doubts=evidence.doubts,
    )  # fmt: skip


def _completed(
    observations: list[Observation], offered: Sequence[Candidate], asked: Asked, evidence: Evidence
) -> list[Observation]:  # fmt: skip
    """Records whose time taken nobody wrote down are measured by their two moments, where they have them."""
    best = offered[0]
    other = next((c for c in offered if c.kind == "deadline" and c.records is best.records and c.scope == best.scope), None)
    if best.kind != "amount" or other is None:
        return observations
    pairs = zip(observations, other.observe(asked, evidence), strict=True)
    return [measured if one.holds is None else one for one, measured in pairs]


def _promised_share(claim: Claim, best: Candidate) -> float | None:
    """The share of the records for which a claim is made; a figure that each record has to reach is none."""
    return claim.share if claim.share is not None or best.kind == "figure" else share_of(claim.text, {})


def _begins_as_said(candidate: Candidate, asked: Asked) -> bool:
    """Whether the time of a deadline runs from what the claim itself names; else it is a guess, which no check has to yield to."""
    begins = frozenset(candidate.start.about) if candidate.start and candidate.kind == "deadline" else None
    return begins is None or bool(begins & asked.clock)


def _ambiguous(offered: Sequence[Candidate]) -> bool:
    """Whether two sets of records fit equally well."""
    return len(offered) > 1 and offered[0].score == offered[1].score and offered[0].records is not offered[1].records


def _files(candidate: Candidate) -> tuple[str, ...]:
    others = [one.file for one in (candidate.by, candidate.records.other) if one]
    return tuple(dict.fromkeys((candidate.records.file, *others)))


def _told(candidate: Candidate) -> str:
    """Where it was read, so that it can be looked up."""
    rows = "; ".join(f"{header} is {' or '.join(values)}" for header, values in candidate.scope.items())
    where = f"{candidate.records.file}{f' ({candidate.records.name})' if candidate.records.name else ''}"
    if candidate.records.other:
        where += f" with what {candidate.records.other.file} says of them"
    if candidate.prose:
        return f"Told from {where}, the minutes of {len(candidate.records.rows):,} meetings."
    of = f" of the rows in which {rows}" if rows else ""
    if candidate.by and candidate.keys:
        return f"Told from {where}, column «{candidate.keys[0]}»{of}, against {candidate.by.file}, column «{candidate.keys[1]}»."
    columns = (
        f"«{candidate.start.header}» to «{candidate.column.header}»" if candidate.start else f"column «{candidate.column.header}»"
    )
    return f"Told from {where}, {columns}{of}, which the sentence names."
