"""`goldenthread collect` as the user types it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from analyzer.cli import app
from analyzer.collect import CollectError, Options, find_collector, parsed, vendors
from tests.analyzer.collect.servers import Asked, Reply, directory, serving

SOURCE = "from tests.analyzer.collect.servers import DIRECTORY as COLLECTOR\n"
TOKEN = "canary-of-the-command-line"


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A folder of the user's own with one collector."""
    folder = tmp_path / "sources" / "directory"
    folder.mkdir(parents=True)
    (folder / "collect.py").write_text(SOURCE)
    (folder / "credentials.md").write_text("# Credentials\n\nThe scope users.read.\n")
    return folder.parent


def collect(*words: str, **how: object) -> tuple[int, str, BaseException | None]:
    result = CliRunner().invoke(app, ["collect", *words], env={"DIRECTORY_TOKEN": TOKEN}, **how)  # pyright: ignore[reportArgumentType]
    return result.exit_code, result.output, result.exception


def test_collectors_are_found_by_their_folders(sources: Path) -> None:
    assert "directory" in vendors([sources])
    code, output, _ = collect("--sources", str(sources))
    assert code == 0 and "Directory" in output and "Amazon Web Services" in output


def test_a_dry_run_prints_the_calls_and_makes_none(sources: Path, tmp_path: Path) -> None:
    with serving(lambda asked: Reply({})) as server:
        code, output, _ = collect(
            "directory",
            "--dry-run",
            "--only",
            "users",
            "--sources",
            str(sources),
            "--into",
            str(tmp_path / "l"),
            "--endpoint",
            server.url,
        )
        assert server.asked == []
    assert code == 0 and "GET /users" in output and "GET /log" not in output
    assert "needs the scope users.read\n  without it this is not shown: who has an account" in output
    assert not (tmp_path / "l").exists()


@pytest.mark.parametrize("vendor", ["aws", "okta", "postgres"])
def test_a_plan_fits_into_80_columns_and_says_what_each_part_needs(vendor: str) -> None:
    lines = collect(vendor, "--dry-run")[1].splitlines()
    assert [line for line in lines if len(line) > 80] == []
    collector, said = find_collector(vendor), " ".join(" ".join(lines).split())
    assert [part.name for part in collector.parts if f"needs {part.permission}" not in said] == []


def test_the_page_of_credentials(sources: Path) -> None:
    assert "The scope users.read." in collect("directory", "--credentials", "--sources", str(sources))[1]
    assert "iam:GetAccountAuthorizationDetails" in collect("aws", "--credentials")[1]


def test_what_was_collected_and_what_is_missing_is_printed(sources: Path, tmp_path: Path) -> None:
    place: list[str] = []
    usual = directory(lambda: place[0])

    def answer(asked: Asked) -> Reply:
        return Reply({"message": f"not with {TOKEN}"}, 403) if asked.path == "/log" else usual(asked)

    with serving(answer) as server:
        place.append(server.url)
        code, output, _ = collect("directory", f"--endpoint={server.url}", "--into", str(tmp_path / "l"), "--sources", str(sources))
    assert code == 0
    assert (
        "acme.example" in output
        and "1 gap; nothing that rests on it will" in output
        and "is denied (403" in output
        and TOKEN not in output
    )


def test_nothing_collected_is_code_2(sources: Path, tmp_path: Path) -> None:
    def answer(asked: Asked) -> Reply:
        return Reply({"login": "reader"}) if asked.path == "/me" else Reply({}, 403)

    with serving(answer) as server:
        words = ("directory", "--endpoint", server.url, "--into", str(tmp_path / "l"), "--sources", str(sources), "--only", "users")
        assert collect(*words)[0] == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nobody",), "no collector 'nobody'"),
        (("directory", "--colour", "red"), "no option --colour"),
        (("directory", "--endpoint"), "--endpoint needs a value"),
        (("directory", "--only", "rooms"), "no part rooms"),
        (("directory", "--since", "yesterday"), "--since takes a day"),
    ],
)
def test_mistakes_are_named(sources: Path, words: tuple[str, ...], said: str) -> None:
    code, _, error = collect(*words[:1], "--sources", str(sources), *words[1:])
    assert code and isinstance(error, CollectError) and said in str(error)


def test_options_of_a_collector_come_from_the_command_line_and_then_from_the_environment() -> None:
    options = find_collector("aws").options
    words = ["--profile", "a,b", "--profile=c", "--organization"]
    got = parsed(options, words, {"AWS_ENDPOINT_URL": "http://127.0.0.1:5"})
    assert got == Options({"profile": ("a", "b", "c"), "organization": ("yes",), "endpoint": ("http://127.0.0.1:5",)})


@pytest.mark.parametrize("advice", ["Set DIRECTORY_TOKEN", "Set DIRECTORY_TOKEN."])
def test_what_is_wrong_and_what_to_do_are_sentences(advice: str) -> None:
    assert str(CollectError("No credentials", advice)) == "No credentials. Set DIRECTORY_TOKEN."
