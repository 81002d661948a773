"""The sample review, made once, and pages in the browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.analyzer.reports.browser import Browser
from tests.analyzer.reports.report_samples import Sample, make_sample


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """A review with every verdict; its documents stand in a folder of its own."""
    return make_sample(tmp_path_factory.mktemp("review"))


@pytest.fixture
def opened(browser: Browser, page: Path) -> Browser:
    """The page of the module that asks for it, as it is when it was just opened."""
    browser.open(page)
    browser.messages()
    return browser
