"""A served domain, and a run of the collector against it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from analyzer.collect import Collected, Options, collect, find_collector
from tests.analyzer.collect.servers import Asked, Reply, Server
from tests.analyzer.sources.google.company import ADMIN, NOW
from tests.analyzer.sources.google.domain import Domain, serving_domain

Collect = Callable[..., Collected]
Change = Callable[[Asked, Reply], Reply]


class Served:
    """A domain on a server; `change` may be set to give other answers."""

    def __init__(self, domain: Domain) -> None:
        self.domain = domain
        self.change: Change = lambda asked, reply: reply
        self.server: Server = Server("", [])

    def changed(self, asked: Asked, reply: Reply) -> Reply:
        """The answer as `change` leaves it."""
        return self.change(asked, reply)


@pytest.fixture
def served() -> Iterator[Served]:
    """A domain; everything that is asked and answered has to be as Google describes it."""
    one = Served(Domain())
    with serving_domain(one.domain, one.changed) as server:
        one.server = server
        yield one
    assert one.domain.unlike == []


@pytest.fixture
def run(served: Served, tmp_path: Path) -> Collect:
    """Collects the domain into a locker; waits for nothing."""
    key = served.domain.key_file(tmp_path)

    def collecting(
        locker: Path = tmp_path / "locker", *, environ: dict[str, str] | None = None, subject: str | None = ADMIN, **how: Any
    ) -> Collected:  # fmt: skip
        variables = environ if environ is not None else {"GOOGLE_APPLICATION_CREDENTIALS": str(key)}
        given = {"endpoint": (served.server.url,), **({"subject": (subject,)} if subject else {})}
        how = {"sleep": lambda seconds: None, "now": lambda: NOW, **how}
        return collect(find_collector("google"), locker, options=Options(given), environ=variables, **how)

    return collecting
