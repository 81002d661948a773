"""The web page as text: nothing hostile in it, nothing loaded, claims marked at their words."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from analyzer.model import Observation
from analyzer.reports.html import SCRIPTS, TEMPLATES, Extra, render
from analyzer.reports.html_document import document_view, segments
from analyzer.reports.html_findings import script_json
from tests.analyzer.reports.report_samples import Sample, many_claims, without_verdicts

VOID = {"meta", "input", "br", "use"}


class _Page(HTMLParser):
    """The elements of a page with their attributes, and the text outside of scripts and styles; details that wait included."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.scripts: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "script" and self.elements[-1] == ("script", {"type": "text/html"}):
            inside = _Page(data)
            self.elements += inside.elements
            self.text += inside.text
        elif self._open and self._open[-1] == "script":
            self.scripts.append(data)
        elif not self._open or self._open[-1] != "style":
            self.text.append(data)


@pytest.fixture(scope="module")
def page(sample: Sample) -> str:
    return render(sample.run, sample.catalog)


def test_hostile_text_stays_text(page: str) -> None:
    parsed = _Page(page)
    names = [name for name, _ in parsed.elements]
    assert "img" not in names
    assert not [key for _, attributes in parsed.elements for key in attributes if key.startswith("on")]
    assert "<script>alert('owned')</script>" in "".join(parsed.text)
    assert "<script>alert" not in page
    assert "49" not in re.findall(r"gnirts[^<]{0,20}", page)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069]", page)


def test_only_the_pages_own_script_may_run(page: str) -> None:
    parsed = _Page(page)
    policy = next(a["content"] for name, a in parsed.elements if name == "meta" and "content" in a and "http-equiv" in a)
    script = "\n".join((TEMPLATES / name).read_text(encoding="utf-8") for name in SCRIPTS)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert policy is not None
    assert f"script-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    kinds = [attributes.get("type") for name, attributes in parsed.elements if name == "script"]
    assert kinds.count(None) == 1
    assert set(kinds) == {None, "application/json", "text/html"}
    assert script in parsed.scripts


def test_the_page_loads_nothing(page: str) -> None:
    parsed = _Page(page)
    assert not [name for name, _ in parsed.elements if name in ("link", "iframe", "img", "object", "embed", "base")]
    for name, attributes in parsed.elements:
        assert "src" not in attributes
        if "href" in attributes:
            assert (attributes["href"] or "").startswith("#"), name
    style = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    assert "url(" not in style
    assert "@import" not in style


def test_every_claim_is_marked_at_its_words(sample: Sample) -> None:
    numbered = [(n, verdict) for n, verdict in enumerate(sample.run.verdicts) if verdict.claim.place.document == "policy.md"]
    view = document_view(sample.policy, 1, numbered)
    marked: dict[int, str] = {}
    for block in view.blocks:
        inner = [block] if block.kind != "table" else [one for row in block.rows for cell in row for one in cell]  # type: ignore[union-attr]
        for segment in (part for one in inner for part in one.segments):
            for number in segment.findings:
                marked[number] = marked.get(number, "") + segment.text
    assert marked == {number: verdict.claim.text for number, verdict in numbered}


def test_words_under_several_claims_carry_them_all_gravest_first(sample: Sample) -> None:
    view = document_view(sample.policy, 1, [])
    assert {part.findings for block in view.blocks if block.kind == "paragraph" for part in block.segments} == {()}
    first, second = sample.verdict("a hardware token"), sample.verdict("requires multi-factor")
    wide = replace(first.claim.place, start=first.claim.place.start - 4)
    both = [(1, replace(second, binding=replace(second.binding, claim=replace(second.claim, place=wide)))), (2, first)]
    parts = [part for block in document_view(sample.word, 1, both).blocks if block.kind == "paragraph" for part in block.segments]
    assert [(part.text, part.findings, part.status) for part in parts if part.findings] == [
        ("and ", (1,), "supported"),
        ("a hardware token", (2, 1), "contradicted"),
    ]


def test_text_without_claims_is_one_piece() -> None:
    assert [part.text for part in segments("plain", ())] == ["plain"]


