"""Where texts point, and to which of the documents and headings."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest

from claims import Claim, Document, read
from claims.references import headings_of, link, references_in
from tests.claims.catalogue import claims_of, extractor, markdown, one_claim
from tests.claims.readers.word_files import paragraph, rewrite, run, word_file

PARTS = "# Policy\n\n## 5. Access\n\n### 5.2 Doors\n\n## Appendix B: Forms\n\n## Keys and Locks\n\nText.\n"
HEADINGS = headings_of(markdown(PARTS))


def spoken(text: str) -> list[tuple[str, str | None]]:
    return [(one.target, one.heading) for one in references_in(text, (), HEADINGS, ("Records Policy",))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("as described in the Door Opening Policy", [("Door Opening Policy", None)]),
        ("The Door Opening Policy and the Key Standard apply.", [("Door Opening Policy", None), ("Key Standard", None)]),
        ("in accordance with our key handling procedure", [("key handling procedure", None)]),
        ("See section 5.2 for more.", [("section 5.2", "5.2 Doors")]),
        ("as set out in sections 5 and 5.2", [("section 5", "5. Access"), ("section 5.2", "5.2 Doors")]),
        ("(see Appendix B)", [("appendix B", "Appendix B: Forms")]),
        ("§ 5.2", [("section 5.2", "5.2 Doors")]),
        ("see section 9.9", [("section 9.9", None)]),
        ("Section 3 of the Door Opening Policy", [("section 3 of Door Opening Policy", None), ("Door Opening Policy", None)]),
        ("see the Keys and Locks section", [("Keys and Locks", "Keys and Locks")]),
        ("see “Keys and Locks”", [("Keys and Locks", "Keys and Locks")]),
    ],
)
def test_references(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert spoken(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "This policy applies to all.",
        "The Records Policy is read by all.",
        "in accordance with the law",
        "section 404 of the Sarbanes-Oxley Act",
        "in the upper section of the hall",
        "as Advanced Encryption Standard says",
        "see the Weather section",
        "Doors are locked.",
        "",
    ],
)
def test_what_is_no_reference(text: str) -> None:
    assert spoken(text) == []


POLICY = "# Fenwick Door Opening Policy\n\nAccess to offices is reviewed quarterly.\n"


def described(sentence: str, *others: Document) -> Claim:
    text = f"# Description\n\n## 5. Access\n\n{sentence}\n"
    read = markdown(text, "description.md")
    found = link(extractor().claims(read), [read, *others], ["Fenwick"])
    return next(one for one in found if one.references)


def test_a_document_is_found_by_its_title() -> None:
    found = described("All access requires MFA, as described in the Door Opening Policy.", markdown(POLICY, "doors-v2.md"))
    assert [(one.target, one.document) for one in found.references] == [("Door Opening Policy", "doors-v2.md")]


def test_a_document_is_found_by_its_file_name() -> None:
    found = described("All access requires MFA, see the Door Opening Policy.", markdown("Text.\n", "door_opening-policy.md"))
    assert [one.document for one in found.references] == ["door_opening-policy.md"]


def test_two_documents_of_one_name_are_not_guessed_between() -> None:
    both = (markdown(POLICY, "a.md"), markdown(POLICY, "b.md"))
    assert [one.document for one in described("All access requires MFA, see the Door Opening Policy.", *both).references] == [None]


def test_another_document_is_not_taken() -> None:
    found = described("All access requires MFA, see the Opening Policy.", markdown(POLICY, "doors.md"))
    assert [one.document for one in found.references] == [None]


def test_a_link_leads_to_the_file_of_its_address() -> None:
    found = described('All access requires MFA as [written down](../doors.md#top "Doors").', markdown(POLICY, "doors.md"))
    assert [(one.words, one.target, one.document) for one in found.references] == [("written down", "../doors.md#top", "doors.md")]


@pytest.mark.parametrize("address", ["https://fenwick.example/handbook", "mailto:desk@fenwick.example", "absent.md"])
def test_a_link_elsewhere_stays_an_address(address: str) -> None:
    found = described(f"All access requires MFA as [written down]({address}).", markdown(POLICY, "doors.md"))
    assert [(one.target, one.document) for one in found.references] == [(address, None)]


def test_a_link_into_the_document_leads_to_its_heading() -> None:
    found = described("All access requires MFA as [written down](#5-access).")
    assert [one.heading for one in found.references] == ["5. Access"]


def test_a_picture_and_a_link_of_another_sentence_are_none() -> None:
    text = "All access requires MFA ![lock](lock.png). See [more](more.md).\n"
    assert one_claim(text, "mfa_enforced").references == ()


def test_links_of_a_web_page(tmp_path: Path) -> None:
    page = tmp_path / "description.html"
    page.write_text(
        '<html><body><h1>Description</h1><p>All access requires MFA, see <a href="doors.md">the <b>rules</b></a> and '
        '<a href="http://[broken">more</a>.</p></body></html>',
        encoding="utf-8",
    )
    found = [one for claim in linked(read(page)) for one in claim.references]
    assert [(one.words, one.document) for one in found] == [("the rules", "doors.md"), ("more", None)]


def test_links_of_a_word_file(tmp_path: Path) -> None:
    link = '<w:hyperlink w:anchor="_Toc1"><w:r><w:t>Doors</w:t></w:r></w:hyperlink>'
    heading = paragraph(run("Doors"), '<w:pStyle w:val="Heading1"/>')
    path = word_file(tmp_path, heading, paragraph(run("All access requires MFA, see ") + link + run(" in this text.")))
    found = [one for claim in linked(read(path)) for one in claim.references]
    assert [(one.words, one.target, one.heading) for one in found] == [("Doors", "#_Toc1", "Doors")]


def test_a_word_file_links_to_another(tmp_path: Path) -> None:
    url = '<w:hyperlink r:id="rIdLink"><w:r><w:t>the rules</w:t></w:r></w:hyperlink>'
    path = word_file(tmp_path, paragraph(run("All access requires MFA, see ") + url + run(".")))
    with ZipFile(path) as package:
        relations = package.read("word/_rels/document.xml.rels").decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    more = f'<Relationship Id="rIdLink" Type="{kind}" Target="../doors.md" TargetMode="External"/></Relationships>'
    rewrite(path, {"word/_rels/document.xml.rels": relations.replace("</Relationships>", more)})
    found = [one for claim in linked(read(path)) for one in claim.references]
    assert [(one.words, one.target, one.document) for one in found] == [("the rules", "../doors.md", "doors.md")]


def linked(document: Document) -> list[Claim]:
    return link(extractor().claims(document), [document, markdown(POLICY, "doors.md")])


def test_the_cells_of_a_row_are_read() -> None:
    table = "| Control | Rule |\n|---|---|\n| Sign-in | MFA is required, see [doors](doors.md) |\n"
    assert [one.target for claim in claims_of(table) for one in claim.references] == ["doors.md"]


def test_what_is_promised_elsewhere_is_not_invented() -> None:
    assert all(not one.params for one in claims_of("Backups are handled as described in the Copy Keeping Policy.\n"))
