"""The SQL of every check says the same on other engines, as far as what it is made of can tell."""

from __future__ import annotations

import os

import pytest

from analyzer.catalog import load_catalog
from analyzer.evidence.assurance import assurance_tests
from tests.portable_sql import Text, lint, texts, witnesses

CATALOG = load_catalog()
SERVER = os.environ.get("GOLDENTHREAD_POSTGRES")  # how psql reaches a server to compare with
# `hash` only narrows what is then counted by the keys themselves, so any function of the values finds the same; a join over
# the keys of a large table would not fit into memory.
KNOWN = {("analyzer/evidence/assurance/tests/duplicate_keys.py", "hash")}


def refused(sql: str, is_load: bool = False) -> list[str]:
    return [fault.construct for fault in lint(Text(place="query.sql", sql=sql, is_load=is_load))]


def complaints(*given: Text) -> list[str]:
    return [str(fault) for text in given for fault in lint(text) if (fault.place, fault.construct) not in KNOWN]


def test_every_query_of_a_topic_and_its_parts() -> None:
    queries = list(texts.of_topics(CATALOG))
    assert len(queries) == sum(len(entry.queries) for entry in CATALOG.topics.values()) > 0
    assert complaints(*queries) == []


def test_every_load_of_a_source() -> None:
    loads = list(texts.of_sources(CATALOG))
    assert len(loads) == len(CATALOG.sources) > 0
    assert complaints(*loads) == []


def test_every_question_of_an_assurance_test_and_reconciliation() -> None:
    questions = list(texts.of_questions())
    assert len(questions) == sum(test.question is not None for test in assurance_tests().values()) > 0
    assert complaints(*questions) == []


