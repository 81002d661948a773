"""A served tenant, and a run of the collector against it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from analyzer.collect import Collected, Options, collect, find_collector
from tests.analyzer.collect.servers import Asked, Reply, Server
from tests.analyzer.sources.entra.company import APP, NOW, TENANT
from tests.analyzer.sources.entra.tenant import Tenant, serving_tenant

Collect = Callable[..., Collected]
Change = Callable[[Asked, Reply], Reply]


class Served:
    """A tenant on a server; `change` may be set to give other answers."""

    def __init__(self, tenant: Tenant) -> None:
        self.tenant = tenant
        self.change: Change = lambda asked, reply: reply
        self.server: Server = Server("", [])

    def changed(self, asked: Asked, reply: Reply) -> Reply:
        """The answer as `change` leaves it."""
        return self.change(asked, reply)


@pytest.fixture
def served() -> Iterator[Served]:
    """A tenant; everything that is asked and answered has to be as Graph is described."""
    one = Served(Tenant())
    with serving_tenant(one.tenant, one.changed) as server:
        one.server = server
        yield one
    assert one.tenant.unlike == []


@pytest.fixture
def run(served: Served, tmp_path: Path) -> Collect:
    """Collects the tenant into a locker; waits for nothing."""

    def collecting(locker: Path = tmp_path / "locker", *, environ: dict[str, str] | None = None, **how: Any) -> Collected:
        variables = environ if environ is not None else {"AZURE_CLIENT_ID": APP, "AZURE_CLIENT_SECRET": served.tenant.secret}
        given = {"endpoint": (served.server.url,), "login": (served.server.url,), "tenant": (TENANT,)}
        how = {"sleep": lambda seconds: None, "now": lambda: NOW, **how}
        return collect(find_collector("entra"), locker, options=Options(given), environ=variables, **how)

    return collecting
