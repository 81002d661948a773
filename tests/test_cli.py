"""The command line: exit codes, what goes where, and messages for people."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from analyzer.reports import formats
from tests.analyzer.builders import BADGE_EXAMPLES, BADGE_QUERY, BADGE_TOPIC, write_topic
from tests.command_line import PERIOD, Done, goldenthread, lay_out

COMMANDS = [
    (), ("review",), ("claims",), ("evidence",), ("evidence", "add"), ("evidence", "list"), ("evidence", "show"),
    ("evidence", "verify"), ("topics",), ("topics", "list"), ("topics", "show"), ("topics", "test"), ("sources",),
    ("sources", "list"), ("sources", "show"), ("sample",), ("report",), ("bundle",), ("replay",),
    ("quarter",),
]  # fmt: skip


def refused(done: Done, *words: str) -> None:
    """The command could not do its work, and says why in plain words, on standard error alone."""
    assert (done.code, done.out) == (2, "")
    assert "Traceback" not in done.err
    for word in words:
        assert word in done.err


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_help(command: tuple[str, ...]) -> None:
    done = goldenthread(*command, "--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Usage:")
    assert "Error" not in done.out


def test_without_words_it_shows_its_help() -> None:
    done = goldenthread()
    assert "Usage:" in done.out + done.err
    assert "Exit codes" in done.out + done.err


def test_version() -> None:
    done = goldenthread("--version")
    assert (done.code, done.out.strip()) == (0, f"goldenthread {version('goldenthread')}")


def test_it_starts_as_a_module_too(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "analyzer", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent)
    assert done.stdout.startswith("goldenthread ")


@pytest.mark.parametrize(
    ("script", "absent"),
    [
        ("from analyzer.cli import main; main()", ("spacy", "duckdb", "docx", "lxml", "rich.progress", "jinja2", "pydantic")),
        ("import claims", ("spacy", "duckdb", "torch", "analyzer")),
        ("from claims import Extractor; Extractor(())", ("duckdb", "torch", "transformers", "analyzer")),
    ],
    ids=["help", "claims", "extractor"],
)
def test_what_is_not_needed_is_not_imported(script: str, absent: tuple[str, ...]) -> None:
    code = (
        "import sys, atexit\nsys.argv = ['goldenthread', '--help']\n"
        "atexit.register(lambda: print('LOADED', *sys.modules))\n" + script
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout.partition("LOADED")[2].split()
    assert loaded
    assert set(absent) & set(loaded) == set()


class TestReview:
    def test_nothing_contradicted(self, tmp_path: Path) -> None:
        documents, evidence = lay_out(tmp_path)
        done = goldenthread("review", documents, "--evidence", evidence, *PERIOD)
        assert (done.code, done.err) == (0, "")
        assert "supported" in done.out.lower()

    def test_a_contradiction(self, tmp_path: Path) -> None:
        documents, evidence = lay_out(tmp_path, encrypted=False)
        done = goldenthread("review", documents, "--evidence", evidence, *PERIOD)
        assert done.code == 1
        assert "D-2" in done.out
        assert "D-1" not in done.out.replace("D-10", "")

    def test_a_model_that_is_not_there_is_named_with_what_to_do(self, tmp_path: Path) -> None:
        documents, evidence = lay_out(tmp_path)
        (documents / "goldenthread.toml").write_text('semantics_model = "models/ours"\n')
        done = goldenthread("review", documents, "-e", evidence, *PERIOD)
        assert done.code == 2
        assert str(documents / "models" / "ours") in done.err
        assert "--no-semantics" in done.err
        assert goldenthread("review", documents, "-e", evidence, *PERIOD, "--no-semantics").code == 0

    @pytest.mark.parametrize(
        ("fail_on", "code"), [("contradicted", 1), ("minor", 1), ("significant", 1), ("never", 0)]
    )
    def test_what_makes_it_fail(self, tmp_path: Path, fail_on: str, code: int) -> None:
        documents, evidence = lay_out(tmp_path, encrypted=False)
        done = goldenthread("review", documents, "-e", evidence, *PERIOD, "--fail-on", fail_on, "-f", "json")
        assert done.code == code

    def test_a_severity_below_the_limit_does_not_fail(self, tmp_path: Path) -> None:
        documents, evidence = lay_out(tmp_path, encrypted=False)
        (documents / "policy.md").write_text("Company laptops use full-disk encryption.\n")
        rows = "".join(f"D-{n},S-{n},p{n}@northwind.example,macOS,true,2026-06-29\n" for n in range(3, 33))
        with (evidence / "devices.csv").open("a") as file:
            file.write(rows)
        done = goldenthread("review", documents, "-e", evidence, *PERIOD, "--fail-on", "material", "-f", "json")
        (found,) = json.loads(done.out)["verdicts"]
        assert (found["verdict"], found["severity"]["level"], done.code) == ("contradicted", "significant", 0)

    def test_without_evidence_nothing_is_contradicted(self, tmp_path: Path) -> None:
        documents, _ = lay_out(tmp_path, encrypted=False)
        done = goldenthread("review", documents, *PERIOD, "--format", "json")
        assert done.code == 0
        assert {v["verdict"] for v in json.loads(done.out)["verdicts"]} == {"not_shown"}

    def test_json_is_all_that_stands_on_standard_output(self, tmp_path: Path) -> None:
        documents, evidence = lay_out(tmp_path, encrypted=False)
        (evidence / "bad.csv").write_text("")
        done = goldenthread("review", documents, "-e", evidence, *PERIOD, "--format", "json")
        report = json.loads(done.out)
        assert set(report) >= {"verdicts", "conflicts", "omissions", "language", "left_out", "run"}
        (found,) = report["verdicts"]
        assert [e["item"] for e in found["exceptions"]] == ["D-2"]
        assert [one["what"] for one in report["left_out"]] == ["bad.csv"]
        assert report["run"]["period"] == {"start": "2026-01-01", "end": "2026-06-30"}

    def test_without_a_period_it_takes_the_last_year_and_says_so(self, tmp_path: Path) -> None:
        documents, _ = lay_out(tmp_path)
        done = goldenthread("review", documents, "--as-of", "2028-02-29", "--format", "json")
        assert json.loads(done.out)["run"]["period"] == {"start": "2027-02-28", "end": "2028-02-29"}
        assert "No period was given" in done.err

    def test_reports_are_written_whole(self, tmp_path: Path) -> None:
        documents, evidence = lay_out(tmp_path)
        out = tmp_path / "new" / "reports"
        done = goldenthread("review", documents, "-e", evidence, *PERIOD, "--out", out)
        assert done.code == 0
        written = sorted(p.name for p in out.iterdir())
        assert {"report.json", "report.html"} <= set(written)
        assert not [name for name in written if name.startswith(".")]
        assert json.loads((out / "report.json").read_text(encoding="utf-8"))["verdicts"]
        assert (out / "report.html").read_text(encoding="utf-8").rstrip().endswith("</html>")
        for name in written:
            assert name in done.out

    def test_json_into_a_folder(self, tmp_path: Path) -> None:
        documents, _ = lay_out(tmp_path)
        done = goldenthread("review", documents, *PERIOD, "-f", "json", "--out", tmp_path / "out")
        assert (done.code, done.out) == (0, "")
        assert "report.json" in done.err
        assert json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))

    def test_a_configuration_beside_the_documents_is_found(self, tmp_path: Path) -> None:
        lay_out(tmp_path, encrypted=False)
        (tmp_path / "goldenthread.toml").write_text(
            'period = "2026-01-01..2026-06-30"\ndocuments = ["documents"]\nevidence = ["evidence"]\n[[exceptions]]\n'
            'item = "S-2"\nreason = "repair"\napprover = "Kim Osei"\nfrom = 2026-01-01\nto = 2026-12-31\n'
        )
        for done in (
            goldenthread("review", "--format", "json", cwd=tmp_path),
            goldenthread("review", "--format", "json", "--config", tmp_path / "goldenthread.toml"),
        ):
            (found,) = json.loads(done.out)["verdicts"]
            assert (done.code, found["verdict"]) == (0, "supported")
            assert [one["item"] for one in found["excused"]] == ["D-2"]

    def test_own_topics_are_tested(self, tmp_path: Path) -> None:
        documents, evidence = lay_out(tmp_path)
        (documents / "badges.md").write_text("Every employee wears a name badge.\n")
        (evidence / "people.csv").write_text("Email,Name,Start Date,Status\nana@northwind.example,,2024-01-01,active\n")
        write_topic(tmp_path / "topics", "name_badges", BADGE_TOPIC, BADGE_QUERY)
        done = goldenthread(
            "review", documents, "-e", evidence, *PERIOD, "--topics", tmp_path / "topics", "-f", "json"
        )
        found = {v["topic"]: v["verdict"] for v in json.loads(done.out)["verdicts"]}
        assert (done.code, found["name_badges"]) == (1, "contradicted")


class TestRefusals:
    def test_an_unknown_command_or_option(self, tmp_path: Path) -> None:
        refused(goldenthread("revue"), "revue")
        refused(goldenthread("review", tmp_path, "--colour"), "--colour")

    def test_nothing_to_review(self, tmp_path: Path) -> None:
        refused(goldenthread("review", cwd=tmp_path), "Nothing to review", "goldenthread.toml")

    def test_a_document_that_is_not_there(self, tmp_path: Path) -> None:
        refused(goldenthread("review", tmp_path / "no.docx", *PERIOD), "There is no such file or folder", "no.docx")
        refused(goldenthread("claims", tmp_path / "no.docx"), "There is no such file or folder", "no.docx")

    def test_evidence_that_is_not_there(self, tmp_path: Path) -> None:
        documents, _ = lay_out(tmp_path)
        refused(goldenthread("review", documents, *PERIOD, "-e", tmp_path / "nothing"), "nothing")

    @pytest.mark.parametrize(
        ("option", "value", "words"),
        [
            ("--period", "2026", "2026-01-01..2026-06-30"), ("--period", "2026-02-30..2026-06-30", "does not exist"),
            ("--period", "2026-06-30..2026-01-01", "ends before it starts"), ("--as-of", "soon", "soon"),
            ("--format", "papyrus", "papyrus"), ("--fail-on", "mood", "mood"), ("--config", "no.toml", "no such file"),
            ("--topics", "nowhere", "nowhere"), ("--sources", "nowhere", "nowhere"),
        ],
    )  # fmt: skip
    def test_values_that_do_not_fit(self, tmp_path: Path, option: str, value: str, words: str) -> None:
        documents, _ = lay_out(tmp_path)
        refused(goldenthread("review", documents, option, value, cwd=tmp_path), words)

    @pytest.mark.parametrize("name", ["html", "word"])
    def test_a_file_needs_a_folder(self, tmp_path: Path, name: str) -> None:
        documents, _ = lay_out(tmp_path)
        refused(goldenthread("review", documents, *PERIOD, "--format", name), "--out")

    def test_a_folder_for_reports_that_is_a_file(self, tmp_path: Path) -> None:
        documents, _ = lay_out(tmp_path)
        (tmp_path / "out").write_text("x")
        done = goldenthread("review", documents, *PERIOD, "-f", "json", "--out", tmp_path / "out")
        refused(done, "cannot be written", str(tmp_path / "out"))

    def test_a_configuration_with_faults(self, tmp_path: Path) -> None:
        documents, _ = lay_out(tmp_path)
        config = documents / "goldenthread.toml"
        config.write_text('colour = "green"\nperiod = "2026"\n')
        refused(goldenthread("review", documents), f"{config}:1: colour", f"{config}:2: period")

    def test_a_topic_with_faults(self, tmp_path: Path) -> None:
        documents, _ = lay_out(tmp_path)
        path = write_topic(tmp_path / "topics", "name_badges", BADGE_TOPIC.replace("minor", "dreadful"), BADGE_QUERY)
        refused(goldenthread("review", documents, *PERIOD, "--topics", tmp_path / "topics"), f"{path}:3: severity")

    def test_when_no_document_can_be_read(self, tmp_path: Path) -> None:
        (tmp_path / "policy.docx").write_bytes(b"")
        for command in ("review", "claims"):
            done = goldenthread(command, tmp_path / "policy.docx", *(PERIOD if command == "review" else ()))
            assert done.code == 2
            assert "policy.docx" in done.out + done.err
            assert "empty" in done.out + done.err


class TestClaims:
    def test_as_text(self, tmp_path: Path) -> None:
        documents, _ = lay_out(tmp_path)
        done = goldenthread("claims", documents)
        assert (done.code, done.err) == (0, "")
        assert "policy.md:3:1  disk_encryption" in done.out
        assert "1 claim in 1 document." in done.out

    def test_as_json(self, tmp_path: Path) -> None:
        documents, _ = lay_out(tmp_path)
        (documents / "bad.docx").write_bytes(b"")
        done = goldenthread("claims", documents, "--format", "json")
        (one,) = json.loads(done.out)["claims"]
        assert (one["topic"], one["quantifier"], one["document"]) == ("disk_encryption", "all", "policy.md")
        assert "Left out: bad.docx" in done.err

    def test_an_unknown_format(self, tmp_path: Path) -> None:
        refused(goldenthread("claims", tmp_path, "--format", "papyrus"), "papyrus")


class TestTopics:
    def test_list(self) -> None:
        done = goldenthread("topics", "list")
        assert (done.code, done.err) == (0, "")
        assert "check disk_encryption" in done.out
        assert "      placeholder_text" in done.out

    def test_show(self) -> None:
        done = goldenthread("topics", "show", "disk_encryption")
        assert done.code == 0
        for words in ("CC6.1", "needed: Jamf", "from devices", "Limits"):
            assert words in done.out

    def test_show_one_that_is_not_there(self) -> None:
        refused(goldenthread("topics", "show", "astrology"), "astrology", "topics list")

    def test_the_examples_of_a_topic(self) -> None:
        done = goldenthread("topics", "test", "disk_encryption")
        assert (done.code, done.out) == (0, "4 examples passed, 0 failed.\n")
        refused(goldenthread("topics", "test", "astrology"), "astrology")

    def test_examples_of_ones_own_that_fail(self, tmp_path: Path) -> None:
        wrong = BADGE_EXAMPLES.replace("expect: supported", "expect: not_shown")
        write_topic(tmp_path, "name_badges", BADGE_TOPIC, BADGE_QUERY, wrong)
        done = goldenthread("topics", "test", "name_badges", "--topics", tmp_path)
        assert done.code == 1
        assert "name_badges: everybody has one: supported instead of not_shown" in done.out
        assert "1 examples passed, 1 failed." in done.out


class TestSources:
    def test_list(self) -> None:
        done = goldenthread("sources", "list")
        assert (done.code, done.err) == (0, "")
        assert "okta/users" in done.out
        assert "one row per managed device" in done.out

    def test_show_a_source_and_a_table(self) -> None:
        assert "insert into" in goldenthread("sources", "show", "okta/users").out.lower()
        assert "disk_encrypted" in goldenthread("sources", "show", "devices").out

    def test_show_a_table_with_examples_of_exports_that_become_it(self) -> None:
        said = goldenthread("sources", "show", "people").out
        assert "Example: " in said
        assert "Worker ID,Full Name,Business Email" in said

    def test_show_one_that_is_not_there(self) -> None:
        refused(goldenthread("sources", "show", "acme/nothing"), "acme/nothing", "sources list")


class TestReport:
    def test_any_format_of_a_saved_run(self, tmp_path: Path) -> None:
        documents, evidence = lay_out(tmp_path, encrypted=False)
        saved = tmp_path / "run.json"
        reviewed = goldenthread("review", documents, "--evidence", evidence, *PERIOD, "--save", saved, "--no-semantics")
        assert (reviewed.code, saved.is_file()) == (1, True)
        shown = goldenthread("report", saved)
        assert (shown.code, shown.err) == (0, "")
        assert shown.out == reviewed.out
        printed = goldenthread("report", saved, "--format", "sarif")
        assert json.loads(printed.out)["version"] == "2.1.0"
        written = goldenthread("report", saved, "--format", "junit", "--format", "xlsx", "--out", tmp_path / "out")
        assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["junit.xml", "report.xlsx"]
        assert "Written: " in written.err

    def test_what_needs_the_document_says_that_it_changed(self, tmp_path: Path) -> None:
        documents, evidence = lay_out(tmp_path)
        goldenthread("review", documents, "--evidence", evidence, *PERIOD, "--save", tmp_path / "run.json", "--no-semantics")
        (documents / "policy.md").write_text("# Another\n", encoding="utf-8")
        command = ("report", tmp_path / "run.json", "--out", tmp_path / "out", "--format")
        refused(goldenthread(*command, "diff"), "policy.md", "has changed since it was read", "Review it again")
        (documents / "policy.md").unlink()
        refused(goldenthread(*command, "diff"), "policy.md", "cannot be read again")
        assert goldenthread(*command, "html").code == 0

    def test_a_file_that_is_no_saved_run(self, tmp_path: Path) -> None:
        (tmp_path / "x.json").write_text("{}", encoding="utf-8")
        refused(goldenthread("report", tmp_path / "x.json"), "x.json", "no saved run", "--save")
        refused(goldenthread("report", tmp_path / "absent.json"), "absent.json", "cannot be read")

    def test_formats_that_need_a_folder(self, tmp_path: Path) -> None:
        refused(goldenthread("report", tmp_path / "x.json", "-f", "xlsx"), "xlsx", "--out")
        refused(goldenthread("report", tmp_path / "x.json", "-f", "sarif", "-f", "junit"), "Only one of sarif, junit", "--out")

    def test_the_list_of_formats(self) -> None:
        done = goldenthread("report", "--formats")
        assert done.code == 0
        assert [line.split()[0] for line in done.out.splitlines() if not line.startswith(" ")] == sorted(formats())
        assert max(map(len, done.out.splitlines())) <= 80
