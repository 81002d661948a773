"""Registers of exceptions under any name and headers are told by their shape; other logs are not taken for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from analyzer.catalog import load_catalog
from analyzer.columns.profile import RecordSet
from analyzer.exceptions import Acceptance, is_register, read_registers
from tests.analyzer.exceptions.registers import NO_TABLE, PERIOD, records

Given = tuple[str, str, Sequence[str]]  # name of the file, headers, rows; cells are separated by |


def made(given: Given) -> RecordSet:
    """The records of a file, given as lines."""
    file, header, lines = given
    headers = [one.strip() for one in header.split("|")]
    rows = [dict(zip(headers, (cell.strip() for cell in line.split("|")), strict=True)) for line in lines]
    return replace(records(file, rows), last=PERIOD.as_of)


def first(given: Given) -> Acceptance:
    """The first entry of a register."""
    return read_registers(NO_TABLE, load_catalog(), [made(given)])[0]


REGISTERS: tuple[tuple[Given, str, str, date | None, date | None], ...] = (
    (
        (
            "waivers.csv",
            "waiver|regards|why|signed|signed_on|until",
            ["V-3|salt-db nightly copy|disk swap|Plant Head|04.03.2026|30.03.2026"],
        ),
        "V-3",
        "Plant Head",
        date(2026, 3, 4),
        date(2026, 3, 30),
    ),
    (
        ("departures.csv", "no|regarding|approved|ends", ["T-4|SSH open at pump-west|Chief Engineer|31.12.2026"]),
        "T-4",
        "Chief Engineer",
        None,
        date(2026, 12, 31),
    ),
    (
        ("exemptions.csv", "id|target|granted by|begin|end|reason", ["X-1|cam-7|plant director|2026-02-01|2026-02-09|crane works"]),
        "X-1",
        "plant director",
        date(2026, 2, 1),
        date(2026, 2, 9),
    ),
    (
        (
            "people_waivers.csv",
            "ref|colleague|waived|granted by|granted|ends",
            ["P-1|Lund, Kari|first aid course|People Lead|3 Feb 2026|30 Apr 2026"],
        ),
        "P-1",
        "People Lead",
        date(2026, 2, 3),
        date(2026, 4, 30),
    ),
    (
        ("exc.csv", "exc|rule|release|allowed_by|noted_on", ["N-9|no release on Friday|R-77|Head of Product|2026-05-21"]),
        "N-9",
        "Head of Product",
        date(2026, 5, 21),
        None,
    ),
    (
        ("sheet of exceptions.csv", "Nr|User|Clause waived|Granted by|Until", ["4|mia.k|B2 - hand in plaster|IT Head|31.12.2026"]),
        "4",
        "IT Head",
        None,
        date(2026, 12, 31),
    ),
    (
        ("tolerated.csv", "#|What|OK by|From|To", ["1|Telnet on press-2|Works Manager|01/05/26|12/31/26"]),
        "1",
        "Works Manager",
        date(2026, 1, 5),
        date(2026, 12, 31),
    ),
    (
        (
            "derogations.tsv",
            "Key|Applies to|Rule lifted|Authority|Valid from|Valid until",
            ["D1|kiln-app|weekly scan|CTO|2026/01/10|2026/06/30"],
        ),
        "D1",
        "CTO",
        date(2026, 1, 10),
        date(2026, 6, 30),
    ),
    (
        (
            "special cases 2026.csv",
            "Case|Employee|Exempt from|Agreed by|Agreed on|Runs until",
            ["C7|Ona Vela|phishing course|HR Lead|5 March 2026|1 July 2026"],
        ),
        "C7",
        "HR Lead",
        date(2026, 3, 5),
        date(2026, 7, 1),
    ),
    (
        (
            "dispensation list.csv",
            "Number|Host|Dispensed from|Permitted by|Date permitted|Lapses",
            ["88|fax-1|disk encryption|Security Lead|2026-03-01|2026-09-01"],
        ),
        "88",
        "Security Lead",
        date(2026, 3, 1),
        date(2026, 9, 1),
    ),
    (
        (
            "carve outs.csv",
            "id|store|reason|signatory|day of signature|good until",
            ["co-1|tar-vault|tape robot broken|Head of Storage|Mon 02 Mar 2026|Fri 03 Apr 2026"],
        ),
        "co-1",
        "Head of Storage",
        date(2026, 3, 2),
        date(2026, 4, 3),
    ),
    (
        (
            "concessions.csv",
            "concession|supplier|what is allowed|sanctioned by|ends on",
            ["CN-2|Birch Foods|no questionnaire this year|COO|2026-12-31"],
        ),
        "CN-2",
        "COO",
        None,
        date(2026, 12, 31),
    ),
    (
        ("list.csv", "entry|account|not applied|who approved|since|till", ["e1|svc-loom|key rotation|CISO|2026-01-02|2026-08-31"]),
        "e1",
        "CISO",
        date(2026, 1, 2),
        date(2026, 8, 31),
    ),
    (
        ("notes.csv", "ref|machine|requirement waived|approved|ends", ["n1|lathe-pc|antivirus agent|Head of IT|31 Jul 2026"]),
        "n1",
        "Head of IT",
        None,
        date(2026, 7, 31),
    ),
    (
        (
            "agreed.csv",
            "ref|about|agreed by|until",
            ["a1|loom-3 stays without patches|Plant Head|30.11.2026", "a2|No MFA on the gate terminal|Plant Head|30.11.2026"],
        ),
        "a1",
        "Plant Head",
        None,
        date(2026, 11, 30),
    ),
    (
        (
            "risk acceptances.csv",
            "acceptance|asset|description|accepted by|accepted|expires",
            ["RA-1|old-crm|unsupported database|CFO|2026-01-09|2026-12-01"],
        ),
        "RA-1",
        "CFO",
        date(2026, 1, 9),
        date(2026, 12, 1),
    ),
    (
        (
            "policy deviations.csv",
            "deviation|policy|approval|approval date|expiry",
            ["Logs of mill-4 kept for 30 days only|Logging|Head of Ops|2026-02-02|2026-08-02"],
        ),
        "Logs of mill-4 kept for 30 days only",
        "Head of Ops",
        date(2026, 2, 2),
        date(2026, 8, 2),
    ),
    (
        (
            "ExemptionRegister.csv",
            "exemptionId|objectName|grantedBy|grantedOn|validThrough",
            ["EX1|gate-cam|CSO|2026-04-01|2026-10-01"],
        ),
        "EX1",
        "CSO",
        date(2026, 4, 1),
        date(2026, 10, 1),
    ),
    (
        (
            "waived.csv",
            "who|what was waived|consent|recorded|up to",
            ["Ines Roth|exit interview|HR Director|04.05.2026|31.05.2026"],
        ),
        "Ines Roth",
        "HR Director",
        date(2026, 5, 4),
        date(2026, 5, 31),
    ),
    (
        ("variances.csv", "var|pipeline|reason|cleared by|stops", ["1|ship-web|no staging this month|VP Product|30 June 2026"]),
        "1",
        "VP Product",
        None,
        date(2026, 6, 30),
    ),
    (
        ("allowed deviations.csv", "no.|site|section|allowed|until", ["12|Depot North|4.2 visitors|Facility Lead|15.06."]),
        "12",
        "Facility Lead",
        None,
        date(2026, 6, 15),
    ),
    (
        ("exceptions.csv", "id|repo|rule|approved|approved by|ends", ["9|loom-web|two reviews|05/21/26|VP Engineering|06/30/26"]),
        "9",
        "VP Engineering",
        date(2026, 5, 21),
        date(2026, 6, 30),
    ),
)


@pytest.mark.parametrize(("given", "reference", "approver", "begins", "ends"), REGISTERS, ids=[given[0] for given, *_ in REGISTERS])
def test_a_register_says_who_allowed_what_and_until_when(
    given: Given, reference: str, approver: str, begins: date | None, ends: date | None
) -> None:
    assert is_register(made(given))
    entry = first(given)
    assert (entry.reference, entry.approver, entry.start or entry.approved, entry.end, entry.unreadable) == (
        reference, approver, begins, ends, "",
    )  # fmt: skip
    assert entry.affected or entry.text


LOGS: tuple[Given, ...] = (
    ("access requests.csv", "ticket|user|role|approved by|approved on|valid until", ["A-1|mia|admin|Kim|2026-01-05|2026-02-05"]),
    ("temporary access.csv", "id|person|access to|granted by|start|end|reason", ["1|mia|ledger|Kim|2026-01-05|2026-02-05|audit"]),
    ("changes.csv", "change|rule|approved by|approved on|deployed", ["C-1|R-1|Kim|2026-01-05|2026-01-06"]),
    ("rule_changes.csv", "when|rule|change|by|consent", ["06.05.|R-9 odd hours|off|Mia|shift lead"]),
    ("risk register.csv", "id|risk|likelihood|impact|accepted by|review until", ["R-1|flood|2|4|CFO|2026-12-31"]),
    ("vendors.csv", "vendor|service|signed by|signed on|contract end", ["Birch|catering|CFO|2026-01-05|2027-01-04"]),
    ("contracts.csv", "no|about|signed|signed on|ends", ["1|Cleaning of halls|CFO|2026-01-05|2027-01-04"]),
    ("leave.csv", "person|approved by|from|to|reason", ["Mia|Kim|2026-05-01|2026-05-08|holiday"]),
    ("leavers.csv", "person|last day|confirmed by|pass returned", ["Mia|2026-05-01|Kim|2026-05-01"]),
    ("departures.csv", "person|last working day|signed off by|ends|laptop", ["Mia|2026-05-01|Kim|2026-05-01|back"]),
    ("visitors.csv", "visitor|host|approved by|arrival|until", ["Mia|Kim|Kim|2026-05-01|2026-05-01"]),
    ("certificates.csv", "host|issuer|approved by|valid from|valid until", ["a.example|Root|Kim|2026-01-01|2026-12-01"]),
    ("firewall.csv", "rule|source|port|ticket|approved by|valid to", ["fw-1|any|443|N-1|Kim|2026-12-01"]),
    ("user acceptance.csv", "case|accepted by|accepted on|status", ["Login works|Kim|2026-01-05|passed"]),
    ("policies.csv", "policy|owner|approved by|approved on|next review", ["Backups|Kim|CTO|2026-01-05|2027-01-05"]),
    ("trainings.csv", "person|course|signed by|signed on|valid until", ["Mia|First aid|Kim|2026-01-05|2028-01-05"]),
    ("phone extensions.csv", "extension|person|approved by|status", ["4411|Mia|Kim|active"]),
    ("projects.csv", "no|about|approved|ends", ["1|New hall|CFO|31.12.2026"]),
)


@pytest.mark.parametrize("given", LOGS, ids=[given[0] for given in LOGS])
def test_other_logs_are_no_registers(given: Given) -> None:
    assert not is_register(made(given))


def test_headers_mean_what_the_cells_under_them_say() -> None:
    dated = first(("waivers.csv", "id|host|granted|by|until", ["1|kiln-1|2026-01-05|CTO|2026-12-31"]))
    named = first(("waivers.csv", "id|host|granted|granted on|until", ["1|kiln-1|CTO|2026-01-05|2026-12-31"]))
    assert (dated.approver, dated.approved) == (named.approver, named.approved) == ("CTO", date(2026, 1, 5))


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
