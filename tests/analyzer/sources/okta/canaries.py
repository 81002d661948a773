"""How users give credentials to the collector of Okta."""

from __future__ import annotations

from tests.analyzer.collect.canaries import LINES, PEM, TOKEN, Canaries, Case, key_file

CANARIES = Canaries(
    given={
        "token": lambda folder, url: Case(environ={"OKTA_API_TOKEN": TOKEN}, words=("--endpoint", url)),
        "app": lambda folder, url: Case(
            environ={"OKTA_CLIENT_ID": "0oa1"}, words=("--endpoint", url, "--private-key-file", key_file(folder)), secrets=LINES
        ),
        "app, key in the environment": lambda folder, url: Case(
            environ={"OKTA_CLIENT_ID": "0oa1", "OKTA_PRIVATE_KEY": PEM}, words=("--endpoint", url), secrets=LINES
        ),
    },
    says=lambda text: {"errorSummary": text, "profile": {"login": text}},
)
