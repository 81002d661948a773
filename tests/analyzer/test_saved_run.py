"""A saved run: the same again after reading, whole or not at all, and plain words for a file that is none."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.model import Conflict, Language, Observation, Omission, Run, Side
from analyzer.plain_values import PlainError, from_plain, to_plain
from analyzer.reports import formats, write
from analyzer.saved_run import SavedRunError, load_run, save_run
from tests.analyzer.reports.report_samples import HOSTILE, Sample, make_sample

ODD: dict[str, Any] = {
    "when": datetime(2026, 1, 2, 3, 4, 5, 678901), "zoned": datetime(2026, 1, 2, tzinfo=timezone(timedelta(hours=2))),
    "day": date(2026, 1, 2), "time": time(1, 2), "long": timedelta(days=-3, microseconds=5), "exact": Decimal("0.10"),
    "id": UUID(int=7), "raw": b"\x00\xff", "pair": (1, "a", None), "set": {1, 2}, "frozen": frozenset({"x"}), "big": 2**70,
    "inf": float("inf"), "$date": "not a tag", "text": HOSTILE + "\ud800", "keys": {3: date(2026, 1, 1), (1, 2): []}, "": {},
}  # fmt: skip


def nested(deep: int) -> list[Any]:
    """Lists in lists."""
    found: list[Any] = []
    for _ in range(deep):
        found = [found]
    return found


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> tuple[Sample, Run]:
    """The sample review, with values of every kind that rows can hold and with what documents say against each other."""
    sample = make_sample(tmp_path_factory.mktemp("saved"))
    place = sample.run.verdicts[0].claim.place
    odd = (Observation(item="x", holds=None, observed="", reason="", row=ODD),)
    first = replace(sample.run.verdicts[0], exceptions=odd, drawn=odd, groups=(("system", "$tuple", 3, 0, 1),))
    side = Side(document="policy.md", quote="q", place=place, claim="c")
    run = replace(
        sample.run, verdicts=(first, *sample.run.verdicts[1:]),
        conflicts=(Conflict(topic="t", a=side, b=side, why=HOSTILE, supported="a"),),
        language=(Language(document="policy.md", quote="q", kind="puffery", why="w", place=place),),
        omissions=(Omission(what="w", why=HOSTILE, criterion="DC 4", place=place), Omission(what="w", why="y")),
    )  # fmt: skip
    return sample, run


def test_what_is_read_back_equals_what_was_saved(full: tuple[Sample, Run], tmp_path: Path) -> None:
    path = tmp_path / "deep" / "run.json"
    save_run(full[1], path)
    assert load_run(path) == full[1]
    assert [one.name for one in path.parent.iterdir()] == ["run.json"]


def test_every_format_is_the_same_from_the_saved_run(full: tuple[Sample, Run], tmp_path: Path) -> None:
    sample, run = full
    save_run(run, tmp_path / "run.json")
    again = load_run(tmp_path / "run.json")
    for name in formats():
        files = [write(one, sample.catalog, name, tmp_path / name / side) for side, one in (("a", run), ("b", again))]
        assert [path.name for path in files[0]] == [path.name for path in files[1]]
        if formats()[name].piped or name == "html":
            assert files[0][0].read_bytes() == files[1][0].read_bytes()


def test_a_file_cut_short_is_named(full: tuple[Sample, Run], tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    save_run(full[1], path)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(SavedRunError, match=r"run\.json: this is no saved run, or it was cut short"):
        load_run(path)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"kind": "goldenthread run"}', "[" * 100_000, "\x00", '{"verdicts": []}'])
def test_another_file_is_no_saved_run(text: str, tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text(text)
    with pytest.raises(SavedRunError, match="no saved run"):
        load_run(tmp_path / "run.json")


def test_a_newer_version_is_refused(full: tuple[Sample, Run], tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    save_run(full[1], path)
    held = json.loads(path.read_text())
    path.write_text(json.dumps(held | {"version": 99}))
    with pytest.raises(SavedRunError, match=r"saved in version 99 of its format; this reads up to 1\."):
        load_run(path)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda run: run["verdicts"][2].update(status="fine"), r"verdicts\[2\]\.status: 'fine' is not supported or"),
        (lambda run: run["verdicts"][0].pop("why"), r"verdicts\[0\]: the field why is missing"),
        (lambda run: run.update(extra=1), "Run has no field extra"),
        (lambda run: run["period"].update(start="soon"), r"period\.start: 'soon' is not a day"),
        (lambda run: run["documents"][0].update(blocks=7), r"documents\[0\]\.blocks: 7 is not a list"),
        (lambda run: run["verdicts"][3]["exceptions"][0]["row"].update(day={"$date": "x"}), r"row\.day: 'x' is no date"),
        (lambda run: run["verdicts"][3]["exceptions"][0]["row"].update(day={"$code": "x"}), r"row\.day: \$code is unknown"),
        (lambda run: run["verdicts"][3]["exceptions"][0]["row"].update(day=nested(700)), "values stand too deep in each other"),
    ],
)  # fmt: skip
def test_damage_is_told_with_its_place(change: Any, words: str, full: tuple[Sample, Run], tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    save_run(full[1], path)
    held = json.loads(path.read_text())
    change(held["run"])
    path.write_text(json.dumps(held))
    with pytest.raises(SavedRunError, match=words):
        load_run(path)


def test_a_field_that_came_later_takes_its_default(full: tuple[Sample, Run], tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    save_run(replace(full[1], conflicts=(), seconds={}), path)
    held = json.loads(path.read_text())
    del held["run"]["conflicts"], held["run"]["seconds"]
    path.write_text(json.dumps(held))
    assert load_run(path) == replace(full[1], conflicts=(), seconds={})


def test_a_place_that_cannot_be_written_to_is_named(full: tuple[Sample, Run], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SavedRunError, match="cannot be saved there"):
        save_run(full[1], tmp_path / "file" / "run.json")


def test_documents_are_found_beside_the_file_from_any_folder(
    full: tuple[Sample, Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "policy.md").write_text("# Policy\n")
    monkeypatch.chdir(tmp_path / "here")
    save_run(replace(full[1], documents=(replace(full[0].policy, path="policy.md"),)), tmp_path / "runs" / "run.json")
    assert load_run(tmp_path / "runs" / "run.json").documents[0].path == "policy.md"
    monkeypatch.chdir(tmp_path)
    assert Path(load_run(tmp_path / "runs" / "run.json").documents[0].path).read_text() == "# Policy\n"


@dataclass(frozen=True, kw_only=True)
class Held:
    """A dataclass with the kinds of fields that the model has."""

    values: dict[str, Any] = field(default_factory=dict)
    shares: tuple[tuple[str, float], ...] = ()
    level: Literal["a", "b"] | None = None
    anything: Any = None


_LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(), st.floats(allow_nan=False), st.dates(), st.datetimes(), st.timedeltas(),
    st.decimals(allow_nan=False), st.uuids(), st.binary(),
)  # fmt: skip
_VALUES = st.recursive(
    _LEAVES, lambda inner: st.one_of(st.lists(inner), st.tuples(inner, inner), st.dictionaries(st.text(), inner)), max_leaves=8
)


@given(
    st.builds(
        Held, values=st.dictionaries(st.one_of(st.text(), st.sampled_from(["$date", "$", "$map"])), _VALUES), anything=_VALUES,
        shares=st.lists(st.tuples(st.text(), st.floats(allow_nan=False))).map(tuple), level=st.sampled_from(["a", "b", None]),
    )
)  # fmt: skip
def test_any_value_comes_back_as_it_was(value: Held) -> None:
    assert from_plain(Held, json.loads(json.dumps(to_plain(value), allow_nan=False))) == value


def test_what_cannot_be_saved_is_refused() -> None:
    with pytest.raises(TypeError, match="object cannot be saved"):
        to_plain(Held(anything=object()))
    with pytest.raises(PlainError, match="level: 'c' is not a or b"):
        from_plain(Held, {"level": "c"})
