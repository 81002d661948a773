"""`decisions.toml`: what it may say, and that a change of one entry leaves everything else to the letter."""

from __future__ import annotations

import random
import stat
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analyzer.config import Config
from analyzer.decisions.file import Change, DecisionsChanged, DecisionsError, Kind, change, read_decisions, with_decisions
from analyzer.decisions.model import ClaimDecision, RegisteredException, fields_of
from analyzer.errors import ConfigError

BY_HAND = '''\
# Ours. Ask Kim before you change anything.

# The aim of 2027.
[[claims]]
quote   = "All laptops are encrypted."   # as in the policy
decision = "reject"
# see the minutes of March
reason = """
[[exceptions]]
is no header here"""

[[exceptions]]
item = "D-2"
topic = 'disk_encryption'
reason = "repair"
approver = "Kim Osei"
from = 2026-01-01
to = 2026-12-31


# A second one.
[[claims]]
claim = "abc"
decision = "correct"
[claims.params]
sla = "24 hours"

# The end.
'''
NOTE = ClaimDecision(claim="new", note="a note")


def write(folder: Path, text: str) -> Path:
    path = folder / "decisions.toml"
    path.write_bytes(text.encode())
    return path


def changed(path: Path, kind: Kind, at: int | None, entry: Any) -> str:
    change(read_decisions(path), [Change(kind=kind, at=at, entry=entry)])
    return path.read_text(encoding="utf-8")


def test_what_people_write_is_read(tmp_path: Path) -> None:
    told = read_decisions(write(tmp_path, BY_HAND)).decisions
    assert [one.decision for one in told.claims] == ["reject", "correct"]
    assert told.claims[1].params == {"sla": "24 hours"}
    assert [one.item for one in told.exceptions] == ["D-2"]


def test_without_a_file_nothing_is_decided(tmp_path: Path) -> None:
    kept = read_decisions(tmp_path / "decisions.toml")
    assert (kept.text, kept.decisions.claims, kept.decisions.exceptions) == ("", (), ())


