"""What a document itself leaves out of a rule, and the time of grace that it grants."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from analyzer.bind import bind
from analyzer.catalog import load_catalog
from analyzer.exceptions.carved import carve_outs, carved, with_grace
from analyzer.model import Binding
from claims import read
from tests.analyzer.exceptions.registers import PERIOD, failing

CATALOG = load_catalog()
RULE = "All changes are approved by the CAB before deployment"


def outs(folder: Path, text: str) -> tuple[Any, ...]:
    """What the document leaves out of its first claim."""
    path = folder / "policy.md"
    path.write_text(text, encoding="utf-8")
    document = read(path, "policy.md")
    claims = list(CATALOG.extractor.claims(document))
    return carve_outs(claims, document, CATALOG).get(claims[0].id, ())


def leaves_out(folder: Path, text: str, **row: Any) -> bool:
    return any(carved(one, failing("CHG-9", **row)) for one in outs(folder, text))


@pytest.mark.parametrize(
    "text",
    [
        f"{RULE}, except emergency changes.",
        f"{RULE}. Emergency changes are exempt from approval by the CAB.",
        f"{RULE}. This requirement does not apply to emergency changes.",
        f"{RULE}. Emergency changes are not required to be approved by the CAB before deployment.",
    ],
)
def test_rows_that_say_that_they_are_of_the_type_are_left_out(tmp_path: Path, text: str) -> None:
    assert leaves_out(tmp_path, text, change_type="Emergency")
    assert leaves_out(tmp_path, text, change_type="Emergency change")
    assert leaves_out(tmp_path, text, is_emergency=True)
    assert not leaves_out(tmp_path, text, change_type="Normal")
    assert not leaves_out(tmp_path, text, change_type="Non-emergency")
    assert not leaves_out(tmp_path, text, is_emergency=False)
    assert not leaves_out(tmp_path, text, title="Emergency")
    assert not leaves_out(tmp_path, text, service="emergency-pager")


@pytest.mark.parametrize(
    "text",
    [
        f"{RULE}, except emergency changes that the CISO approved.",
        f"{RULE}, unless approved by the CISO.",
        f"{RULE}. Emergency changes approved by the CISO are exempt from approval by the CAB.",
        f"{RULE}. Emergency changes are exempt from the change freeze.",
        f"# Changes\n\n{RULE}.\n\n# Training\n\nThis requirement does not apply to emergency changes.",
    ],
)
def test_a_condition_or_another_rule_leaves_nothing_out(tmp_path: Path, text: str) -> None:
    assert not leaves_out(tmp_path, text, change_type="Emergency")


class TestGrace:
    """A time of grace makes the deadline of the rules of its section later."""

    RULE = "Accounts of leavers are disabled within 24 hours of termination."

    def bound(self, folder: Path, text: str) -> Binding:
        path = folder / "policy.md"
        path.write_text(text, encoding="utf-8")
        document = read(path, "policy.md")
        claims = list(CATALOG.extractor.claims(document))
        return with_grace(bind(claims[0], CATALOG, PERIOD), carve_outs(claims, document, CATALOG).get(claims[0].id, ()))

    def test_it_is_added(self, tmp_path: Path) -> None:
        given = self.bound(tmp_path, f"# Leavers\n\n{self.RULE} A grace period of 2 days applies.")
        assert given.params["sla_hours"] == 72
        assert "with the grace of 2 days that the document grants" in given.why

    @pytest.mark.parametrize(
        "text",
        [
            "# Leavers\n\n{rule} No grace period of 2 days applies.",
            "# Leavers\n\n{rule} A grace period of 2 days applies to training.",
            "# Leavers\n\n{rule} A grace period of 2 days applies if the manager approves.",
            "# Leavers\n\n{rule}\n\n# Training\n\nA grace period of 2 days applies.",
            "# Leavers\n\n{rule}",
        ],
    )
    def test_none_or_one_for_something_else_is_not(self, tmp_path: Path, text: str) -> None:
        assert self.bound(tmp_path, text.format(rule=self.RULE)).params["sla_hours"] == 24
