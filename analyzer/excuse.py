"""What was accepted beforehand: the register of the configuration and the exception registers among the evidence.

A valid entry excuses the item it names; one that has ended, has not begun, or that nobody approved excuses nothing and is
named, because it shows that the deviation is known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from claims import Claim, Document, LeftOut

from .catalog import Catalog
from .config import RegisteredException
from .decisions.accepting import applies, excuses, label, names
from .evidence.store import Store
from .exceptions import Acceptance, about, is_register, is_valid, names_of, read_registers
from .exceptions.carved import CarveOut, carved
from .exceptions.controls import doubted
from .exceptions.rules import RuleBook
from .exceptions.shape import Records
from .exceptions.terms import on_terms, terms_of
from .exceptions.validity import Window
from .model import Excused, Observation, Period

__all__ = ["Acceptance", "acceptances", "excuse", "without_registers"]


def acceptances(
    store: Store, catalog: Catalog, period: Period, sets: Sequence[Records] = (), documents: Sequence[Document] = (),
    claims: Sequence[Claim] = (),
) -> tuple[Acceptance, ...]:  # fmt: skip
    """The entries of the exception registers among the evidence, each with what evidence and documents say against it.

    Args:
        sets: the records of the evidence as they came.
        documents: the documents under review, for the terms on which they allow exceptions.
        claims: their claims, for the rules that the entries name.
    """
    entries = on_terms(read_registers(store, catalog, sets), [terms_of(document) for document in documents])
    book = RuleBook(claims, documents) if claims and entries else None
    if book:
        entries = [
            replace(one, rules=book.rules(one.rule or one.concerns, one.subject.topics)) if one.rule or one.concerns else one
            for one in entries
        ]
    return doubted(entries, sets, period)


def without_registers(left_out: Sequence[LeftOut], sets: Sequence[Records]) -> tuple[LeftOut, ...]:
    """What was left out, where files that are told to be registers of exceptions by their shape are said to be these.

    Args:
        left_out: files that became no table, among others.
        sets: the records of the evidence as they came.
    """
    entries = Counter({one.file: len(one.rows) for one in sets if is_register(one)})
    why = "no table knows its columns; it was read as a register of exceptions (rows: {:,})"
    return tuple(replace(one, why=why.format(entries[one.what]), advice="") if entries[one.what] else one for one in left_out)


def excuse(
    failing: Sequence[Observation], claim: Claim, period: Period, register: Iterable[RegisteredException],
    accepted: Sequence[Acceptance], window: Window = "period", carve_outs: Sequence[CarveOut] = (),
    doubts: Mapping[str, Sequence[str]] | None = None,
) -> tuple[list[Observation], list[Excused], list[str]]:  # fmt: skip
    """Split failing items into exceptions and those that a valid entry, or the document itself, excuses.

    Args:
        window: whether the claim is judged over the period or as of its end.
        carve_outs: what the claim's document leaves out of it.
        doubts: what the evidence says against compensating controls, by the label of the entry of `register`.

    Returns:
        The exceptions, the excused items, and a sentence for every entry that names an item and does not excuse it.
    """
    entries, own = list(accepted), [(label(entry), entry) for entry in register if applies(entry, claim)]
    if not (entries or own or carve_outs):
        return list(failing), [], []
    exceptions: list[Observation] = []
    excused: list[Excused] = []
    notes: list[str] = []
    in_words = any(entry.concerns for entry in entries)
    for observation, named in zip(failing, names_of(failing, period.as_of, in_words=in_words), strict=True):
        reasons = [
            (*excuses(entry, observation, period, window, (doubts or {}).get(called, ())), called)
            for called, entry in own
            if names(entry.item, observation)
        ]
        reasons += [(True, why, "") for one in carve_outs if (why := carved(one, observation))]
        for entry in entries:
            how = about(entry, named, claim, observation)
            if how == "other":
                said = f" («{stated[:60]}»)" if (stated := entry.rule or entry.concerns) else ""
                reasons.append((False, f"The {entry.named} is about another rule{said} and does not excuse this.", ""))
            elif how:
                valid, why = is_valid(entry, how, observation, period, window)
                if valid or how != "group":
                    reasons.append((valid, f"{why}. {' '.join(entry.doubts)}" if valid and entry.doubts else why, ""))
        valid = next(((why, called) for does, why, called in reasons if does), None)
        if valid:
            excused.append(Excused(item=observation.item, why=valid[0], entry=valid[1]))
        else:
            exceptions.append(observation)
            notes += [why for _, why, _ in reasons]
    return exceptions, excused, list(dict.fromkeys(notes))
