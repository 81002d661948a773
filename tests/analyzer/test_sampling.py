"""Samples: the same for everybody, and honest about what they miss."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.catalog import load_catalog
from analyzer.errors import AnalyzerError
from analyzer.evidence.store import Store
from analyzer.sampling import (
    Population,
    SampleSize,
    draw,
    none_found,
    not_excluded,
    populations_of_tables,
    populations_of_verdicts,
    read_sizes,
)
from tests.analyzer.builders import claim, devices, verdict
from tests.analyzer.evidence.loading import PERIOD
from tests.command_line import PERIOD as PERIOD_OPTION
from tests.command_line import goldenthread, lay_out

TEN = Population(name="changes", title="Changes", items=tuple(f"CHG-{n}" for n in range(10)))


class TestDraw:
    def test_it_is_the_order_of_the_hashes_that_the_notes_state(self) -> None:
        ranked = sorted(TEN.items, key=lambda item: hashlib.sha256(f"2026\nchanges\n{item}".encode()).hexdigest())
        assert draw(TEN, 4, "2026").chosen == tuple(ranked[:4])

    def test_the_hash_of_a_population_can_be_made_with_common_tools(self) -> None:
        assert TEN.sha256 == hashlib.sha256("".join(f"{item}\n" for item in sorted(TEN.items)).encode()).hexdigest()

    @given(st.permutations(TEN.items))
    @settings(max_examples=20)
    def test_the_order_of_the_items_changes_nothing(self, items: list[str]) -> None:
        other = replace(TEN, items=tuple(items))
        assert (other.sha256, draw(other, 4, "7").chosen) == (TEN.sha256, draw(TEN, 4, "7").chosen)

    def test_another_seed_or_another_population_gives_another_sample(self) -> None:
        many = replace(TEN, items=tuple(f"CHG-{n}" for n in range(500)))
        chosen = draw(many, 20, "a").chosen
        assert chosen != draw(many, 20, "b").chosen
        assert chosen != draw(replace(many, name="releases"), 20, "a").chosen

    def test_a_larger_sample_holds_the_smaller_one(self) -> None:
        assert draw(TEN, 7, "a").chosen[:3] == draw(TEN, 3, "a").chosen

    def test_every_item_has_the_same_chance(self) -> None:
        drawn = Counter(item for seed in range(3000) for item in draw(TEN, 3, str(seed)).chosen)
        assert all(780 < drawn[item] < 1020 for item in TEN.items)

    def test_what_it_holds_of_the_exceptions_and_what_one_of_its_size_misses(self) -> None:
        bad = replace(TEN, exceptions=("CHG-1", "CHG-8"))
        missed = draw(bad, 5, "a").missed
        assert missed is not None
        assert (missed.exceptions, missed.expected) == (2, 1.0)
        assert missed.none_found == pytest.approx(2 / 9)
        assert set(missed.found) == set(draw(bad, 5, "a").chosen) & {"CHG-1", "CHG-8"}

    def test_exceptions_that_nobody_counted_are_not_said_to_be_none(self) -> None:
        assert draw(TEN, 5, "a").missed is None


class TestChances:
    @pytest.mark.parametrize(("population", "exceptions", "size"), [(7, 2, 3), (8, 1, 8), (6, 6, 1), (6, 0, 3), (9, 3, 0)])
    def test_none_found_counts_the_samples_without_an_exception(self, population: int, exceptions: int, size: int) -> None:
        samples = list(combinations(range(population), size))
        without = [one for one in samples if all(item >= exceptions for item in one)]
        assert none_found(population, exceptions, size) == pytest.approx(len(without) / len(samples))

    def test_large_populations_agree_with_the_exact_figure(self) -> None:
        assert none_found(500, 5, 25) == pytest.approx(0.772, abs=0.001)
        assert none_found(500, 10, 25) == pytest.approx(0.595, abs=0.001)
        exact = 1.0
        for n in range(25):
            exact *= (1_000_000 - 1000 - n) / (1_000_000 - n)
        assert none_found(1_000_000, 1000, 25) == pytest.approx(exact, rel=1e-6)

    def test_what_a_clean_sample_leaves_possible(self) -> None:
        assert not_excluded(100_000, 25) == pytest.approx(0.088, abs=0.001)
        assert not_excluded(100_000, 10) == pytest.approx(0.206, abs=0.001)
        assert not_excluded(40, 40) == 0.0
        assert not_excluded(0, 0) == 0.0


class TestSizes:
    def test_a_share_has_a_floor_and_a_ceiling(self) -> None:
        size = SampleSize(share=0.1, least=5, most=40)
        assert [size.of(n) for n in (3, 20, 101, 4000)] == [3, 5, 11, 40]

    def test_the_table_that_ships_names_every_frequency(self) -> None:
        assert [read_sizes()[one].of(1000) for one in ("annual", "quarterly", "daily")] == [1, 2, 25]

    def test_faults_of_a_table_of_ones_own_are_named_with_their_lines(self, tmp_path: Path) -> None:
        path = tmp_path / "sizes.yaml"
        path.write_text("annual: {size: 0}\n", encoding="utf-8")
        with pytest.raises(AnalyzerError, match=r"sizes\.yaml:1: annual\.size"):
            read_sizes(path)


class TestPopulations:
    def test_rows_of_tables_are_named_by_their_keys_and_events_lie_in_the_period(self) -> None:
        catalog = load_catalog()
        store = Store({name: catalog.tables[name] for name in ("pull_requests", "devices", "repos")}, PERIOD)
        store.add_rows(
            "pull_requests",
            [{"repo": "a/b", "number": 7, "merged_at": "2026-02-03"}, {"repo": "a/b", "number": 1, "merged_at": "2025-02-03"}],
            "merges.csv",
        )
        store.add_rows("devices", [{"device_id": "D-1"}, {"device_id": "D-1"}, {"serial": "S-1"}], "devices.csv")
        store.finish()
        found = {one.name: one.items for one in populations_of_tables(store, catalog, PERIOD)}
        assert found["pull_requests"] == ("a/b / 7",)
        assert len(set(found["devices"])) == 3
        assert "repos" not in found

    def test_a_verdict_gives_its_population_with_the_exceptions(self) -> None:
        rows = {"devices": devices(True, False, True, None)}
        judged = verdict(claim(), rows)
        catalog = load_catalog()
        store = Store({name: catalog.tables[name] for name in ("devices", "people")}, PERIOD)
        store.add_rows("devices", rows["devices"], "devices.csv")
        store.finish()
        (found,), refused = populations_of_verdicts([judged, judged], store)
        assert (found.name, len(found.items), len(found.exceptions or ()), found.frequency) == (
            "disk_encryption",
            4,
            1,
            "per_event",
        )
        assert refused == []


class TestCommand:
    def test_it_prints_seed_hash_and_items(self, tmp_path: Path) -> None:
        _, evidence = lay_out(tmp_path)
        done = goldenthread("sample", "--evidence", evidence, "--seed", "spring", "--size", "1", *PERIOD_OPTION)
        assert (done.code, done.err) == (0, "")
        assert "Seed: spring" in done.out
        assert "1 of 2 items" in done.out
        assert done.out == goldenthread("sample", "-e", evidence, "--seed", "spring", "--size", "1", *PERIOD_OPTION).out

    def test_with_documents_it_computes_what_was_missed(self, tmp_path: Path) -> None:
        documents, evidence = lay_out(tmp_path, encrypted=False)
        done = goldenthread(
            "sample", documents, "-e", evidence, "--size", "1", "--format", "json", "--no-semantics", *PERIOD_OPTION
        )
        found = json.loads(done.out)
        (one,) = found["samples"]
        assert (one["population"], one["items"], one["size"]) == ("disk_encryption", 2, 1)
        assert one["missed"]["exceptions"] == 1
        assert one["missed"]["probability_that_none_is_found"] == 0.5
        assert one["missed"]["expected_to_be_found"] == 0.5
        assert found["not_drawn"] == []

    @pytest.mark.parametrize(
        ("words", "said"),
        [((), "Nothing to draw of"), (("-e", "nowhere"), "no such file"), (("-e", ".", "-f", "xml"), "--format takes")],
    )
    def test_what_it_cannot_do_it_says(self, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
        done = goldenthread("sample", *words, *PERIOD_OPTION, cwd=tmp_path)
        assert (done.code, done.out) == (2, "")
        assert said in done.err

    def test_a_population_that_is_not_there(self, tmp_path: Path) -> None:
        _, evidence = lay_out(tmp_path)
        done = goldenthread("sample", "-e", evidence, "--only", "vendors", *PERIOD_OPTION)
        assert done.code == 2
        assert "No population is called vendors" in done.err
