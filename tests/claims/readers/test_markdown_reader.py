"""What a reader of a Markdown document sees is what its blocks say, and each character has its place in the file."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims import Block, Document, read


def markdown(text: str | bytes) -> Document:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "policy.md"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read(path)


def blocks(text: str | bytes) -> list[Block]:
    return list(markdown(text).blocks)


def kinds(text: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in blocks(text)]


def items(text: str) -> list[tuple[str | None, int | None, str, str | None]]:
    return [(b.label, b.level, b.text, b.lead_in) for b in blocks(text) if b.kind == "list_item"]


def test_headings_and_their_paths() -> None:
    found = blocks("Policy\n======\n\n## Access ##\n\nReviewed.\n\n### Deep {#deep}\n\nText.\n\nBackups\n---\nDaily.\n")
    assert [(b.kind, b.level, b.text) for b in found if b.kind == "heading"] == [
        ("heading", 1, "Policy"), ("heading", 2, "Access"), ("heading", 3, "Deep"), ("heading", 2, "Backups"),
    ]  # fmt: skip
    assert found[4].heading_path == ("Policy", "Access", "Deep")
    assert found[-1].heading_path == ("Policy", "Backups")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("All **laptops** are *encrypted*.", "All laptops are encrypted."),
        ("Use `AES-256` and ``a`b``.", "Use AES-256 and a`b."),
        ("See [the *policy*](https://a.example/x;y 'title;') ; done.", "See the policy ; done."),
        ("See [policy][p].\n\n[p]: https://a.example", "See policy."),
        ("![diagram](d.png)Text <https://a.example>.", "Text https://a.example."),
        ("TLS &ge; 1.2 &amp; AES\\_256 \\*", "TLS ≥ 1.2 & AES_256 *"),
        ("wrapped\n   hard at\tsome  width", "wrapped hard at some width"),
        ("hard break,  \nthen more", "hard break, then more"),
        ("old ~~value~~ text", "old text"),
        ("A note[^1] here<!-- hidden --> and <b>bold</b>.", "A note here and bold."),
        ("snake_case * star ** two", "snake_case * star ** two"),
        ("multi\u2011factor sec\u00adond\u00a0third", "multi-factor second third"),
        ('{{< include >}}Text with [link]({{< ref "a" >}}).', "Text with link."),
    ],
)
def test_markup_is_taken_off(source: str, text: str) -> None:
    assert kinds(source) == [("paragraph", text)]


def test_quotes_keep_the_markup() -> None:
    block = blocks("# T\n\nAll **laptops** are encrypted.\n")[1]
    assert block.quote(4, 15) == "laptops** are"
    assert block.source == "All **laptops** are encrypted."
    place = block.place_of(14, 17)
    assert (place.line, place.column, place.start) == (3, 19, 23)


def test_lists_nest_and_know_what_introduces_them() -> None:
    text = (
        "Intro. Staff must:\n\n- use MFA\n- handle leavers:\n  1. within 24 hours\n  2. with a ticket\n\n"
        "  More:\n  - deep\n* other list\n"
    )
    assert items(text) == [
        ("-", 1, "use MFA", "Staff must:"),
        ("-", 1, "handle leavers:", "Staff must:"),
        ("1.", 2, "within 24 hours", "handle leavers:"),
        ("2.", 2, "with a ticket", "handle leavers:"),
        ("-", 2, "deep", "More:"),
        ("*", 1, "other list", "Staff must:"),
    ]


def test_headings_and_tables_end_a_lead_in() -> None:
    assert items("Staff must:\n\n## Next\n\n- use MFA\n")[0][3] is None
    assert items("As follows:\n\n| a | b |\n|---|---|\n| c | d |\n\n- use MFA\n")[0][3] is None


def test_task_marks_and_labels_inside_bullets() -> None:
    assert [item[:3] for item in items("- [ ] open\n- [x] done\n- \\[a.\\] typed\n")] == [
        ("-", 1, "open"), ("-", 1, "done"), ("[a.]", 1, "typed"),
    ]  # fmt: skip


def test_lists_typed_as_paragraphs() -> None:
    text = "a. *During onboarding:*\n\n    i. HR informs\nIT.\n\n    i. IT acts.\n\nb. Later.\n\n(a) x\n\n5. days\n"
    assert items(text) == [
        ("a.", 1, "During onboarding:", None),
        ("i.", 2, "HR informs IT.", "During onboarding:"),
        ("i.", 2, "IT acts.", "During onboarding:"),
        ("b.", 1, "Later.", None),
        ("(a)", 2, "x", None),
        ("5.", 1, "days", None),
    ]


def test_typed_items_on_lines_of_one_paragraph() -> None:
    assert items("Staff must:\na. use MFA;\nb. lock screens\nand doors\n• report\n") == [
        ("a.", 1, "use MFA;", "Staff must:"),
        ("b.", 1, "lock screens and doors", "Staff must:"),
        ("•", 2, "report", None),
    ]


def test_letters_that_could_be_roman_numbers() -> None:
    levels = [item[1] for item in items("g) one\n\nh) two\n\ni) three\n\nj) four\n")]
    assert levels == [1, 1, 1, 1]


def test_wrapped_text_that_looks_like_a_label_stays_in_its_sentence() -> None:
    assert kinds("The policy is reviewed as told in section\n5. It is kept.") == [
        ("paragraph", "The policy is reviewed as told in section 5. It is kept."),
    ]


def test_lines_with_bold_labels_are_paragraphs_each() -> None:
    assert kinds("**Owner:** IT\n**Version**: 2\n**Date:** today\nand so on") == [
        ("paragraph", "Owner: IT"), ("paragraph", "Version: 2"), ("paragraph", "Date: today and so on"),
    ]  # fmt: skip


def test_tables() -> None:
    found = blocks("| Severity | Days |\n|:--|--:|\n| **Critical** \\| top | 7<br>Or less |\n|  | 30 |\n")
    assert [(b.text, b.row.index, b.row.column) for b in found if b.row] == [
        ("Severity", 0, 0), ("Days", 0, 1), ("Critical | top", 1, 0), ("7", 1, 1), ("Or less", 1, 1), ("30", 2, 1),
    ]  # fmt: skip
    row = found[2].row
    assert row is not None
    assert (row.cells, row.header) == (("Critical | top", "7 Or less"), ("Severity", "Days"))
    assert found[2].source == "**Critical** \\| top"


def test_html_blocks() -> None:
    text = (
        "<style>p {}</style>\n\n<div>\n<p>One &amp; two.</p>\n<script>alert('x')</script>\n<h2>Part</h2>\n"
        "<li>item</li>\n</div>\n\n<!-- left\n\nout -->\n\n"
        "<table><tr><th>Key</th></tr>\n\n<tr><td>AES<br>256</td></tr></table>\n"
    )
    found = blocks(text)
    assert [(b.kind, b.text) for b in found] == [
        ("paragraph", "One & two."), ("heading", "Part"), ("list_item", "item"), ("cell", "Key"), ("cell", "AES"),
        ("cell", "256"),
    ]  # fmt: skip
    row = found[-1].row
    assert row is not None
    assert (row.index, row.header, row.cells) == (1, ("Key",), ("AES 256",))


def test_code_quotes_footnotes_and_marks() -> None:
    text = (
        "> [!NOTE]\n> Quoted *text*\n> goes on.\n\n```sh\nls  -l\n```\n\n[^1]: Except contractors.\n\n::: warning\n\n[TOC]\n\n***\n"
    )
    assert kinds(text) == [
        ("paragraph", "Quoted text goes on."),
        ("code", "ls -l"),
        ("footnote", "Except contractors."),
    ]


def test_front_matter_becomes_properties() -> None:
    document = markdown("---\ntitle: Access policy\nowner: IT\nsatisfies:\n  TSC: [CC6.1, CC6.2]\n---\n\n## Scope\n\nText.\n")
    assert document.properties == {"title": "Access policy", "owner": "IT", "satisfies.TSC": "CC6.1, CC6.2"}
    assert document.blocks[1].heading_path == ("Access policy", "Scope")
    assert document.blocks[1].place.line == 10


def test_front_matter_without_its_opening_fence() -> None:
    document = markdown("name: Access\nacronym: AP\n---\n# Scope\n")
    assert document.properties["acronym"] == "AP"
    assert [block.text for block in document.blocks] == ["Scope"]


@pytest.mark.parametrize(
    "front",
    ["---\ntitle: {{ x }}: y: [\n---\n", "---\na: &a [x]\nb: [*a, *a]\n---\n", "---\na: " + "[" * 600 + "\n---\n"],
)
def test_front_matter_that_is_broken_or_hostile_is_left_out_and_listed(front: str) -> None:
    document = markdown(front + "Text.\n")
    assert [block.text for block in document.blocks] == ["Text."]
    assert "front matter" in document.left_out[0].what


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert kinds("---\n\nText.\n\n---\n\nMore.\n") == [("paragraph", "Text."), ("paragraph", "More.")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings(encoding: str) -> None:
    document = markdown("Müller’s policy.".encode(encoding))
    assert [block.text for block in document.blocks] == ["Müller’s policy."]
    assert not document.left_out


def test_an_encoding_that_had_to_be_guessed_is_listed() -> None:
    document = markdown("Müller’s policy.".encode("cp1252"))
    assert [block.text for block in document.blocks] == ["Müller’s policy."]
    assert "encoding" in document.left_out[0].what


def test_line_ends_do_not_move_places() -> None:
    for end in ("\n", "\r\n"):
        text = end.join(["---", "a: b", "---", "# T", "", "One", "two **three**.", ""])
        block = blocks(text)[-1]
        place = block.place_of(8, 13)
        assert text[place.start : place.end] == "three"
        assert (place.line, place.column) == (7, 7)


def test_nesting_that_is_too_deep_is_listed() -> None:
    document = markdown("> " * 200 + "Lost.\n\nText.\n")
    assert [block.text for block in document.blocks] == ["Text."]
    assert "nested" in document.left_out[0].why


def test_very_deep_nesting_is_read() -> None:
    deep = "".join("  " * level + f"- level {level}\n" for level in range(40))
    assert [block.level for block in blocks(deep)][-1] == 40


PIECES = st.sampled_from(
    [
        "All **laptops** are", " encrypted.", "text", ":", "é", "😀", "a. ", "(b) ", "• ", "[ ] ", "\n", "\n\n",
        "\r\n", "\r", "\t", "\f", "\x0b", "\u2028", "\u00a0", "\u00ad", "  ", "    ", "- ", "1. ", "> ", "# ",
        "## T ##", "\n---\n", "===\n", "---\n", "k: v\n", "| a | b |\n|---|---|\n", "| `x` \\| y | *z* |", "|",
        "```\n", "[a](http://b.example 'c')", "![i](j)", "[x]: y\n", "[x]", "[^1]: ", "[^1]", "<http://a.example>",
        "&amp;", "&nbsp;", "\\*", "\\", "*", "**", "_", "~~", "`", "``", "<", "<br>", "<b>", "<table><tr><td>",
        "</td></tr></table>", "<!-- c -->", "<div>\n", "<script>x</script>", "{{< x >}}", "[l]({{< y >}})",
    ]
)  # fmt: skip


def test_a_list_mark_on_a_line_of_its_own_moves_nothing() -> None:
    text = "- \f\nAll **laptops** are\nAll **laptops** are"
    (block,) = blocks(text)
    assert (block.place.start, block.place.end) == (4, len(text))


@pytest.mark.parametrize("text", ["\\~~~~~~", "a \\~~~~~~ b", "~~~a~~~ b"])
def test_an_odd_number_of_tildes_is_found_in_its_order(text: str) -> None:
    for block in blocks(text):
        assert list(block.offsets) == sorted(block.offsets)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join), st.data())
def test_every_part_of_a_block_is_found_at_its_place(text: str, data: st.DataObject) -> None:
    if not text:
        return
    for block in blocks(text):
        start = data.draw(st.integers(0, len(block.text) - 1))
        end = data.draw(st.integers(start + 1, len(block.text)))
        place = block.place_of(start, end)
        assert text[place.start : place.end] == block.quote(start, end)
        assert text[block.place.start : block.place.end] == block.source
        assert len(block.offsets) == len(block.text)
        assert list(block.offsets) == sorted(block.offsets)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_plain_words_are_found_where_they_stand(text: str) -> None:
    if not text:
        return
    for block in blocks(text):
        for at in range(len(block.text) - 6):
            if block.text.startswith("laptops", at):
                place = block.place_of(at, at + 7)
                assert text[place.start : place.end] == "laptops"


def test_a_placeholder_in_angles_is_text_and_a_tag_is_none() -> None:
    (block,) = blocks("<COMPANY-NAME> runs <b>it</b> for <SYSTEM-OWNER>.")
    assert block.text == "<COMPANY-NAME> runs it for <SYSTEM-OWNER>."
