"""Entries are held against the policy: against who may grant, for how long, and against the rule that they name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from analyzer.catalog import load_catalog
from analyzer.exceptions.terms import Terms, is_of, terms_of
from analyzer.excuse import acceptances, excuse
from analyzer.model import Observation
from claims import Claim, Document, read
from tests.analyzer.exceptions.registers import NO_TABLE, PERIOD, failing
from tests.analyzer.exceptions.test_shapes import made

CATALOG = load_catalog()


def document(folder: Path, text: str) -> Document:
    path = folder / "policy.md"
    path.write_text(text, encoding="utf-8")
    return read(path, "policy.md")


def stated(folder: Path, *sentences: str) -> Terms:
    """The terms of a policy with these sentences on exceptions."""
    return terms_of(document(folder, "# Policy\n\n## 9 Exceptions\n\n" + "\n\n".join(sentences) + "\n"))


@pytest.mark.parametrize(
    ("sentence", "roles"),
    [
        ("A waiver is valid only when the Head of Mills has signed it.", ("Head of Mills",)),
        ("The finance director may waive a rule in writing.", ("finance director",)),
        ("The Head of IT grants exceptions for a fixed time.", ("Head of IT",)),
        ("A departure from this policy is approved by the CTO and ends on its date.", ("CTO",)),
        ("Exceptions require approval by the Chief Information Security Officer.", ("Chief Information Security Officer",)),
        ("Exceptions are approved by the CISO or the VP Engineering.", ("CISO", "VP Engineering")),
        ("Exceptions are approved by the CISO or a delegate.", ()),
        ("Exceptions are recorded in the register.", ()),
        ("The release manager approves every change without exception.", ()),
    ],
)  # fmt: skip
def test_a_policy_names_who_may_grant(tmp_path: Path, sentence: str, roles: tuple[str, ...]) -> None:
    assert stated(tmp_path, sentence).roles == roles


def test_a_policy_says_for_how_long_and_whether_beforehand(tmp_path: Path) -> None:
    terms = stated(tmp_path, "Waivers last 30 days at most.", "They are entered before the work starts.")
    assert (terms.longest, terms.beforehand) == (30, True)
    assert stated(tmp_path, "The register is reviewed every 30 days.").longest is None


@pytest.mark.parametrize(
    ("approver", "role", "same"),
    [
        ("CISO", "Chief Information Security Officer", True),
        ("Kim Osei (CISO)", "CISO", True),
        ("Operations Director", "operations director", True),
        ("VP of Engineering", "VP Engineering", True),
        ("Head of Engineering", "VP Engineering", True),
        ("Engineering manager", "VP Engineering", False),
        ("release manager", "VP Engineering", False),
        ("Head of Sales", "Head of Mills", False),
        ("Kim Osei", "CISO", False),
    ],
)
def test_a_title_is_that_of_a_role_in_these_words_or_close_ones(approver: str, role: str, same: bool) -> None:
    assert is_of(approver, (role,)) is same


POLICY = """# Mill rules

## 2 Machines

- M1. Every machine is scanned for weaknesses once a week.
- M2. The disks of all machines must be encrypted.

## 3 People

All employees must complete the first aid course within 14 days of the start.

All employees must complete the crane course within 30 days of the start.

A background check is completed for every new joiner before the start date.

## 4 Releases

Releases must not be deployed on a Friday.

Every release must have passed its tests.

## 9 Exceptions