def test_all_faults_are_told_at_once_each_with_its_line(tmp_path: Path) -> None:
    text = (
        '[[claims]]\nquote = "a"\ndecision = "maybe"\n\n[[claims]]\nnote = "of what?"\n\n'
        '[[exceptions]]\nitem = "*"\nreason = "x"\nfrom = 2026-01-01\nto = 2025-01-01\ncolour = "blue"\n'
    )
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        read_decisions(path)
    lines = [line.removeprefix(f"{path}:") for line in str(caught.value).splitlines()]
    assert [line.partition(":")[0] for line in lines] == ["3", "5", "9", "13"]
    assert "names its claim" in lines[1]
    assert "names no item" in lines[2]


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"quote": "a"}, "nothing is decided"),
        ({"quote": "a", "decision": "reject"}, "`reason`"),
        ({"quote": "a", "decision": "correct"}, "`topic` and `params`"),
        ({"quote": "a", "decision": "confirm", "topic": "b"}, "`topic` and `params`"),
        ({"decision": "confirm"}, "names its claim"),
    ],
)
def test_a_decision_that_decides_nothing_is_a_fault(fields: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        ClaimDecision.model_validate(fields)


@pytest.mark.parametrize("item", ["", "  ", "*", "**", "a*", "*.*"])
def test_an_item_that_names_nothing_or_nearly_everything_is_a_fault(item: str) -> None:
    with pytest.raises(ValueError, match=r"names no item|at least 3"):
        RegisteredException.model_validate({"item": item, "reason": "x", "from": "2026-01-01", "to": "2026-01-02"})


@pytest.mark.parametrize(
    ("data", "said"), [(b"\xff\xfe", "UTF-8"), (b"[[claims", "TOML"), (b'claims = "all"', "claims"), (b"[[rules]]\na = 1", "rules")]
)
def test_a_file_that_is_none_is_told(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "decisions.toml"
    path.write_bytes(data)
    with pytest.raises((ConfigError, DecisionsError), match=said):
        read_decisions(path)


def test_it_counts_behind_what_the_configuration_says(tmp_path: Path) -> None:
    write(tmp_path, BY_HAND)
    own = RegisteredException.model_validate({"item": "D-1", "reason": "x", "from": "2026-01-01", "to": "2026-01-02"})
    both = with_decisions(Config(exceptions=(own,)), tmp_path)
    assert [one.item for one in both.exceptions] == ["D-1", "D-2"]
    assert len(both.claims) == 2


class TestChanging:
    def test_a_new_entry_stands_at_the_end(self, tmp_path: Path) -> None:
        text = changed(write(tmp_path, BY_HAND), "claims", None, NOTE)
        assert text == BY_HAND + '\n[[claims]]\nclaim = "new"\nnote = "a note"\n'

    def test_the_first_entry_makes_the_file(self, tmp_path: Path) -> None:
        text = changed(tmp_path / "decisions.toml", "claims", None, NOTE)
        assert text.startswith("# ")
        assert text.endswith('\n\n[[claims]]\nclaim = "new"\nnote = "a note"\n')

    def test_another_entry_takes_its_place_and_comments_stay(self, tmp_path: Path) -> None:
        text = changed(write(tmp_path, BY_HAND), "claims", 0, NOTE)
        before, after = BY_HAND.split("[[claims]]", 1)[0], BY_HAND[BY_HAND.index("\n[[exceptions]]\nitem") :]
        assert text == before + '# see the minutes of March\n[[claims]]\nclaim = "new"\nnote = "a note"\n' + after

    def test_the_last_entry_leaves_the_words_at_the_end(self, tmp_path: Path) -> None:
        text = changed(write(tmp_path, BY_HAND), "claims", 1, NOTE)
        assert "# A second one.\n" in text
        assert text.endswith("\n# The end.\n")

    def test_one_that_is_taken_out_leaves_the_others(self, tmp_path: Path) -> None:
        text = changed(write(tmp_path, BY_HAND), "exceptions", 0, None)
        start, end = BY_HAND.index("\n[[exceptions]]\nitem"), BY_HAND.index("# A second one.")
        assert text == BY_HAND[: start + 1] + BY_HAND[end - 1 :]

    def test_taking_out_all_leaves_the_words_about_the_file(self, tmp_path: Path) -> None:
        path = tmp_path / "decisions.toml"
        first = changed(path, "claims", None, NOTE)
        changed(path, "claims", None, NOTE)
        changed(path, "claims", 0, None)
        assert changed(path, "claims", 0, None) == first.partition("\n")[0] + "\n"

    def test_one_layout_that_cannot_be_told_apart_is_refused_and_left_alone(self, tmp_path: Path) -> None:
        inline = 'claims = [{ claim = "a", note = "x" }, { claim = "b", note = "y" }]\n'
        path = write(tmp_path, inline)
        with pytest.raises((DecisionsError, ConfigError)):
            changed(path, "claims", 1, NOTE)
        assert path.read_text(encoding="utf-8") == inline

    def test_what_somebody_else_changed_meanwhile_stays(self, tmp_path: Path) -> None:
        path = write(tmp_path, BY_HAND)
        kept = read_decisions(path)
        path.write_text("# mine now\n", encoding="utf-8")
        with pytest.raises(DecisionsChanged, match="changed by somebody else"):
            change(kept, [Change(kind="claims", at=None, entry=NOTE)])
        assert path.read_text(encoding="utf-8") == "# mine now\n"
        assert [one.name for one in tmp_path.iterdir()] == ["decisions.toml"]

    def test_a_file_that_appeared_meanwhile_stays(self, tmp_path: Path) -> None:
        kept = read_decisions(tmp_path / "decisions.toml")
        path = write(tmp_path, BY_HAND)
        with pytest.raises(DecisionsChanged):
            change(kept, [Change(kind="claims", at=None, entry=NOTE)])
        assert path.read_text(encoding="utf-8") == BY_HAND

    def test_who_may_read_it_and_where_it_lies_stays(self, tmp_path: Path) -> None:
        (tmp_path / "shared").mkdir()
        held = write(tmp_path / "shared", BY_HAND)
        held.chmod(0o600)
        path = tmp_path / "decisions.toml"
        path.symlink_to(held)
        changed(path, "claims", None, NOTE)
        assert path.is_symlink()
        assert stat.S_IMODE(held.stat().st_mode) == 0o600
        assert len(read_decisions(held).decisions.claims) == 3

    @pytest.mark.parametrize("seed", range(30))
    def test_whatever_is_changed_in_whatever_order_the_file_says_that_and_nothing_else(self, tmp_path: Path, seed: int) -> None:
        draw = random.Random(seed)
        path = write(tmp_path, BY_HAND if seed % 2 else "")
        told = read_decisions(path).decisions
        wanted: dict[Kind, list[Any]] = {"claims": list(told.claims), "exceptions": list(told.exceptions)}
        for _ in range(8):
            kind: Kind = draw.choice(["claims", "exceptions"])
            at = draw.choice([None, *range(len(wanted[kind]))])
            entry = None if at is not None and draw.random() < 0.4 else _drawn(kind, draw)
            changed(path, kind, at, entry)
            if at is None:
                wanted[kind].append(entry)
            elif entry is None:
                del wanted[kind][at]
            else:
                wanted[kind][at] = entry
            now = read_decisions(path).decisions
            assert (list(now.claims), list(now.exceptions)) == (wanted["claims"], wanted["exceptions"])


def _drawn(kind: Kind, draw: random.Random) -> Any:
    words = "".join(draw.choice("ab\"\\\n\t#[]= 'é\u202e\u0000\U0001f512") for _ in range(draw.randrange(1, 20))) + "abc"
    if kind == "claims":
        params = {words: draw.choice(["x", 3, 0.5, True, ["a", words], {"critical": words}])}
        return ClaimDecision(quote=words, decision="correct", topic=words, params=params, on=date(2026, 1, draw.randrange(1, 28)))
    fields = {"item": words, "reason": words, "approver": words, "from": date(2026, 1, 1), "to": date(2026, 2, 1)}
    return RegisteredException.model_validate(fields | {"quote": words})


def test_what_is_written_is_toml_that_others_read(tmp_path: Path) -> None:
    entry = _drawn("claims", random.Random(7))
    changed(tmp_path / "decisions.toml", "claims", None, entry)
    assert tomllib.loads((tmp_path / "decisions.toml").read_text(encoding="utf-8")) == {"claims": [fields_of(entry)]}


def test_the_file_that_the_manual_shows_is_one(tmp_path: Path) -> None:
    manual = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
    (shown,) = [part.partition("```")[0] for part in manual.split("```toml\n")[1:] if part.startswith("[[claims]]")]
    told = read_decisions(write(tmp_path, shown)).decisions
    assert [one.decision for one in told.claims] == ["reject"]
    assert [one.item for one in told.exceptions] == ["lab-*"]