def test_tables_keep_their_rows_and_headers(page: str) -> None:
    assert re.search(r"<th scope=col>\s*Control\s*</th>\s*<th scope=col>\s*Cadence", page)
    assert re.search(r"<td>\s*Backups are restored\s*</td>\s*<td>\s*<a class=\"mark s-partly_supported\"", page)


def test_json_in_the_page_cannot_end_its_element() -> None:
    value = {"a": "</script><!--\u2028&"}
    text = script_json(value)
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == value


def test_severity_is_never_a_bare_word(page: str) -> None:
    text = "".join(_Page(page).text)
    for found in re.finditer(r"\bmaterial\b", text):
        assert re.search(r"(potential(ly)?|may be|not)\s$", text[: found.start()], re.IGNORECASE), text[found.start() - 40 :][:60]


def test_a_population_is_called_whole_only_where_every_item_is_listed(sample: Sample) -> None:
    first = sample.run.verdicts[0]
    held = tuple(Observation(item=f"holds-{n}", holds=True, observed="key", reason="") for n in range(9))
    for population, words in ((131, "The whole population: 131 items"), (400, "What holds: 9 items")):
        run = replace(sample.run, verdicts=(replace(first, holding=held, population=population),))
        text = " ".join("".join(_Page(render(run, sample.catalog)).text).split())
        assert words in text


def test_of_a_population_that_is_too_large_to_list_a_drawn_part_is_shown_and_called_one(sample: Sample) -> None:
    first = sample.run.verdicts[0]
    drawn = tuple(Observation(item=f"drawn-{n}", holds=True, observed="key", reason="") for n in range(60))
    run = replace(sample.run, verdicts=(replace(first, drawn=drawn, population=2541),))
    page = render(run, sample.catalog)
    text = " ".join("".join(_Page(page).text).split())
    assert "A part of the population: what breaks it or cannot be told, and 60 of 2,419 that hold" in text
    assert "drawn-59" in page
    assert "The whole population" not in text


def test_an_empty_run_makes_a_page(sample: Sample) -> None:
    text = "".join(_Page(render(without_verdicts(sample), sample.catalog)).text)
    assert "No potential misstatement" in text
    assert "Everything that was given was read." in text
    assert "No evidence was given" in text


def test_a_page_with_many_claims_lays_out_no_table_of_items_until_it_is_asked_for(sample: Sample) -> None:
    page = render(many_claims(sample, 300), sample.catalog)
    parsed = _Page(page)
    assert sum(1 for name, a in parsed.elements if name == "article" and "finding" in (a.get("class") or "")) == 300
    assert sum(1 for name, a in parsed.elements if name == "script" and a.get("type") == "text/html") == 300
    assert sum(1 for name, a in parsed.elements if (a.get("id") or "").startswith("items-")) == 1
    assert page.count("where 1 &lt; 2") == 1


def _colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", block))


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_on_its_ground(scheme: str) -> None:
    style = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    light, dark = re.findall(r":root \{(.*?)\}", style, re.DOTALL)[:2]
    colours = _colours(light) if scheme == "light" else _colours(dark)
    for ground in ("ground", "panel", "tint"):
        for ink in ("ink", "soft"):
            assert _contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    assert _contrast(colours["held"], colours["panel"]) >= 3
    for name in (name.removesuffix("-tint") for name in colours if name.endswith("-tint")):
        for ground in ("ground", "panel", f"{name}-tint"):
            assert _contrast(colours[name], colours[ground]) >= 4.5, (name, ground)
        for ink in ("ink", "soft"):
            assert _contrast(colours[ink], colours[f"{name}-tint"]) >= 4.5, (ink, name)


def test_a_server_adds_its_own_script_style_and_data(sample: Sample) -> None:
    extra = Extra(
        script="addEventListener('load', () => 1 < 2)", style=".mine { color: red }", data={"a": "</script>"}, connect=True
    )
    parsed = _Page(render(sample.run, sample.catalog, extra))
    policy = next(a["content"] or "" for name, a in parsed.elements if a.get("http-equiv") == "Content-Security-Policy")
    digest = base64.b64encode(hashlib.sha256(extra.script.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in policy
    assert "connect-src 'self'" in policy
    assert extra.script in parsed.scripts
    assert {"a": "</script>"} in [json.loads(one) for one in parsed.scripts if one.startswith("{")]
    assert "connect-src" not in render(sample.run, sample.catalog)
