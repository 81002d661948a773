"""`goldenthread evidence match`: what it says to write into goldenthread.toml can be written there as it stands."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from analyzer.cli import app
from tests.analyzer.evidence.loading import write


def match(*words: str | Path) -> str:
    done = CliRunner().invoke(app, ["evidence", "match", *map(str, words)])
    assert done.exit_code == 0, done.output
    return done.output


def told_to_write(output: str, folder: Path) -> Path:
    lines = output.partition("    [[match]]\n")[2].splitlines()[:3]
    return write(folder, "goldenthread.toml", "\n".join(["[[match]]", *lines]))


def test_what_was_told_by_likeness_is_confirmed_by_what_it_says_to_write(tmp_path: Path) -> None:
    path = write(
        tmp_path, 'night "full" [1].csv', 'Backup,Store,"Commenced ""UTC""",Finished,Outcome\n1,orders,2026-03-01,2026-03-01,ok\n'
    )
    output = match(path)
    assert "backups.started_at  like it, " in output and "Until somebody confirms" in output
    confirmed = match(path, "--config", told_to_write(output, tmp_path))
    assert "backups.started_at" in confirmed and "like it" not in confirmed


def test_a_file_that_nothing_recognises_is_told_with_what_to_write(tmp_path: Path) -> None:
    path = write(tmp_path, 'menu "new".csv', "week,monday,friday\n12,soup,fish\n13,rice,fish\n")
    config = told_to_write(match(path), tmp_path)
    config.write_text(config.read_text().replace('"..."', '"backups"').replace('column = "Header"', 'status = "friday"'))
    assert "backups.status" in match(path, "--config", config)