The Mill Director may waive a rule in writing, for 60 days at most.
"""


@dataclass(frozen=True)
class Held:
    """What a register excused of failing items, and what was said of the rest."""

    broken: list[str]
    excused: list[str]
    notes: str


def held(folder: Path, rule: str, items: Sequence[Observation], header: str, *lines: str, policy: str = POLICY) -> Held:
    """Items that break the claim with these words, held against a register and the policy."""
    read_in = document(folder, policy)
    claims = list(CATALOG.extractor.claims(read_in))
    claim: Claim = next(one for one in claims if rule in one.sentence)
    accepted = acceptances(NO_TABLE, CATALOG, PERIOD, [made(("waivers.csv", header, lines))], [read_in], claims)
    exceptions, excused, notes = excuse(items, claim, PERIOD, (), accepted)
    return Held([one.item for one in exceptions], [one.item for one in excused], " ".join(notes))


PEOPLE = "ref|colleague|waived|granted by|granted|ends"
LATE = (failing("7100", name="Lund, Kari", started="2026-05-04"), failing("7101", name="Berg, Kari", started="2026-05-04"))


def test_a_person_is_named_in_either_order_and_alone(tmp_path: Path) -> None:
    for name in ("Lund, Kari", "Kari Lund"):
        found = held(tmp_path, "first aid", LATE, PEOPLE, f"P-1|{name}|first aid course|Mill Director|4 May 2026|30 Jun 2026")
        assert (found.broken, found.excused) == (["7101"], ["7100"])


@pytest.mark.parametrize("rule", ["crane course", "background check"])
def test_an_entry_on_one_rule_excuses_no_other(tmp_path: Path, rule: str) -> None:
    found = held(tmp_path, rule, LATE, PEOPLE, "P-1|Lund, Kari|first aid course|Mill Director|4 May 2026|30 Jun 2026")
    assert (found.broken, found.excused) == (["7100", "7101"], [])
    assert "The exception P-1 is about another rule («first aid course»)" in found.notes


@pytest.mark.parametrize(("rule", "excused"), [("scanned for weaknesses", ["loom-4"]), ("disks of all", [])])
def test_the_number_of_a_rule_tells_it(tmp_path: Path, rule: str, excused: list[str]) -> None:
    line = "1|loom-4|M1 - belt broken|Mill Director|2026-06-01|2026-07-15"
    assert held(tmp_path, rule, [failing("loom-4")], "Nr|machine|rule|granted by|granted|until", line).excused == excused


@pytest.mark.parametrize(
    ("approver", "said"),
    [
        ("Shift Manager", "was approved by Shift Manager, where the policy names Mill Director"),
        ("J. Holm", "was approved by J. Holm, where the policy names Mill Director"),
    ],
)
def test_who_is_not_named_by_the_policy_excuses_nothing(tmp_path: Path, approver: str, said: str) -> None:
    lines = [
        f"R-1|loom-4|weekly scan|{approver}|2026-06-01|2026-07-15",
        "R-2|loom-9|weekly scan|Mill Director|2026-06-01|2026-07-15",
    ]
    found = held(tmp_path, "scanned", [failing("loom-4"), failing("loom-9")], "no|machine|rule|granted by|granted|until", *lines)
    assert (found.broken, found.excused) == (["loom-4"], ["loom-9"])
    assert said in found.notes


def test_a_name_is_no_title_where_all_entries_give_names(tmp_path: Path) -> None:
    line = "R-1|loom-4|weekly scan|J. Holm|2026-06-01|2026-07-15"
    assert held(tmp_path, "scanned", [failing("loom-4")], "no|machine|rule|granted by|granted|until", line).excused == ["loom-4"]


def test_an_entry_that_outlasts_what_the_policy_allows_ends_earlier(tmp_path: Path) -> None:
    line = "R-1|loom-4|weekly scan|Mill Director|2026-02-01|2026-12-31"
    found = held(tmp_path, "scanned", [failing("loom-4")], "no|machine|rule|granted by|granted|until", line)
    assert found.broken == ["loom-4"]
    assert "expired on 2026-04-02, after the 60 days that the policy allows" in found.notes


def runs(*days: str, **row: Any) -> list[Observation]:
    return [failing(f"salt-db {day}", resource="salt-db", since=day, **row) for day in days]


NIGHTS = "# Copies\n\nEvery database is backed up every night.\n"
WORDS = "waiver|concerns|reason|signed|signed on|until"


def test_a_day_in_the_words_of_an_entry_tells_the_item(tmp_path: Path) -> None:
    line = "V-1|salt-db nightly backup of 20.05.|disk swap|Mill Director|18.05.2026|21.05.2026"
    found = held(tmp_path, "backed up", runs("2026-05-13", "2026-05-20"), WORDS, line, policy=NIGHTS)
    assert (found.broken, found.excused) == (["salt-db 2026-05-13"], ["salt-db 2026-05-20"])


def test_a_thing_that_items_share_is_meant_while_the_entry_runs(tmp_path: Path) -> None:
    line = "V-1|salt-db nightly backup|disk swap|Mill Director|18.05.2026|21.05.2026"
    found = held(tmp_path, "backed up", runs("2026-05-13", "2026-05-20"), WORDS, line, policy=NIGHTS)
    assert (found.broken, found.excused) == (["salt-db 2026-05-13"], ["salt-db 2026-05-20"])


PORTS = "# Network\n\nOnly port 443 is open to the internet.\n"
OPEN = [
    failing("r-7", zone="mill-north", protocol="udp", port="51999", remark="tunnel, T-4"),
    failing("r-8", zone="mill-south", protocol="tcp", port="2222", remark="see T-4 of mill-north"),
]


@pytest.mark.parametrize(
    "what", ["UDP 51999 open to the internet at mill-north", "port 51999 open in mill-north", "r-7 open to all"]
)
def test_values_of_its_row_tell_an_item_that_the_words_do_not_name(tmp_path: Path, what: str) -> None:
    found = held(tmp_path, "open to", OPEN, "no|about|approved|ends", f"T-4|{what}|CTO|31.12.2026", policy=PORTS)
    assert (found.broken, found.excused) == (["r-8"], ["r-7"])


def test_an_entry_that_names_another_thing_excuses_none_that_only_refers_to_it(tmp_path: Path) -> None:
    found = held(tmp_path, "open to", OPEN[1:], "no|about|approved|ends", "T-4|open port at mill-west|CTO|31.12.2026", policy=PORTS)
    assert (found.broken, found.excused) == (["r-8"], [])


@pytest.mark.parametrize(("rule", "excused"), [("Friday", ["R-77"]), ("passed its tests", [])])
def test_a_release_is_excused_from_the_rule_that_is_named(tmp_path: Path, rule: str, excused: list[str]) -> None:
    line = "N-9|Friday release|R-77|Mill Director|2026-05-21"
    items = [failing("R-77", went_out="Fri 05/22/26 04:28 PM"), failing("R-78", went_out="Fri 05/29/26 04:28 PM")]
    found = held(tmp_path, rule, items, "exc|rule|release|allowed by|noted on", line)
    assert found.excused == excused
