"""Exports with headers that no table knows by name are told by what the headers mean; nothing is supported by that alone."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from analyzer.catalog import Column, Table, load_catalog
from analyzer.config import Config, MatchRule
from analyzer.evidence.cells import fits, shape_of
from analyzer.evidence.likeness import NAMES, Likeness, likeness_of, names_of, opposite
from analyzer.evidence.load import Loaded, load_evidence
from analyzer.model import Period, Verdict
from analyzer.pipeline import review
from claims.semantics import Encoder

from .loading import write

PERIOD = Period(start=date(2026, 3, 1), end=date(2026, 3, 4), as_of=date(2026, 3, 4))
JOBS = "Run nr,Copied database,Kicked off,Wrapped up,How it went\n"
GOOD = "".join(f"R{day},orders-db,2026-03-0{day} 01:00,2026-03-0{day} 01:40,ok\n" for day in range(1, 5))
RULE = MatchRule(
    file="night*.csv", table="backups",
    columns={"job_id": "Run nr", "resource_id": "Copied database", "started_at": "Kicked off", "completed_at": "Wrapped up",
             "status": "How it went"},
)  # fmt: skip


@cache
def compared() -> Likeness:
    return likeness_of(load_catalog().tables)


def load(path: Path, *rules: MatchRule) -> Loaded:
    return load_evidence([path], load_catalog(), PERIOD, likeness=compared, rules=rules)


def verdict_of(folder: Path, sentence: str, *rules: MatchRule) -> Verdict:
    document = write(folder, "policy.md", f"# Backup policy\n\n{sentence}\n")
    run = review([document], [folder / "evidence"], PERIOD, load_catalog(), Config(match=rules))
    return next(verdict for verdict in run.verdicts if verdict.claim.topic == "backup_frequency")


def test_the_shipped_vectors_are_those_of_the_encoder() -> None:
    """Names that were added since are computed when they are needed; names that are shipped have to be right."""
    with np.load(NAMES, allow_pickle=False) as data:
        names = [str(name) for name in data["names"]]
        assert str(data["encoder"]) == Encoder().hashes["encoder.onnx"]
        assert np.allclose(data["vectors"][::50] / 127, Encoder().vectors(names[::50]), atol=0.005)
    assert len(set(names) & set(names_of(load_catalog().tables))) > 1000


def test_a_name_that_is_not_shipped_counts_as_well() -> None:
    column = Column(type="text", meaning="what was fed", synonyms=("Kind of fodder",))
    table = Table(
        id="feedings", title="Feedings", grain="one row per feeding", sources="zoo", key=("fodder",), recognise=("fodder",),
        columns={"fodder": column},
    )  # fmt: skip
    told = Likeness({"feedings": table}, Encoder()).match({"Type of fodder": ["hay", "fish"]}, "feedings of the zoo")
    assert told is not None
    assert told.match.headers == {"fodder": "Type of fodder"}


def test_a_file_is_taken_for_the_table_that_its_headers_mean(tmp_path: Path) -> None:
    (file,) = load(
        write(tmp_path, "backup report.csv", "Backup nr,Store,Commenced,Finished,Outcome\n1,orders,2026-03-01,2026-03-01,ok\n")
    ).files
    assert file.mapping["Commenced"] == "backups.started_at"
    assert 0.6 <= file.alike["Commenced"] < 1
    assert "Finished" not in file.alike


def test_a_file_about_something_else_is_left_alone(tmp_path: Path) -> None:
    loaded = load(write(tmp_path, "menu.csv", "week,monday,friday\n12,soup,fish\n13,rice,fish\n"))
    assert loaded.files == ()
    assert "not recognised" in loaded.left_out[0].why


@pytest.mark.parametrize(
    ("kind", "cells", "fitting"),
    [
        ("timestamp", ["2026-03-01", "01/03/2026 04:00", "3 Mar 2026"], True),
        ("timestamp", ["ok", "failed"], False),
        ("number", ["4.5", "1,200", "17 h"], True),
        ("number", ["2026-03-01"], False),
        ("boolean", ["yes", "N", "✓"], True),
        ("boolean", ["a.lee", "b.ray", "c.fox"], False),
        ("text", ["2026-03-01", "2026-03-02"], False),
        ("text", [], True),
    ],
)
def test_a_header_stands_only_for_a_column_that_its_values_fit(kind: str, cells: list[str], fitting: bool) -> None:
    assert bool(fits(kind, shape_of(cells))) is fitting  # pyright: ignore[reportArgumentType]


def test_begin_and_end_are_not_alike() -> None:
    assert opposite("Date opened", "closed at")
    assert opposite("Next review", "last_reviewed_at")
    assert not opposite("Date closed", "closed at")


def test_what_likeness_tells_breaks_a_promise(tmp_path: Path) -> None:
    jobs = "Backup nr,Store,Commenced,Finished,Outcome\n" + GOOD.replace("R3,orders-db,2026-03-03 01:00,2026-03-03 01:40,ok\n", "")
    write(tmp_path, "evidence/backups.csv", jobs)
    verdict = verdict_of(tmp_path, "Backups are taken daily.")
    assert verdict.status == "contradicted"
    assert "2026-03-03" in verdict.why


def test_what_likeness_tells_supports_nothing_until_it_is_confirmed(tmp_path: Path) -> None:
    write(tmp_path, "evidence/night runs.csv", "Backup nr,Store,Commenced,Finished,Outcome\n" + GOOD)
    write(tmp_path, "evidence/stores.csv", "resource_id,engine,env,encrypted\norders-db,postgres,production,yes\n")
    told = verdict_of(tmp_path, "Backups are taken daily.")
    assert (told.status, "«Commenced» of night runs.csv" in told.why) == ("partly_supported", True), told.why
    rule = MatchRule(file="night*.csv", table="backups", columns={"job_id": "Backup nr", "started_at": "Commenced"})
    assert verdict_of(tmp_path, "Backups are taken daily.", rule).status == "supported"


def test_an_owner_says_what_a_file_is(tmp_path: Path) -> None:
    (file,) = load(write(tmp_path, "night.csv", JOBS + GOOD), RULE).files
    assert file.mapping == {header: f"backups.{column}" for column, header in RULE.columns.items()}
    assert file.alike == {}


def test_a_rule_that_does_not_fit_is_told(tmp_path: Path) -> None:
    path = write(tmp_path, "night.csv", JOBS + GOOD)
    wrong = MatchRule(file="night.csv", table="backups", columns={"status": "Outcome", "colour": "Run nr"})
    (left,) = load(path, wrong).left_out
    assert "the table backups has no column 'colour'" in left.why
    assert "the file has no column 'Outcome'" in left.why
    assert "[[match]]" in (left.advice or "")
    assert "no table 'backup'" in load(path, MatchRule(file="*.csv", table="backup")).left_out[0].why
