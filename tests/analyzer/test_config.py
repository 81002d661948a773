"""`goldenthread.toml`: what it may say, and how its faults are told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from analyzer.config import Config, parse_period, read_config
from analyzer.errors import ConfigError

WHOLE = """\
organisation = "Northwind Ledger"
names = ["the Company"]
period = "2026-01-01..2026-06-30"
as_of = 2026-06-29
documents = ["description.docx"]
evidence = ["evidence"]
holidays = [2026-01-01]

[scope]
"ledger platform" = {environment = "production"}

[[exceptions]]
item = "D-1"
topic = "disk_encryption"
reason = "repair"
approver = "Kim Osei"
from = 2026-01-01
to = 2026-12-31
"""


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "goldenthread.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def faults(folder: Path, text: str | bytes) -> list[str]:
    """The messages on a file that cannot be used, without the path."""
    path = write(folder, text)
    with pytest.raises(ConfigError) as caught:
        read_config(path)
    lines = str(caught.value).splitlines()
    assert all(line.startswith(f"{path}:") for line in lines)
    return [line.removeprefix(f"{path}:") for line in lines]


def test_a_whole_file(tmp_path: Path) -> None:
    config = read_config(write(tmp_path, WHOLE))
    assert config.organisation == "Northwind Ledger"
    assert config.as_of == date(2026, 6, 29)
    assert config.holidays == (date(2026, 1, 1),)
    assert config.scope == {"ledger platform": {"environment": "production"}}
    (one,) = config.exceptions
    assert (one.item, one.from_, one.to) == ("D-1", date(2026, 1, 1), date(2026, 12, 31))


def test_an_empty_file_settles_nothing(tmp_path: Path) -> None:
    assert read_config(write(tmp_path, "")) == Config()


def test_all_faults_are_told_at_once_each_with_its_line(tmp_path: Path) -> None:
    text = (
        'organisation = 7\nperiod = "last year"\ncolour = "green"\nas_of = 2026-06-30\n\n'
        '[[exceptions]]\nitem = "D-1"\nreason = "x"\napprover = "y"\nfrom = 2026-01-01\nto = 2026-12-31\n\n'
        '[[exceptions]]\nitem = "D-2"\nreason = "x"\napprover = "y"\nfrom = 2026-01-01\nto = "never"\n'
    )
    found = faults(tmp_path, text)
    assert [line.split(": ")[:2] for line in found] == [
        ["1", "organisation"], ["2", "period"], ["18", "exceptions.1.to"], ["3", "colour"],
    ]  # fmt: skip
    assert "2026-01-01..2026-06-30" in found[1]


def test_a_missing_key_is_told_at_the_table_that_lacks_it(tmp_path: Path) -> None:
    text = WHOLE.replace("to = 2026-12-31\n", "") + WHOLE[WHOLE.index("[[exceptions]]") :]
    assert faults(tmp_path, text) == ["12: exceptions.0.to: Field required"]


def test_a_key_that_nobody_knows_inside_a_table(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, WHOLE + 'owner = "nobody"\n')
    assert fault.startswith("19: exceptions.0.owner:")


def test_an_exception_that_ends_before_it_begins(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, WHOLE.replace("2026-12-31", "2025-12-31"))
    assert fault.startswith("12: exceptions.0:")
    assert "`to` lies before `from`" in fault


def test_a_scope_word_without_a_dimension(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, WHOLE.replace('{environment = "production"}', '"production"'))
    assert fault.startswith("10: scope.ledger platform:")


@pytest.mark.parametrize(
    ("text", "line"), [("a = 1\nb = = 2\n", 2), ("period = [\n", 2), ("a = 1\na = 1\n", 2)], ids=["value", "end", "twice"]
)
def test_what_is_no_toml_names_the_line(tmp_path: Path, text: str, line: int) -> None:
    (fault,) = faults(tmp_path, text)
    assert "not valid TOML" in fault
    assert int(fault.split(":")[0]) in (line, line - 1)


def test_what_is_no_text(tmp_path: Path) -> None:
    path = write(tmp_path, b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match=r"goldenthread\.toml: cannot be read"):
        read_config(path)


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="there is no such file"):
        read_config(tmp_path / "goldenthread.toml")


@pytest.mark.parametrize("memory", ["800MB", "2 GB", "12GB"])
def test_memory(tmp_path: Path, memory: str) -> None:
    assert read_config(write(tmp_path, f'memory = "{memory}"')).memory == memory


@pytest.mark.parametrize("memory", ["1MB", "much", "-2GB", "80%", "1GB; drop"])
def test_what_is_no_memory(tmp_path: Path, memory: str) -> None:
    with pytest.raises(ConfigError, match="1: memory"):
        read_config(write(tmp_path, f'memory = "{memory}"'))


class TestPeriod:
    def test_both_ends_and_the_day_of_snapshots(self) -> None:
        period = parse_period(" 2026-01-01 .. 2026-06-30 ")
        assert (period.start, period.end, period.as_of) == (date(2026, 1, 1), date(2026, 6, 30), date(2026, 6, 30))
        assert str(period) == "2026-01-01..2026-06-30"

    def test_a_day_of_its_own_for_snapshots(self) -> None:
        assert parse_period("2026-01-01..2026-06-30", date(2026, 7, 2)).as_of == date(2026, 7, 2)

    def test_a_single_day(self) -> None:
        assert parse_period("2028-02-29..2028-02-29").start == date(2028, 2, 29)

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("2026", "is written 2026-01-01..2026-06-30"), ("2026-01-01", "is written"), ("", "is written"),
            ("2026-01-01...2026-06-30", "is written"), ("1.1.2026..30.6.2026", "is written"),
            ("2026-02-30..2026-06-30", "a day that does not exist"), ("2026-06-30..2026-01-01", "ends before it starts"),
        ],
    )  # fmt: skip
    def test_what_is_no_period(self, text: str, problem: str) -> None:
        with pytest.raises(ValueError, match=problem):
            parse_period(text)
