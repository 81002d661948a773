"""Figures that bound others, lists of names, labels and ranges that name rows, and times that a house rule leaves to the reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from claims.model import Form
from tests.analyzer.columns.test_columns import items
from tests.analyzer.columns.test_wordings import told

ORDERS = (
    "order,arrived,kind,baked,recipe checked,handed over,dough_weight,loaf_weight,baker shop,customer shop,oven,eur,okayed on",
    "O-1,2026-02-02,Cake,2026-02-04,2026-02-03,2026-02-05,900,700,North,South,deck oven,40,",
    "O-2,2026-02-03,Bread order,2026-02-05,2026-02-04,2026-02-06,800,810,North,East,deck oven,20,",
    "O-3,2026-02-04,Cake,2026-02-05,2026-02-05,2026-02-16,950,700,South,South,stone+steam,180,2026-02-03",
    "O-4,2026-02-05,Bread order,2026-02-14,,2026-02-15,700,690,East,North,stone+steam,160,",
    "O-5,2026-02-06,Bread order,2026-02-07,,2026-02-08,600,590,East,South,gas oven,30,",
    "O-6,2026-02-09,Cake,2026-02-10,2026-02-10,2026-02-11,640,590,East,South,deck oven,30,",
    "O-7,2026-02-10,Bread order,2026-02-11,,2026-02-12,600,590,North,South,deck oven,30,",
)  # fmt: skip
SHIFTS = (
    "shift,day,from,to,hours,okays,class,points,last sweep,soot sweep done,kept",
    "S-1,2026-02-01,20:00,23:30,3.5,Mia 2026-01-30; Oskar 2026-01-30,A,16,2026-06-20,,24 months after closing",
    "S-2,2026-02-08,20:10,23:50,3.7,Mia 2026-02-02; Oskar 2026-02-03,A,18,2026-03-20,,12 months after closing",
    "S-3,2026-02-15,20:00,01:30,5.5,Mia 2026-02-10,A,17,2026-06-12,,24 months after closing",
    "S-4,2026-02-18,19:00,21:00,2,Mia 2026-02-10; Oskar 2026-02-11,A,4,2026-01-12,,24 months after closing",
    "S-5,2026-02-20,09:00,11:00,2,Ida 2026-02-10,B,3,2026-06-12,,36 months after closing",
)  # fmt: skip
BOOKS = (
    "month,balanced on,clerk",
    "2026-01,2026-02-08,Ana", "2026-02,2026-03-14,Ana", "Mar 2026,2026-04-09,Bo", "2026-04,2026-05-08,Bo",
)  # fmt: skip
GATES = (
    "gate,day,slot,opened at,shut at,bags_marked,bags_opened",
    "G-1,2026-03-07,NIGHT (Sat 02-06),02:30,05:15,2,2", "G-2,2026-03-11,NET (Wed 02:00-04:00),02:15,03:50,3,3",
    "G-3,2026-03-14,NET (Wed 02:00-04:00),02:00,03:45,4,1", "G-4,2026-03-21,NIGHT (Sat 02-06),04:00,06:30,0,0",
    "G-5,2026-03-28,NIGHT (Saturday 02-06),02:00,05:30,1,1",
)  # fmt: skip
FILES = {GATES: "gates.csv", ORDERS: "orders.csv", SHIFTS: "shifts.csv", BOOKS: "books.csv"}


@pytest.mark.parametrize(
    ("text", "scope", "lines", "broken"),
    [
        ("The loaf weight never exceeds the dough weight.", None, ORDERS, ["O-2"]),
        ("The baker shop must not be the same as the customer shop.", None, ORDERS, ["O-3"]),
        ("Orders are baked only in an approved oven (deck oven or stone and steam).", None, ORDERS, ["O-5"]),
        ("Orders are baked only in these ovens: deck oven (north), stone+steam (south).", None, ORDERS, ["O-5"]),
        ("Orders over EUR 100 need an okay before they are baked.", None, ORDERS, ["O-4"]),
        ("Bread orders are baked within 3 days.", "Bread orders", ORDERS, ["O-4"]),
        ("Cake orders are dealt with within 5 days.", "Cake orders", ORDERS, ["O-3"]),
        ("Shifts are limited to 4 hours.", "Shifts", SHIFTS, ["S-3"]),
        ("Shifts of class A need two okays and start on a Sunday.", "Shifts of class A", SHIFTS, ["S-4"]),
        ("The books are balanced every month by the 10th.", "The books", BOOKS, ["2026-02"]),
        ("All gates open in their planned slot windows.", "All gates", GATES, ["G-3", "G-4"]),
        ("Marked bags are opened within an hour.", "Marked bags", GATES, ["G-3"]),
        ("The books are balanced by the tenth of each month.", "The books", BOOKS, ["2026-02"]),
    ],
)  # fmt: skip
def test_what_a_sentence_compares(
    tmp_path: Path, text: str, scope: str | None, lines: tuple[str, ...], broken: list[str]
) -> None:
    given = told(tmp_path, text, lines, scope=scope, file=FILES[lines])
    assert (given.status, items(given)) == ("contradicted", broken)


@pytest.mark.parametrize(
    ("text", "lines", "broken"),
    [
        ("Class: Class A; Okays: Mia and Oskar", SHIFTS, ["S-3"]),
        ("Points: 15 and above; Last sweep: every month", SHIFTS, ["S-2"]),
        ("Class: A; Hours: Sunday 20:00-00:00", SHIFTS, ["S-3", "S-4"]),
        ("Class: A; Kept for: 24 months", SHIFTS, ["S-2"]),
    ],
)
def test_what_a_row_compares(tmp_path: Path, text: str, lines: tuple[str, ...], broken: list[str]) -> None:
    form: Form = "row"
    given = told(tmp_path, text, lines, form=form, scope=text.split(";", maxsplit=1)[0].split(": ")[1], file=FILES[lines])
    assert (given.status, items(given)) == ("contradicted", broken)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("The loaf weight never exceeds 1,000 grams.", ORDERS),
        ("Orders are baked in several ovens, including the best known (deck oven or gas oven).", ORDERS),
        ("Orders over 100 pieces need an okay before they are baked.", ORDERS),
        ("Recipes are checked within 3 days.", ORDERS),
        ("Gates are painted in a window of four weeks.", GATES),
        ("Bags are opened by marked staff.", GATES),
        ("The books are balanced by the 10th of June.", BOOKS),
    ],
)
def test_what_compares_nothing(tmp_path: Path, text: str, lines: tuple[str, ...]) -> None:
    assert told(tmp_path, text, lines, file=FILES[lines]).status != "contradicted"


@pytest.mark.parametrize(("without", "status"), [((3, 5, 8, 11), "not_shown"), ((8,), "contradicted")])
def test_a_step_that_many_records_skip_is_none_of_theirs(tmp_path: Path, without: tuple[int, ...], status: str) -> None:
    rows = (f"O-{n},2026-03-{n + 9},{'' if n in without else f'2026-03-{n + 10}'},2026-03-{n + 11}" for n in range(1, 15))
    lines = ("order,arrived,recipe checked,handed over", *rows)
    given = told(tmp_path, "The recipe of an order is checked within 3 days of arrival.", lines, file="orders.csv")
    assert (given.status, items(given)) == (status, [f"O-{n}" for n in without] if status == "contradicted" else [])
