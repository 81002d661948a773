"""The review page as a reviewer works through it: overview, populations, panes in step, keys, accessibility, paper."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from analyzer.model import Observation
from analyzer.reports.html import Extra, render
from tests.analyzer.reports.browser import Browser
from tests.analyzer.reports.report_samples import HOSTILE, Sample, make_claim, make_verdict, many_claims

pytestmark = pytest.mark.slow
ESCAPE = "\ue00c"
VISIBLE = "return [...document.querySelectorAll('.finding')].filter(f => !f.hidden).map(f => f.dataset.n)"
LONG, MIXED = "w" * 4000, "\u05d0\u05d1\u200b\u202eabc\u2066def"
# What a reader's wheel does to a pane; then waits until the page has pointed at what belongs to it.
SCROLL = """
const [selector, scrolled, frames, done] = arguments, pane = document.querySelector(selector);
pane.dispatchEvent(new WheelEvent("wheel", { bubbles: true }));
pane.scrollTop = scrolled;
const wait = (left) => {
  const near = [...document.querySelectorAll(".near")].map((one) => (one.querySelector(".quote") || one).textContent.trim());
  if (near.length || !left) done(near);
  else requestAnimationFrame(() => wait(left - 1));
};
requestAnimationFrame(() => wait(frames));
"""
PARTS = ("review", "overview", "words", "evidence", "assurance", "left-out", "about")


def leavers(sample: Sample) -> Sample:
    """The sample with a population of thirty leavers, of whom two break the promise, in words that attack the page."""
    claim = make_claim(sample.policy, "Access of leavers is revoked within 24 hours.", "deprovisioning", params={"sla": "24 hours"})

    def account(n: int, holds: bool | None, **row: str | int) -> Observation:
        return Observation(item=f"leaver{n:02}", holds=holds, observed=f"closed after {n} hours", reason="", row=row)

    broken = (account(40, False, system=HOSTILE, hours=40), account(60, False, system=LONG, hours=60))
    held = tuple(account(n, True, system=MIXED if n % 2 else "Okta", hours=n) for n in range(24))
    verdict = make_verdict(
        claim, "contradicted", "2 of 30 were late.", population=30, exceptions=broken, holding=held,
        unknown=tuple(account(n, None, system="Okta", hours=n) for n in range(70, 74)),
    )  # fmt: skip
    rest = [one for one in sample.run.verdicts if one.claim.id != claim.id]
    return replace(sample, run=replace(sample.run, verdicts=(verdict, *rest)))


@pytest.fixture(scope="module")
def page(sample: Sample) -> Path:
    richer = leavers(sample)
    path = sample.folder / "review.html"
    path.write_text(render(richer.run, richer.catalog), encoding="utf-8")
    return path


@pytest.fixture
def finding(opened: Browser) -> tuple[Browser, str]:
    """The page with the finding on leavers open, and its selector."""
    place = "[...document.querySelectorAll('.finding')].find(f => f.textContent.includes('Access of leavers'))"
    number = opened.run(f"const f = {place}; f.querySelector('.head').click(); return f.dataset.n")
    return opened, f"#f-{number}"


def cells(browser: Browser, selector: str) -> list[list[str]]:
    """The texts of a table, row by row, its header first."""
    rows = f"[...document.querySelectorAll('{selector} tr')]"
    return browser.run(f"return {rows}.map(r => [...r.cells].map(c => c.textContent))")


def test_the_observed_stands_beside_the_promised(finding: tuple[Browser, str]) -> None:
    browser, place = finding
    header, *rows = cells(browser, f"{place} .exceptions .grid")
    assert header[:4] == ["item", "observed", "promised", "reason"]
    assert [row[1:3] for row in rows] == [["closed after 40 hours", "24 hours"], ["closed after 60 hours", "24 hours"]]


def test_the_whole_population_is_built_when_it_is_asked_for(finding: tuple[Browser, str]) -> None:
    browser, place = finding
    assert cells(browser, f"{place} .population .grid") == []
    browser.run(f"document.querySelector('{place} .population').closest('details').open = true")
    browser.run_until_told("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")
    header, *rows = cells(browser, f"{place} .population .grid")
    assert header[:4] == ["item", "result", "observed", "promised"]
    assert [row[1] for row in rows] == ["breaks"] * 2 + ["cannot be told"] * 4 + ["holds"] * 24
    browser.run(f"""const field = document.querySelector('{place} .population .within');
        field.value = 'leaver07'; field.dispatchEvent(new Event('input'))""")
    assert [row[0] for row in cells(browser, f"{place} .population .grid")[1:]] == ["leaver07"]


def test_a_plot_says_in_words_what_it_shows(finding: tuple[Browser, str]) -> None:
    browser, place = finding
    (words,) = [one for one in browser.texts(f"{place} figcaption") if one.startswith("promised")]
    assert words == "promised 24 hours: 30 items, median 14.5 hours, longest 3 days, 2 later than promised."
    assert browser.run(f"return document.querySelector('{place} .plot').getAttribute('aria-hidden')") == "true"


def test_the_overview_narrows_the_findings_to_a_criterion_or_a_topic(opened: Browser) -> None:
    opened.click("#tab-overview")
    opened.click('.narrow[data-value="CC6.2"]')
    shown = opened.run(VISIBLE)
    assert 0 < len(shown) < 16
    assert all(
        "CC6.2" in one
        for one in opened.run(
            "return [...document.querySelectorAll('.finding')].filter(f => !f.hidden).map(f => f.dataset.criteria.split(' '))"
        )
    )
    opened.click("#tab-overview")
    opened.click('.narrow[data-value="vendor_assessment"]')
    assert opened.texts(".finding .quote") == ["Vendors are assessed yearly."]
    assert opened.run("return document.querySelector('#by-criterion').value") == ""


def test_the_overview_names_criteria_without_a_claim_and_sorts(opened: Browser) -> None:
    opened.click("#tab-overview")
    rows = cells(opened, "#overview table:first-of-type")
    without = [row for row in rows if row[0].strip() == "CC1.5"]
    assert without[0][3] == "0"
    column = "return [...document.querySelectorAll('#overview table')[0].tBodies[0].rows].map(r => Number(r.cells[3].textContent))"
    button = "document.querySelectorAll('#overview table')[0].tHead.rows[0].cells[3].querySelector('button').click()"
    opened.run(button)
    opened.run(button)
    assert opened.run(column) == sorted(opened.run(column), reverse=True)


def test_question_mark_lists_the_keys_and_brackets_turn_the_parts(opened: Browser) -> None:
    opened.press("?")
    assert opened.texts("#help h2") == ["Keyboard"]
    opened.press(ESCAPE)
    assert opened.texts("#help h2") == []
    opened.press("]")
    assert opened.run("return document.activeElement.id") == "tab-overview"
    opened.press("[")
    assert opened.run("return document.activeElement.id") == "tab-review"
    opened.press("G")
    assert opened.run("return document.querySelector('.finding.active').dataset.n") == opened.run(VISIBLE)[-1]
    opened.press("g")
    assert opened.run("return document.querySelector('.finding.active').dataset.n") == "1"


def test_the_pane_that_is_scrolled_takes_the_other_along(browser: Browser, sample: Sample) -> None:
    path = sample.folder / "three_hundred.html"
    path.write_text(render(many_claims(sample, 300), sample.catalog), encoding="utf-8")
    browser.open(path)
    for pane, other in (("#documents", "#findings"), ("#findings", "#documents")):
        near = browser.run_until_told(SCROLL, pane, 3000, 600)
        assert len(near) == 2
        assert near[0] == near[1].partition(" (")[0]
        inside = f"const p = document.querySelector('{other}').getBoundingClientRect()"
        seen = "const n = [...document.querySelectorAll(arguments[0] + ' .near')][0].getBoundingClientRect()"
        assert browser.run(f"{inside}; {seen}; return n.top >= p.top && n.bottom <= p.bottom", other)
    browser.click("#in-step")
    browser.run("document.querySelectorAll('.near').forEach(one => one.classList.remove('near'))")
    assert browser.run_until_told(SCROLL, "#documents", 200, 30) == []


def test_hostile_words_run_nothing_and_stay_in_their_place(finding: tuple[Browser, str]) -> None:
    browser, place = finding
    browser.run(f"document.querySelector('{place} .population').closest('details').open = true")
    browser.run_until_told("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")
    browser.run("document.querySelectorAll('.head').forEach(head => head.click())")
    assert browser.run("return document.querySelectorAll('img, iframe, link, object, embed').length") == 0
    assert browser.run("return performance.getEntriesByType('resource').length") == 0
    assert (
        browser.run(
            "return [...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a => a.name.startsWith('on'))).length"
        )
        == 0
    )
    assert browser.run("const p = document.querySelector('#findings'); return p.scrollWidth <= p.clientWidth")
    assert browser.messages() == []


def test_a_script_of_evidence_that_gets_into_the_page_would_be_refused(opened: Browser) -> None:
    for act in (
        "const script = document.createElement('script'); script.textContent = 'window.owned = 1'; document.body.append(script)",
        "document.body.append(document.createElement('p')); document.body.lastChild.innerHTML = '<img src=x: onerror=owned=1>'",
    ):
        opened.run(act)
    opened.run_until_told("setTimeout(arguments[0], 50)")
    assert opened.run("return window.owned === undefined")


def test_a_script_of_the_server_hears_of_each_finding_that_is_built(browser: Browser, sample: Sample) -> None:
    script = "window.heard = []; addEventListener('finding:built', (e) => window.heard.push(e.target.dataset.claim))"
    path = sample.folder / "served.html"
    path.write_text(render(sample.run, sample.catalog, Extra(script=script)), encoding="utf-8")
    browser.open(path)
    browser.run("const head = document.querySelector('#f-2 .head'); head.click(); head.click(); head.click()")
    assert browser.run("return window.heard") == [browser.run("return document.querySelector('#f-2').dataset.claim")]


def test_the_panes_leave_room_for_what_a_server_adds_at_the_foot(browser: Browser, sample: Sample) -> None:
    script = """addEventListener('DOMContentLoaded', () => {
        const foot = Object.assign(document.createElement('aside'), { textContent: 'foot' });
        foot.style.height = '60px';
        document.body.append(foot);
    })"""
    path = sample.folder / "foot.html"
    path.write_text(render(sample.run, sample.catalog, Extra(script=script)), encoding="utf-8")
    browser.open(path)
    assert browser.run("return document.documentElement.scrollHeight <= innerHeight")


@pytest.mark.parametrize("part", PARTS)
def test_axe_finds_nothing_to_object_to(opened: Browser, part: str) -> None:
    if part == "review":
        opened.run("""[...document.querySelectorAll('.finding')].slice(0, 4).forEach(f => f.querySelector('.head').click());
            document.querySelectorAll('.finding details').forEach(d => { d.open = true; })""")
    else:
        opened.click(f"#tab-{part}")
    assert opened.violations() == []


def test_axe_finds_nothing_in_the_list_of_keys(opened: Browser) -> None:
    opened.click("#keys")
    assert opened.violations() == []


def test_on_paper_stand_the_overview_the_findings_and_their_items_and_no_controls(opened: Browser) -> None:
    opened.click('.chip[data-status="contradicted"]')
    paper = pypdfium2.PdfDocument(io.BytesIO(opened.print()))
    text = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in paper)
    assert text.index("By trust services criterion") < text.index("Access of leavers is revoked within 24 hours.")
    assert "closed after 60 hours 24 hours" in text
    assert "promised 24 hours: 30 items" in text
    assert "legacy Word format" in text
    assert "Scroll together" not in text
    assert "How it was tested" not in text
