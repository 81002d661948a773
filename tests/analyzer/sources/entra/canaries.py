"""How users give credentials to the collector of Entra ID."""

from __future__ import annotations

from pathlib import Path

from tests.analyzer.collect.canaries import TOKEN, Canaries, Case, Given

APP = {"AZURE_TENANT_ID": "0f1e2d3c-0000-4000-8000-000000000001", "AZURE_CLIENT_ID": "0f1e2d3c-0000-4000-8000-000000000002"}


def in_variable(name: str) -> Given:
    def given(folder: Path, url: str) -> Case:
        return Case(environ={**APP, name: TOKEN}, words=("--endpoint", url, "--login", url))

    return given


CANARIES = Canaries(
    given={"token": in_variable("ENTRA_ACCESS_TOKEN"), "secret": in_variable("AZURE_CLIENT_SECRET")},
    says=lambda text: {"value": [{"note": text}]},
)
