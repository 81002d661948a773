"""How users give credentials to the collector of CloudQuery."""

from __future__ import annotations

from tests.analyzer.collect.canaries import password_in

CANARIES = password_in("PGPASSWORD")
