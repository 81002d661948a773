"""How users give credentials to the collector of Steampipe."""

from __future__ import annotations

from tests.analyzer.collect.canaries import password_in

CANARIES = password_in("STEAMPIPE_DATABASE_PASSWORD")
