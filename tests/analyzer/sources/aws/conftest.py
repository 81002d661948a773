"""A moto server for the tests of a module, and an environment in which only its credentials are found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from analyzer.collect import Collected, Options, collect, find_collector
from tests.analyzer.sources.aws.moto_account import REGION, Account, Size, environment, moto_server

Collect = Callable[..., Collected]


@pytest.fixture(scope="module")
def account() -> Iterator[Account]:
    """A small account."""
    with moto_server() as url:
        one = Account(url, Size())
        one.seed()
        yield one
        one.close()


@pytest.fixture
def run(account: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Collect:
    """Collects the account into a locker, one region and nothing waited for unless said otherwise."""
    variables = environment(account.url)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    def collecting(locker: Path = tmp_path / "locker", *, options: dict[str, Any] | None = None, **how: Any) -> Collected:
        given = {"endpoint": (account.url,), "region": (REGION,)} if options is None else options
        how = {"sleep": lambda seconds: None, **how}
        return collect(find_collector("aws"), locker, options=Options(given), environ=variables, **how)

    return collecting
