"""What real documents hold beside promises: catalogue text, severity definitions, check boxes, links, instructions."""

from __future__ import annotations

import pytest

from claims.units import units_of
from tests.claims.catalogue import markdown


def texts(text: str) -> list[str]:
    return [unit.text for unit in units_of(markdown(text))]


def test_the_words_of_a_control_catalogue_are_not_the_companys() -> None:
    plan = (
        "# Plan\n\n## Audit Events (AU-2)\n\nThe organization:\n\n- Determines the events to audit; and\n"
        "- Coordinates the audit.\n\n"
        "Northwind logs every sign-in.\n"
    )
    assert texts(plan) == ["Northwind logs every sign-in."]


def test_a_company_that_calls_itself_the_organization_is_heard() -> None:
    assert texts("# Policy\n\n## Audit\n\nThe organization logs every sign-in.\n") == ["The organization logs every sign-in."]


def test_guidance_of_a_control_is_left_out() -> None:
    assert texts("# ra-5\n\n## Control guidance\n\nScans include patch levels.\n\n## This system\n\nScans run daily.\n") == [
        "Scans run daily."
    ]


def test_what_makes_a_finding_critical_is_a_definition() -> None:
    ratings = (
        "# Policy\n\n## Severity ratings\n\nCritical:\n\n- CVSS score 9.0-10.0\n- Remote code execution\n- Fixed within 7 days\n"
    )
    assert texts(ratings) == ["Critical:", "Fixed within 7 days"]


@pytest.mark.parametrize(
    "line",
    [
        "☒ Implemented ☐ Planned",
        "Evidence: export of the settings",
        "Retail: Add controls for tills and scanners",
        "Organizations also consider using automated tools.",
    ],
)
def test_lines_that_promise_nothing(line: str) -> None:
    assert texts(f"# Plan\n\n- {line}\n- Logs are kept for 90 days.\n") == ["Logs are kept for 90 days."]


@pytest.mark.parametrize("heading", ["🔗 Security Links", "✅ Resources"])
def test_symbols_before_a_heading_do_not_hide_what_it_is(heading: str) -> None:
    assert texts(f"# Page\n\n## {heading}\n\n- Privacy policy: how we treat your data\n") == []


def test_a_row_of_one_cell_with_its_label_is_read() -> None:
    assert texts("# Plan\n\n|AU-1|\n|---|\n|Responsible Role: Head of Platform|\n") == ["Responsible Role: Head of Platform"]
