"""Registers of exceptions under any name and headers are told by their shape; other logs are not taken for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel, ConfigDict

from analyzer.catalog import load_catalog
from analyzer.columns.profile import RecordSet
from analyzer.exceptions import Acceptance, is_register, read_registers
from tests.analyzer.exceptions.registers import NO_TABLE, PERIOD, records

Given = tuple[str, str, Sequence[str]]  # name of the file, headers, rows; cells are separated by |


class Says(BaseModel):
    """What the first entry of a register says."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    reference: str
    approver: str
    begins: date | None = None
    ends: date | None = None


class Shape(BaseModel):
    """A file of `shapes.yaml`; one that is no register says nothing of exceptions."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    file: str
    headers: str
    rows: tuple[str, ...]
    says: Says | None = None

    @property
    def given(self) -> Given:
        return self.file, self.headers, self.rows


SHAPES = {
    kind: [Shape.model_validate(one) for one in files]
    for kind, files in yaml.safe_load(Path(__file__).with_name("shapes.yaml").read_text(encoding="utf-8")).items()
}


def made(given: Given) -> RecordSet:
    """The records of a file, given as lines."""
    file, header, lines = given
    headers = [one.strip() for one in header.split("|")]
    rows = [dict(zip(headers, (cell.strip() for cell in line.split("|")), strict=True)) for line in lines]
    return replace(records(file, rows), last=PERIOD.as_of)


def first(given: Given) -> Acceptance:
    """The first entry of a register."""
    return read_registers(NO_TABLE, load_catalog(), [made(given)])[0]


@pytest.mark.parametrize("shape", SHAPES["registers"], ids=lambda one: one.file)
def test_a_register_says_who_allowed_what_and_until_when(shape: Shape) -> None:
    assert is_register(made(shape.given))
    entry = first(shape.given)
    said = Says(reference=entry.reference, approver=entry.approver, begins=entry.start or entry.approved, ends=entry.end)
    assert (said, entry.unreadable) == (shape.says, "")
    assert entry.affected or entry.text


@pytest.mark.parametrize("shape", SHAPES["logs"], ids=lambda one: one.file)
def test_other_logs_are_no_registers(shape: Shape) -> None:
    assert not is_register(made(shape.given))


def test_headers_mean_what_the_cells_under_them_say() -> None:
    dated = first(("waivers.csv", "id|host|granted|by|until", ["1|kiln-1|2026-01-05|CTO|2026-12-31"]))
    named = first(("waivers.csv", "id|host|granted|granted on|until", ["1|kiln-1|CTO|2026-01-05|2026-12-31"]))
    assert (dated.approver, dated.approved) == (named.approver, named.approved) == ("CTO", date(2026, 1, 5))


def test_to_whom_something_was_granted_is_no_end() -> None:
    header = "id|rule|granted to|granted by|granted on|runs until"
    one = first(("waivers.csv", header, ["1|closing limit|K-17|Ana Lund (CTO)|2026-01-05|2026-03-31"]))
    until = first(("waivers.csv", "id|host|granted by|granted on|granted to", ["1|kiln-1|CTO|2026-01-05|2026-03-31"]))
    assert (one.end, until.end) == (date(2026, 3, 31), date(2026, 3, 31))


def test_days_in_figures_are_read_by_the_file_or_not_at_all() -> None:
    header = "id|host|granted by|until"
    assert first(("waivers.csv", header, ["1|kiln-1|CTO|04/09/2026", "2|kiln-2|CTO|30/09/2026"])).end == date(2026, 9, 4)
    assert first(("waivers.csv", header, ["1|kiln-1|CTO|04/09/2026", "2|kiln-2|CTO|09/30/2026"])).end == date(2026, 4, 9)
    unclear = first(("waivers.csv", header, ["1|kiln-1|CTO|04/09/2026"]))
    assert (unclear.end, unclear.unreadable) == (None, "until «04/09/2026»")


def test_an_end_without_a_year_follows_the_beginning() -> None:
    given = (
        "waivers.csv",
        "id|host|granted by|granted|until",
        ["1|kiln-1|CTO|20.12.2025|15.01.", "2|kiln-2|CTO|02.02.2026|20.12."],
    )
    ends = [entry.end for entry in read_registers(NO_TABLE, load_catalog(), [made(given)])]
    assert ends == [date(2026, 1, 15), date(2026, 12, 20)]


def test_an_entry_ends_where_its_words_say_so_or_where_it_was_taken_back() -> None:
    assert first(
        ("waivers.csv", "id|about|granted by|granted on", ["1|kiln-1 unscanned until 15.03.2026|CTO|02.01.2026"])
    ).end == date(2026, 3, 15)
    back = first(("waivers.csv", "id|host|granted by|until|revoked on", ["1|kiln-1|CTO|2026-12-31|2026-02-03"]))
    assert back.end == date(2026, 2, 3)
    said = first(("waivers.csv", "id|host|granted by|until|revoked", ["1|kiln-1|CTO|2026-12-31|yes"]))
    assert (said.end, said.status) == (date(2026, 12, 31), "revoked")
    kept = first(("waivers.csv", "id|host|granted by|until|revoked", ["1|kiln-1|CTO|2026-12-31|no"]))
    assert (kept.end, kept.status, kept.unreadable) == (date(2026, 12, 31), "", "")


def test_a_header_with_alternatives_means_its_first() -> None:
    entry = first(("exception log.csv", "No|Kiln or line|Rule|Approved by|Expiry", ["E-3|kiln-1|4.1|CTO|2026-12-31"]))
    assert dict(entry.affected) == {}
    entry = first(("exception log.csv", "No|Device or line|Rule|Approved by|Expiry", ["E-3|kiln-1|4.1|CTO|2026-12-31"]))
    assert dict(entry.affected) == {"Device or line": "kiln-1"}


def test_each_who_has_to_sign_may_have_a_column_of_yes_and_no() -> None:
    header = "RA No|Kiln|Reason|Signed Plant Owner|Signed Head of Heat|Signed On|Valid To"
    lines = ["RA-1|kiln-1|late part|yes|yes|2026-01-05|2026-12-31", "RA-2|kiln-2|late part|yes|no|2026-01-05|2026-12-31"]
    register = made(("risk-acceptances.csv", header, lines))
    assert is_register(register)
    signed, unsigned = read_registers(NO_TABLE, load_catalog(), [register])
    assert (signed.approver, signed.approved, signed.end) == ("Plant Owner, Head of Heat", date(2026, 1, 5), date(2026, 12, 31))
    assert unsigned.approver == ""


def test_a_column_of_what_other_files_identify_names_what_is_affected() -> None:
    berths = made(("berths.csv", "berth|deck", ("BR-01|upper", "BR-02|lower", "BR-03|lower")))
    waivers = made(("waivers.csv", "waiver|place|rule|granted by|until", ("W-1|BR-02|no smoking|Captain|2026-05-01",)))
    assert [entry.affected for entry in read_registers(NO_TABLE, load_catalog(), [berths, waivers])] == [{"place": "BR-02"}]
    assert [entry.affected for entry in read_registers(NO_TABLE, load_catalog(), [waivers])] == [{}]
