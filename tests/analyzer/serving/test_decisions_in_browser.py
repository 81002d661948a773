"""Decisions in a real browser: clicked, kept, and still there when the server is another one."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analyzer.catalog import Catalog, load_catalog
from analyzer.decisions.file import read_decisions
from tests.analyzer.reports.browser import Browser
from tests.analyzer.serving.served import lay_out, serving

pytestmark = pytest.mark.slow
BROKEN = '.finding[data-status="contradicted"]'
FILL = """for (const [name, value] of Object.entries(arguments[0])) {
  const field = document.querySelector(`dialog [name="${name}"]`);
  field.value = value;
  field.dispatchEvent(new Event('change', { bubbles: true }));
}"""
PRESS = """const found = [...document.querySelectorAll(arguments[0])].find(b => b.textContent.startsWith(arguments[1]));
found.focus();
found.click()"""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return lay_out(tmp_path)


def until(found: Callable[[], Any]) -> Any:
    """What a page comes to show, after a while."""
    for _ in range(300):
        if value := found():
            return value
        time.sleep(0.1)
    raise AssertionError("the page does not come to show it")


def complaints(browser: Browser) -> list[str]:
    """What the page did that it may not do, or could not do."""
    return [one for one in browser.messages() if "Autofocus" not in one]


def open_page(browser: Browser, address: str) -> None:
    browser.visit(address)
    browser.messages()
    until(lambda: [text for text in browser.texts(".desk [role=status]") if "decisions.toml" in text])


def open_form(browser: Browser, button: str) -> None:
    if browser.run(f"return document.querySelector('{BROKEN} .body').hidden"):
        browser.click(f"{BROKEN} .head")
    browser.run(PRESS, f"{BROKEN} .decide .actions button", button)
    until(lambda: browser.texts("dialog .send"))


def test_a_decision_is_clicked_and_stands_there_after_a_restart(browser: Browser, path: Path, catalog: Catalog) -> None:
    with serving(path, catalog) as client:
        open_page(browser, client.address)
        open_form(browser, "Reject")
        browser.run(FILL, {"reason": "An aim <img src=x onerror=alert(1)>", "by": "Kim Osei"})
        browser.click("dialog .send")
        until(lambda: browser.texts(f"{BROKEN} .decided") == ["Rejected"])
        assert browser.texts(".desk [role=status]") == [
            "1 decision in decisions.toml. This review was made before the last of them."
        ]
        assert browser.texts("dialog") == []
    (entry,) = read_decisions(path).decisions.claims
    assert (entry.decision, entry.by) == ("reject", "Kim Osei")
    with serving(path, catalog) as client:
        open_page(browser, client.address)
        assert browser.texts(BROKEN) == []
        browser.run(PRESS, ".desk button", "All decisions")
        (shown,) = browser.texts("dialog .entries li")
        assert "Rejected by Kim Osei on 2026-06-01: An aim <img src=x onerror=alert(1)>" in shown
        browser.run(PRESS, "dialog .entries button", "Withdraw")
        until(
            lambda: (
                browser.texts(".desk [role=status]")
                == ["0 decisions in decisions.toml. This review was made before the last of them."]
            )
        )
    assert complaints(browser) == []
    assert read_decisions(path).decisions.claims == ()


def test_an_exception_is_accepted_and_the_review_that_follows_excuses_its_item(
    browser: Browser, path: Path, catalog: Catalog
) -> None:
    with serving(path, catalog) as client:
        open_page(browser, client.address)
        open_form(browser, "Accept")
        assert browser.run("return document.querySelector('dialog [name=item]').value") == "D-2"
        browser.run(FILL, {"reason": "A spare part is on its way", "approver": "Kim Osei", "to": "2026-07-31"})
        browser.click("dialog .send")
        until(lambda: browser.texts(f"{BROKEN} .decided") == ["1 accepted"])
        browser.run(PRESS, ".desk button", "Review again")
        until(lambda: browser.texts(".desk [role=status]") == ["1 decision in decisions.toml"])
        assert browser.texts(BROKEN) == []
    assert complaints(browser) == []


def test_a_claim_is_corrected_with_the_values_of_the_topic_that_it_is_on(browser: Browser, path: Path, catalog: Catalog) -> None:
    with serving(path, catalog) as client:
        open_page(browser, client.address)
        open_form(browser, "Correct")
        browser.run(FILL, {"topic": "screen_lock"})
        browser.run(FILL, {"params.idle": "soon", "by": "Kim Osei"})
        browser.click("dialog .send")
        assert until(lambda: browser.texts("dialog .problem")) == [
            'idle is a time or a frequency, such as "24 hours" or "quarterly", not \'soon\''
        ]
        assert not path.exists()
        browser.run(FILL, {"params.idle": "5 minutes"})
        browser.click("dialog .send")
        until(lambda: browser.texts(f"{BROKEN} .decided") == ["Corrected"])
    (entry,) = read_decisions(path).decisions.claims
    assert (entry.topic, entry.params) == ("screen_lock", {"idle": "5 minutes"})


def test_confirming_a_claim_leaves_the_note_on_it(browser: Browser, path: Path, catalog: Catalog) -> None:
    path.write_text('[[claims]]\nquote = "All company laptops use full-disk encryption."\nnote = "Ask Ana"\n', encoding="utf-8")
    with serving(path, catalog) as client:
        open_page(browser, client.address)
        open_form(browser, "Confirm")
        browser.click("dialog .send")
        until(lambda: browser.texts(f"{BROKEN} .decided") == ["Confirmed"])
    (entry,) = read_decisions(path).decisions.claims
    assert (entry.decision, entry.note) == ("confirm", "Ask Ana")


def test_a_change_by_hand_is_shown_and_not_written_over(browser: Browser, path: Path, catalog: Catalog) -> None:
    with serving(path, catalog) as client:
        open_page(browser, client.address)
        open_form(browser, "Reject")
        by_hand = '[[claims]]\nquote = "All company laptops use full-disk encryption."\nowner = "Ana Lund"\n'
        path.write_text(by_hand, encoding="utf-8")
        browser.run(FILL, {"reason": "An aim"})
        browser.click("dialog .send")
        assert "changed meanwhile" in until(lambda: browser.texts("dialog .problem"))[0]
        assert path.read_text(encoding="utf-8") == by_hand
        assert "Owner: Ana Lund" in browser.texts(f"{BROKEN} .decide")[0]
        browser.click("dialog .send")
        until(lambda: browser.texts(f"{BROKEN} .decided") == ["Rejected"])
    (entry,) = read_decisions(path).decisions.claims
    assert (entry.decision, entry.owner) == ("reject", "Ana Lund")


def test_axe_finds_nothing_to_object_to_in_panel_and_forms(browser: Browser, path: Path, catalog: Catalog) -> None:
    with serving(path, catalog) as client:
        open_page(browser, client.address)
        for button in ("Accept", "Correct", "Note"):
            open_form(browser, button)
            assert browser.violations() == []
            if button == "Note":
                browser.run(FILL, {"owner": "Kim Osei"})
                browser.click("dialog[open] .send")
                until(lambda: browser.texts(f"{BROKEN} .decided") == ["Noted"])
            else:
                browser.run(PRESS, "dialog[open] button", "Close")
        assert browser.violations() == []
        browser.run(PRESS, ".desk button", "All decisions")
        assert browser.violations() == []


def test_escape_closes_a_form_and_the_focus_returns_to_its_button(browser: Browser, path: Path, catalog: Catalog) -> None:
    with serving(path, catalog) as client:
        open_page(browser, client.address)
        open_form(browser, "Reject")
        browser.press("jk/")
        assert browser.run("return document.querySelector('dialog[open] [name=reason]').value") == "jk/"
        browser.press("\ue00c")
        until(lambda: not browser.texts("dialog .send"))
        assert browser.run("return document.activeElement.textContent") == "Reject …"
    assert not path.exists()
