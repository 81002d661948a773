"""The web page in a real browser: filters, findings, keyboard, size."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.reports.html import render
from tests.analyzer.reports.browser import Browser
from tests.analyzer.reports.report_samples import Sample, many_claims

pytestmark = pytest.mark.slow
ENTER, ESCAPE, DOWN = "\ue007", "\ue00c", "\ue015"
VISIBLE = "return [...document.querySelectorAll('.finding')].filter(f => !f.hidden).map(f => f.dataset.n)"
ACTIVE = "return document.querySelector('.finding.active')?.dataset.n"
FOCUS = "return document.activeElement.closest('.finding')?.dataset.n"


@pytest.fixture(scope="module")
def page(sample: Sample) -> Path:
    path = sample.folder / "report.html"
    path.write_text(render(sample.run, sample.catalog), encoding="utf-8")
    return path


def test_a_verdict_filter_leaves_its_findings_and_their_marks(opened: Browser) -> None:
    assert len(opened.run(VISIBLE)) == 16
    opened.click('.chip[data-status="not_testable"]')
    assert opened.texts(".finding .badge") == ["Not testable"] * 3
    assert opened.texts("#shown") == ["3 of 16 findings"]
    assert opened.run("return document.querySelectorAll('.mark:not(.off)').length") == 3
    opened.click('.chip[data-status="supported"]')
    assert opened.texts("#shown") == ["5 of 16 findings"]
    opened.click("#clear")
    assert opened.texts("#shown") == ["16 findings"]


def test_search_finds_people_inside_closed_findings(opened: Browser) -> None:
    opened.press("/user042@northwind.example")
    opened.run("document.querySelector('#filters').requestSubmit()")
    assert opened.run(VISIBLE) == ["1"]
    opened.press(ESCAPE)
    assert len(opened.run(VISIBLE)) == 16
    opened.press("/no such words anywhere")
    opened.run("document.querySelector('#filters').requestSubmit()")
    assert opened.texts("#none")[0].startswith("No finding matches")


def test_severity_document_and_topic_narrow_the_list(opened: Browser) -> None:
    choose = "const f = document.querySelector(arguments[0]); f.value = arguments[1]; f.dispatchEvent(new Event('change'))"
    opened.run(choose, "#by-severity", "material")
    assert opened.run(VISIBLE) == ["1", "2"]
    opened.run(choose, "#by-document", "2")
    assert opened.run(VISIBLE) == ["2"]
    assert [name.split()[0] for name in opened.texts(".document-name")] == ["policy.md"]
    opened.run(choose, "#by-topic", "mfa_strength")
    assert opened.run(VISIBLE) == []


def test_a_finding_opens_with_its_items_and_shows_its_words(opened: Browser) -> None:
    opened.click("#f-1 .head")
    assert opened.texts("#f-1 .statement p") == ["Potential material misstatement, because the claim is a principal commitment."]
    assert opened.run("return document.querySelectorAll('#f-1 .grid tbody tr').length") == 50 + 1
    assert opened.run("return document.querySelector('.mark.active').firstChild.data") == "a hardware token"
    opened.click("#f-1 .all")
    assert opened.run("return document.querySelectorAll('#f-1 .items .grid tbody tr').length") == 120 + 1
    assert opened.texts("#f-1 .all") == []
    opened.click("#f-1 .head")
    assert opened.texts("#f-1 .body") == []


def test_the_items_sort_by_a_column(opened: Browser) -> None:
    opened.click("#f-1 .head")
    cell = "return document.querySelector('#f-1 .grid tbody tr td').textContent"
    heads = "[...document.querySelectorAll('#f-1 .items .grid th button')]"
    by_number = f"{heads}.find(b => b.textContent === 'logins').click()"
    opened.run(by_number)
    opened.run(by_number)
    assert opened.run(cell) == "user119@northwind.example"
    assert opened.run("return document.querySelector('#f-1 th[aria-sort]').ariaSort") == "descending"


def test_marked_words_open_their_finding(opened: Browser) -> None:
    opened.click('.mark[data-f="2"]')
    assert opened.run(ACTIVE) == "2"
    assert opened.run(FOCUS) == "2"
    assert opened.texts("#f-2 .items h4") == ["1 exception"]


def test_the_keyboard_is_enough(opened: Browser) -> None:
    opened.press("jj")
    assert (opened.run(ACTIVE), opened.run(FOCUS)) == ("2", "2")
    opened.press("k" + ENTER)
    assert opened.texts("#f-1 .statement p")
    opened.press(DOWN)
    assert opened.run(FOCUS) == "2"
    opened.press("t")
    assert opened.run("return document.activeElement.dataset.f") == "2"
    opened.press(ENTER)
    assert opened.run(FOCUS) == "2"


def test_findings_can_be_read_in_the_order_of_the_documents(opened: Browser) -> None:
    opened.run("const o = document.querySelector('#order'); o.value = 'place'; o.dispatchEvent(new Event('change'))")
    # What was moved is drawn with the next frame; until then the browser tells no visible text of it.
    quotes = opened.run("return [...document.querySelectorAll('.finding .quote')].map(quote => quote.textContent.trim())")
    assert quotes[:3] == ["requires multi-factor authentication", "a hardware token", "Vendors are assessed yearly."]


def test_the_query_and_the_other_parts_of_the_report_can_be_read(opened: Browser) -> None:
    opened.click("#f-1 .head")
    assert "where 1 < 2 -- </template>" in opened.run("return document.querySelector('#f-1 .sql').textContent")
    opened.click("#tab-left-out")
    assert "legacy Word format" in opened.texts("#left-out")[0]
    assert opened.texts("#review") == []
    opened.click("#tab-evidence")
    assert "source reports 421" in opened.texts("#evidence")[0]


def test_hostile_text_runs_nothing_and_loads_nothing(opened: Browser) -> None:
    opened.run("document.querySelectorAll('.head').forEach(head => head.click())")
    assert opened.run("return document.querySelectorAll('img, iframe, link, object, embed').length") == 0
    assert opened.run("return performance.getEntriesByType('resource').length") == 0
    assert opened.run("return document.querySelectorAll('.body script:not([type=\"application/json\"])').length") == 0
    assert opened.messages() == []


def test_a_link_to_a_finding_opens_it(browser: Browser, page: Path, sample: Sample) -> None:
    browser.open(page, f"#{sample.verdict('rotated yearly').claim.id}")
    assert browser.texts(".finding.active .quote") == ["rotated yearly"]
    assert browser.texts(".finding.active .why") == ["1 of 4 keys is older."]


def test_two_thousand_claims_open_filter_and_search(browser: Browser, sample: Sample) -> None:
    path = sample.folder / "many.html"
    path.write_text(render(many_claims(sample, 2000), sample.catalog), encoding="utf-8")
    browser.open(path)
    assert browser.texts("#shown") == ["2000 findings"]
    browser.click('.chip[data-status="contradicted"]')
    assert browser.texts("#shown") == ["500 of 2000 findings"]
    browser.press("/1996 days")
    browser.run("document.querySelector('#filters').requestSubmit()")
    assert browser.texts(".finding .quote") == ["Backups of system 1996 are retained for 1996 days."]
    browser.click(".finding:not([hidden]) .head")
    assert browser.run("return document.querySelectorAll('.grid').length") == 1
    timing = "return performance.getEntriesByType('navigation')[0].domComplete"
    assert browser.run(timing) > 0
