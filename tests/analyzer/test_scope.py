"""The words of a scope and what they restrict."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import analyzer
from analyzer.catalog import Check
from analyzer.scope import resolve_scope

HOME = Path(analyzer.__file__).parent
WORDS: dict[str, list[dict[str, str]]] = yaml.safe_load((HOME / "scopes.yaml").read_text(encoding="utf-8"))
OWN = {"ledger platform": {"environment": "production"}}
ENTRIES = [(dimension, entry) for dimension, entries in WORDS.items() for entry in entries]


def check(*scopes: str, population: tuple[str, ...] = ()) -> Check:
    return Check(needs=(), window="as_of", logic="", scopes=scopes, population=population)


@pytest.mark.parametrize(("dimension", "entry"), ENTRIES, ids=[f"{d}: {e['example']}" for d, e in ENTRIES])
def test_every_example_resolves_as_the_lexicon_says(dimension: str, entry: dict[str, str]) -> None:
    found = resolve_scope(entry["example"], check(dimension))
    assert found.restrictions == ({dimension: entry["value"]} if entry["value"] else {})


@pytest.mark.parametrize(("dimension", "entry"), ENTRIES, ids=[f"{d}: {e['example']}" for d, e in ENTRIES])
def test_a_check_that_cannot_apply_it_says_so(dimension: str, entry: dict[str, str]) -> None:
    found = resolve_scope(entry["example"], check())
    assert found.restrictions == {}
    assert bool(found.unsupported) >= bool(entry["value"])


@pytest.mark.parametrize("text", ["employees and contractors", "all employees, interns and contractors", "Staff or consultants"])
def test_employees_and_contractors_restrict_nothing(text: str) -> None:
    found = resolve_scope(text, check("worker_type"))
    assert (found.restrictions, found.unsupported) == ({}, ())


@pytest.mark.parametrize(
    ("text", "restrictions"),
    [
        ("non-production databases", {"environment": "development", "store": "database"}),
        ("pre-production databases", {"environment": "staging", "store": "database"}),
        ("production databases and S3 buckets", {"environment": "production", "store": "database, object_storage"}),
        ("databases and RDS instances", {"store": "database"}),
        ("", {}),
        ("everything", {}),
    ],
)
def test_several_words(text: str, restrictions: dict[str, str]) -> None:
    assert resolve_scope(text, check("environment", "store")).restrictions == restrictions


def test_several_systems_by_name_restrict_nothing_here() -> None:
    found = resolve_scope("Okta and GitHub", check("system"))
    assert (found.restrictions, found.unsupported, found.words) == ({}, (), ())


def test_words_of_the_whole_population_restrict_nothing() -> None:
    found = resolve_scope("all production systems", check(population=("production",)))
    assert (found.restrictions, found.unsupported) == ({}, ())


def test_a_word_within_the_words_for_the_whole_population_restricts_nothing() -> None:
    found = resolve_scope("all production storage", check(population=("production storage",)))
    assert (found.restrictions, found.unsupported) == ({}, ())


def test_words_that_nobody_knows_are_kept() -> None:
    assert resolve_scope("the quantum flux hub", check()).words == ("quantum", "flux", "hub")


class TestOwnWords:
    def test_they_restrict(self) -> None:
        found = resolve_scope("the Ledger Platform", check("environment"), OWN)
        assert found.restrictions == {"environment": "production"}
        assert found.words == ()

    def test_they_restrict_only_as_whole_words(self) -> None:
        assert resolve_scope("the subledger platforms", check("environment"), OWN).restrictions == {}

    def test_a_check_that_cannot_apply_them_says_so(self) -> None:
        found = resolve_scope("the ledger platform", check("platform"), OWN)
        assert (found.restrictions, found.unsupported) == ({}, ("ledger platform",))

    def test_they_are_taken_literally(self) -> None:
        found = resolve_scope("the (new) hub", check("environment"), {"(new": {"environment": "staging"}})
        assert found.unsupported == ()


def test_a_population_in_the_plural_is_also_meant_by_one_of_it() -> None:
    found = resolve_scope("No developer", check(population=("changes", "developers")))
    assert (found.unsupported, found.words) == ((), ())
