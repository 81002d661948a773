"""Coverage of the description criteria: what is there, what is a slogan, what is missing, and what is no description at all."""

from __future__ import annotations

from pathlib import Path

from analyzer.omissions import coverage, is_description, omissions
from claims import Document, read

SAMPLE = Path(__file__).parents[2] / "samples/northwind/description.docx"


def written(tmp_path: Path, *paragraphs: str, title: str = "Brightloom system description for SOC 2") -> Document:
    path = tmp_path / "text.md"
    path.write_text(f"# {title}\n\n" + "\n\n".join(paragraphs), encoding="utf-8")
    return read(path)


def states(document: Document) -> dict[str, str]:
    return {one.criterion: one.state for one in coverage([document])}


def test_the_description_of_the_sample_company_covers_all_criteria() -> None:
    assert omissions([read(SAMPLE)]) == []


def test_what_nothing_speaks_of_is_missing_and_says_what_is_asked_for(tmp_path: Path) -> None:
    said = ("Brightloom provides a scheduling platform.", "It runs on servers in a data center.", "It uses PostgreSQL.")
    document = written(tmp_path, *said)
    found = {one.criterion: one for one in omissions([document])}
    assert {"DC 4", "DC 6", "DC 7", "DC 9"} <= found.keys()
    assert "DC 1" not in found
    assert "customers" in found["DC 6"].why


def test_a_statement_that_there_was_none_is_a_statement(tmp_path: Path) -> None:
    told = states(
        written(
            tmp_path,
            "There were no significant incidents.",
            "No significant changes were made to the system during the period.",
            "Northlake is a subservice organization and is carved out.",
        )
    )
    assert (told["DC 4"], told["DC 9"], told["DC 7"]) == ("present", "present", "present")


def test_commitments_without_a_commitment_are_a_slogan(tmp_path: Path) -> None:
    told = states(written(tmp_path, "We take our service commitments very seriously.", "We run servers.", "We have people."))
    assert told["DC 2"] == "slogan"


def test_a_heading_with_text_below_is_enough_and_an_empty_one_is_a_slogan(tmp_path: Path) -> None:
    first = ("## Complementary user entity controls", "Customers switch on single sign-on.")
    document = written(tmp_path, *first, "## Subservice organizations", "None.")
    assert (states(document)["DC 6"], states(document)["DC 7"]) == ("present", "slogan")


def test_duties_of_customers_in_prose_are_no_list_of_controls_and_vendors_without_a_method_are_none_either(tmp_path: Path) -> None:
    document = written(
        tmp_path, "Customers are responsible for removing their own users.", "The platform is hosted on AWS.", "We use PostgreSQL."
    )
    found = {one.criterion: one for one in omissions([document])}
    assert (states(document)["DC 6"], states(document)["DC 7"]) == ("slogan", "slogan")
    assert "does not list them as complementary user entity controls" in found["DC 6"].why
    assert "carved out or included" in found["DC 7"].why
    assert (found["DC 6"].place and found["DC 6"].place.line, found["DC 7"].place and found["DC 7"].place.line) == (3, 5)


def test_changes_in_the_period_are_asked_for_only_where_there_is_one(tmp_path: Path) -> None:
    document = written(tmp_path, "We provide a platform.", "It runs on servers.", "We use PostgreSQL.")
    assert "DC 9" not in {one.criterion for one in omissions([document], period=False)}


def test_a_policy_and_a_description_for_something_else_are_left_alone(tmp_path: Path) -> None:
    policy = written(tmp_path, "Access is reviewed for SOC 2.", "Keys rotate.", "Logs are kept.", title="Access policy")
    other = written(tmp_path, "Servers run in two zones.", "Keys rotate.", "Logs are kept.", title="System description")
    assert not is_description(policy)
    assert not is_description(other)
    assert omissions([policy, other]) == []
