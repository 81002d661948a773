"""How users give credentials to the collector of Google Workspace."""

from __future__ import annotations

import json
from pathlib import Path

from tests.analyzer.collect.canaries import LINES, PEM, TOKEN, Canaries, Case


def service_account(folder: Path, url: str) -> Case:
    content = {"type": "service_account", "client_email": "reader@acme.example", "private_key_id": "k1", "private_key": PEM}
    (folder / "google.json").write_text(json.dumps(content))
    where = {"GOOGLE_APPLICATION_CREDENTIALS": str(folder / "google.json"), "GOOGLE_WORKSPACE_ADMIN": "admin@acme.example"}
    return Case(environ=where, words=("--endpoint", url), secrets=LINES)


CANARIES = Canaries(
    given={
        "token": lambda folder, url: Case(environ={"GOOGLE_OAUTH_ACCESS_TOKEN": TOKEN}, words=("--endpoint", url)),
        "service account": service_account,
    }
)