def test_every_question_that_is_put_together_in_python(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = list(texts.of_modules(CATALOG, monkeypatch))
    assert len({text.place for text in asked}) >= 8
    assert complaints(*asked) == []


def test_every_way_in_which_a_query_is_counted_and_drawn_from(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = list(texts.of_verdicts(CATALOG, monkeypatch))
    assert any(") as reduced" in text.sql for text in asked)
    assert complaints(*asked) == []


SILENTLY_WRONG = {
    "AntiJoin": "select a from t anti join r using (b)",
    "SemiJoin": "select a from t semi join r on t.b = r.b",
    "DateDiff": "select date_diff('day', a, b) from t",
    "RegexpFlags": "select a from t where regexp_matches(a, 'x', 'i')",
    "DescWithoutNulls": "select row_number() over (partition by a order by b desc) from t",
    r"\b in a regular expression": r"select a from t where regexp_matches(a, '\bqa\b')",
    "RegexpReplaceFlags": "select regexp_replace(a, 'x', '') from t",
    "RegexpReplaceBy": r"select regexp_replace(a, '(x)', '\1', 'g') from t",
    "DayOfWeekIso": "select isodow(a) from t",
    "ArraySize of an empty list": "select a from t where array_length(a) = 0",
    "LikeEscape": r"select a from t where a like 'x\_y'",
}
LOUDLY_BROKEN = {
    "date_sub": "select date_sub('day', a, b) from t",
    "ToDays": "select a + to_days(30) from t",
    "AsofJoin": "select t.a from t asof join r on t.a >= r.a",
    "GenerateSeries": "select a from generate_series(1, 3) as t(a)",
    "PercentileCont": "select quantile_cont(a, 0.5) from t",
    "RegexpExtract": "select regexp_extract(a, 'x') from t",
    "JSONExtractScalar": "select a ->> '$.b' from t",
    "GroupAll": "select a, count(*) from t group by all",
    "OrderAll": "select a from t order by all",
    "StarExcept": "select * exclude (a) from t",
    "TryCast": "select try_cast(a as date) from t",
    "Contains": "select contains(a, b) from t",
    "RegexpExtractAll": "select regexp_extract_all(a, 'x') from t",
    "RegexpSplit": "select string_split_regex(a, 'x') from t",
    "Split": "select string_split(a, ',') from t",
    "try_strptime": "select try_strptime(a, '%d %B %Y') from t",
    "len": "select len(a) from t",
    "RoundTo": "select round(a, 1) from t",
    "hash": "select hash(a) from t",
}
OPEN_TO_CHANCE = {
    "CurrentDate": "select current_date",
    "now": "select now()",
    "Rand": "select random()",
    "AnyValue": "select any_value(a) from t",
    "First": "select first(a) from t",
}
FOREIGN = {
    "PositionalJoin": "select a from t positional join r",
    "NaturalJoin": "select a from t natural join r",
    "Using": "select a from t join r using (b)",
    "Columns": "select columns('a') from t",
    "Recursive": "with recursive x as (select 1) select * from x",
    "read_csv_auto": "select a from read_csv_auto('x.csv')",
    "Glob": "select a from t where a glob 'x'",
    "Cast to JSON": "select cast(a as json) from t",
    "Create": "create table x as select 1",
    "Insert": "insert into t select 1",
    "Set": "set threads = 1",
    "Attach": "attach 'x.db'",
    "Copy": "copy t to 'x.csv'",
    "Command": "load json",
    "Pragma": "pragma version",
    "ArrayFilter": "select list_filter(a, x -> x > 1) from t",
}


@pytest.mark.parametrize(
    ("construct", "sql"), [p for d in (SILENTLY_WRONG, LOUDLY_BROKEN, OPEN_TO_CHANCE, FOREIGN) for p in d.items()]
)
def test_what_other_engines_answer_otherwise_or_not_at_all_is_refused(construct: str, sql: str) -> None:
    assert construct in refused(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "select a from t qualify row_number() over (partition by b order by c desc nulls last) = 1",
        "select row_number() over (order by a desc nulls first) from t",
        "select a from t order by a desc",
        "select count(*) filter (where a is null) from t",
        "select a + interval 24 hour, a + interval '2 days', a + 3 * interval 1 day from t",
        "select a from t where b - a > interval '1 day'",
        "select epoch(a), date_trunc('month', a), cast(a as date) - cast(b as date) from t",
        "select a from t where not exists (select 1 from r where r.b = t.b)",
        "select string_agg(a, ', ' order by b), bool_and(c), bool_or(c) from t",
        "select split_part(a, '/', -1), lower(a), trim(a), strpos(a, 'x') from t",
        "select a from t where a ilike '%x%' and regexp_matches(lower(a), '^(x|y)$')",
        "select coalesce(t.a, r.a) from t full outer join r on t.b = r.b",
        "select a from t except select a from r",
        "select 7 // 2, 7 / 2.0",
        "select distinct on (a) a, b from t order by a, b desc nulls last",
        "select list_contains($names, a) from t where a between $first and $last",
        "select unnest(regexp_split_to_array(a, '[,;]')) from t",
        r"select a from t where regexp_matches(a, '(^|\W)qa(\W|$)')",
        "select regexp_replace(a, '^x', ''), regexp_replace(a, '[^a-z]', '', 'g') from t",
        "select w.x from t, lateral (select lower(t.a) as x) as w",
    ],
)
def test_what_is_known_to_say_the_same_passes(sql: str) -> None:
    assert refused(sql) == []


@pytest.mark.parametrize(
    "sql",
    [
        "insert into people (name) select record ->> '$.name' from raw",
        "insert into people (name) select try_cast(record -> '$.n' as integer) from raw",
        "insert into people (name) select list_filter(cast(record as json[]), x -> x is not null) from raw",
    ],
)
def test_what_takes_exports_apart_may_use_the_json_of_the_engine_that_ships(sql: str) -> None:
    assert refused(sql, is_load=True) == []
    assert refused(sql) != []


def test_what_takes_exports_apart_is_bound_otherwise() -> None:
    assert refused("insert into people (name) select a from raw anti join t using (b)", is_load=True) == ["AntiJoin"]


def test_a_fault_names_its_file_and_line_and_what_to_write() -> None:
    (fault,) = lint(Text(place="topics/x/query.sql", sql="select a\nfrom t\nwhere\n  -- a remark\n  date_diff('day', a, b) > 3"))
    assert fault.place == "topics/x/query.sql:5"
    assert str(fault).startswith(
        "topics/x/query.sql:5: DateDiff, `DATE_DIFF('DAY', a, b)`: write `cast(b as date) - cast(a as date)`"
    )


def test_a_fault_in_a_file_that_holds_more_than_sql_names_the_line_of_the_file() -> None:
    (fault,) = lint(Text(place="x.yaml", sql="select a\nfrom t\norder by hash(a)", line=7))
    assert fault.place == "x.yaml:9"


def test_sql_that_cannot_be_read_is_a_fault() -> None:
    assert refused("select from where") == ["unreadable"]


@pytest.mark.parametrize("sql", witnesses.WITNESSES)
class TestWitness:
    def test_it_is_made_of_what_is_allowed_and_answers(self, sql: str) -> None:
        assert refused(sql) == []
        assert witnesses.answer_here(sql) != []

    @pytest.mark.slow
    @pytest.mark.skipif(SERVER is None, reason="GOLDENTHREAD_POSTGRES names no server")
    def test_postgresql_answers_the_same(self, sql: str) -> None:
        assert witnesses.answer_there(sql, str(SERVER)) == witnesses.answer_here(sql)
