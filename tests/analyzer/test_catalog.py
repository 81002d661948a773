"""Folders of topics and sources: found without registering, checked all at once, faults with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.catalog import Catalog, load_catalog
from analyzer.errors import CatalogError
from analyzer.testing import load_examples, run_example
from analyzer.topic_page import topic_page
from tests.analyzer.builders import BADGE_EXAMPLES, BADGE_QUERY, BADGE_TOPIC, claim, verdict, write_topic

NO_CHECK = BADGE_TOPIC[: BADGE_TOPIC.index("check:")]


def faults(*folders: Path, sources: tuple[Path, ...] = ()) -> list[str]:
    with pytest.raises(CatalogError) as caught:
        load_catalog(folders, sources)
    return str(caught.value).splitlines()


def with_badges(folder: Path) -> Catalog:
    write_topic(folder, "name_badges", BADGE_TOPIC, BADGE_QUERY, BADGE_EXAMPLES)
    return load_catalog((folder,))


def test_what_ships_is_in_order() -> None:
    catalog = load_catalog()
    assert len(catalog.topics) > 60
    assert sum(1 for entry in catalog.topics.values() if entry.check) >= 20
    assert all(bool(entry.queries) == (entry.check is not None) for entry in catalog.topics.values())
    assert all(entry.criteria and entry.severity_reason for entry in catalog.topics.values())


class TestOwnTopics:
    def test_a_folder_of_ones_own_is_added(self, tmp_path: Path) -> None:
        catalog = with_badges(tmp_path)
        entry = catalog.topics["name_badges"]
        assert (entry.title, entry.severity, entry.criteria) == ("Name badges", "minor", ("CC6.4",))
        assert len(catalog.topics) == len(load_catalog().topics) + 1

    def test_its_examples_run(self, tmp_path: Path) -> None:
        catalog = with_badges(tmp_path)
        entry = catalog.topics["name_badges"]
        examples = load_examples(entry)
        assert len(examples) == 2
        assert [run_example(entry, example, catalog) for example in examples] == [[], []]

    def test_it_judges(self, tmp_path: Path) -> None:
        people = [{"email": "ana@northwind.example"}]
        found = verdict(claim("name_badges", "Name badges are worn."), {"people": people}, catalog=with_badges(tmp_path))
        assert (found.status, found.exceptions[0].item) == ("contradicted", "ana@northwind.example")

    def test_one_of_the_same_name_takes_the_place_of_what_ships(self, tmp_path: Path) -> None:
        write_topic(tmp_path, "disk_encryption", BADGE_TOPIC, BADGE_QUERY)
        assert load_catalog((tmp_path,)).topics["disk_encryption"].title == "Name badges"

    def test_an_example_that_fails_says_how(self, tmp_path: Path) -> None:
        wrong = BADGE_EXAMPLES.replace("expect: supported", "expect: contradicted\n  population: 7")
        write_topic(tmp_path, "name_badges", BADGE_TOPIC, BADGE_QUERY, wrong)
        catalog = load_catalog((tmp_path,))
        entry = catalog.topics["name_badges"]
        found = run_example(entry, load_examples(entry)[0], catalog)
        assert len(found) == 2
        assert found[0].startswith("supported instead of contradicted")
        assert found[1] == "a population of 1 instead of 7"

    def test_an_example_that_is_no_claim_on_the_topic_says_so(self, tmp_path: Path) -> None:
        other = BADGE_EXAMPLES.replace("Every employee wears a name badge.", "The weather is fine.")
        write_topic(tmp_path, "name_badges", BADGE_TOPIC, BADGE_QUERY, other)
        catalog = load_catalog((tmp_path,))
        entry = catalog.topics["name_badges"]
        assert "no claim on name_badges" in run_example(entry, load_examples(entry)[0], catalog)[0]

    @pytest.mark.parametrize(
        ("examples", "words"),
        [(None, "a topic with a check has examples"), ("- [", "examples.yaml"), ("- {name: x}", "examples.yaml")],
    )
    def test_examples_that_cannot_be_read(self, tmp_path: Path, examples: str | None, words: str) -> None:
        write_topic(tmp_path, "name_badges", BADGE_TOPIC, BADGE_QUERY, examples)
        with pytest.raises(CatalogError, match=words):
            load_examples(load_catalog((tmp_path,)).topics["name_badges"])


class TestFaults:
    def test_all_faults_of_all_files_are_told_at_once(self, tmp_path: Path) -> None:
        first = write_topic(
            tmp_path, "first", BADGE_TOPIC.replace("severity: minor", "severity: dreadful\ncolour: green"), BADGE_QUERY
        )
        second = write_topic(tmp_path, "second", "title: [\n")
        third = write_topic(tmp_path, "third", BADGE_TOPIC.replace("[people]", "[persons, people]"), BADGE_QUERY)
        found = faults(tmp_path)
        assert [line.split(": ")[0] for line in found] == [f"{first}:3", f"{first}:4", f"{second}:2", f"{third}:1"]
        assert "severity" in found[0]
        assert "not valid YAML" in found[2]
        assert "no table is called persons" in found[3]

    def test_a_check_without_a_query(self, tmp_path: Path) -> None:
        path = write_topic(tmp_path, "badges", BADGE_TOPIC)
        assert faults(tmp_path) == [f"{path}:1: a topic has both `check` and query.sql or parts, or neither"]

    def test_a_query_without_a_check(self, tmp_path: Path) -> None:
        path = write_topic(tmp_path, "badges", NO_CHECK, BADGE_QUERY)
        assert faults(tmp_path) == [f"{path}:1: a topic has both `check` and query.sql or parts, or neither"]

    def test_a_topic_with_neither_is_read_and_not_tested(self, tmp_path: Path) -> None:
        write_topic(tmp_path, "badges", NO_CHECK)
        assert load_catalog((tmp_path,)).topics["badges"].check is None

    def test_a_tested_value_that_the_topic_does_not_have(self, tmp_path: Path) -> None:
        write_topic(tmp_path, "badges", BADGE_TOPIC.replace("needs: [people]", "needs: [people]\n  tests: [sla]"), BADGE_QUERY)
        assert "check.tests: the topic has no parameter sla" in faults(tmp_path)[0]

    @pytest.mark.parametrize(
        ("before", "after", "line"),
        [("wording: ['name badges?']", "wording: ['name (badge']", 6), ("promise: ['name badges?']", "promise: ['(']", 10)],
    )
    def test_an_expression_that_does_not_compile(self, tmp_path: Path, before: str, after: str, line: int) -> None:
        path = write_topic(tmp_path, "badges", BADGE_TOPIC.replace(before, after), BADGE_QUERY)
        (fault,) = faults(tmp_path)
        assert fault.startswith(f"{path}:{line}: ")

    def test_a_topic_without_a_criterion(self, tmp_path: Path) -> None:
        path = write_topic(tmp_path, "badges", BADGE_TOPIC.replace("[CC6.4]", "[]"), BADGE_QUERY)
        (fault,) = faults(tmp_path)
        assert fault.startswith(f"{path}:2: criteria:")

    @pytest.mark.parametrize("content", ["", "just words\n", "- a\n- list\n", "\x00\n"])
    def test_what_is_no_topic(self, tmp_path: Path, content: str) -> None:
        path = write_topic(tmp_path, "badges", content)
        assert faults(tmp_path)[0].startswith(f"{path}:1: ")

    def test_what_is_no_text(self, tmp_path: Path) -> None:
        path = write_topic(tmp_path, "badges", "")
        path.write_bytes(b"title: \xff\xfe\n")
        (fault,) = faults(tmp_path)
        assert fault.startswith(f"{path}:1: cannot be read as UTF-8 text")

    def test_a_yaml_tag_runs_nothing(self, tmp_path: Path) -> None:
        write_topic(tmp_path, "badges", "title: !!python/object/apply:os.getcwd []\n")
        assert "not valid YAML" in faults(tmp_path)[0]

    def test_a_folder_without_topics(self, tmp_path: Path) -> None:
        (fault,) = faults(tmp_path / "nothing")
        assert fault == f"{tmp_path / 'nothing'}: no <group>/<topic>/topic.yaml in it"

    def test_a_folder_without_sources(self, tmp_path: Path) -> None:
        assert faults(sources=(tmp_path,)) == [f"{tmp_path}: no <vendor>/<export>/source.yaml in it"]

    def test_a_source_without_its_query(self, tmp_path: Path) -> None:
        folder = tmp_path / "acme" / "badges"
        folder.mkdir(parents=True)
        (folder / "source.yaml").write_text(
            "title: Badges\nsystem: Acme\nhow_to_export: Export.\nrecognise: {format: csv, require: [Badge]}\ntables: [people]\n"
        )
        assert faults(sources=(tmp_path,)) == [f"{folder / 'source.yaml'}:1: load.sql is missing beside it"]
        (folder / "load.sql").write_text("select (\n  -- include one.sql\n)\n")
        load_catalog.cache_clear()
        assert faults(sources=(tmp_path,)) == [f"{folder / 'load.sql'}:2: there is no one.sql in {folder.parent}"]
        for number, shared_by in enumerate((tmp_path, folder.parent), start=1):
            (shared_by / "one.sql").write_text(f"  {number}\n")
            load_catalog.cache_clear()
            assert load_catalog((), (tmp_path,)).sources["acme/badges"].sql == f"select (\n  {number}\n)\n"
        (folder.parent / "one.sql").write_text("  -- include two.sql\n")
        (tmp_path / "two.sql").write_text("  2\n  -- include one.sql\n")
        load_catalog.cache_clear()
        assert faults(sources=(tmp_path,)) == [f"{tmp_path / 'two.sql'}:2: one.sql includes itself"]
        (tmp_path / "two.sql").write_text("  2\n")
        load_catalog.cache_clear()
        assert load_catalog((), (tmp_path,)).sources["acme/badges"].sql == "select (\n  2\n)\n"


def test_the_page_of_a_topic_says_how_it_is_tested(tmp_path: Path) -> None:
    catalog = with_badges(tmp_path)
    page = topic_page(catalog.topics["name_badges"], catalog)
    for words in ("Name badges", "CC6.4", "Every employee wears a name badge.", "everybody in the roster has a name",
                  "people", "needed", BADGE_QUERY):  # fmt: skip
        assert words in page


@pytest.mark.parametrize("entry", load_catalog().topics.values(), ids=list(load_catalog().topics))
def test_every_topic_that_ships_has_a_page(entry: object) -> None:
    topic = load_catalog().topics[getattr(entry, "id", "")]
    page = topic_page(topic, load_catalog())
    assert page.startswith(topic.title)
    assert ("There is no check for this topic" in page) == (topic.check is None)
