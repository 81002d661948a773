"""The browser, started once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from tests.analyzer.reports.browser import Browser

DRIVER = shutil.which("chromedriver")
BINARY = shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests; skips those that ask for it where there is none."""
    if not (DRIVER and BINARY):
        pytest.skip("needs chromium and chromedriver")
    with Browser(DRIVER, BINARY) as session:
        yield session
