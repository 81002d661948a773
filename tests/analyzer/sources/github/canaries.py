"""How users give credentials to the collector of GitHub."""

from __future__ import annotations

from tests.analyzer.collect.canaries import LINES, TOKEN, Canaries, Case, key_file

ORG = ("--org", "acme")

CANARIES = Canaries(
    given={
        "token": lambda folder, url: Case(environ={"GITHUB_TOKEN": TOKEN}, words=("--endpoint", url, *ORG)),
        "app": lambda folder, url: Case(
            environ={}, secrets=LINES, words=("--endpoint", url, *ORG, "--app-id", "1", "--private-key-file", key_file(folder))
        ),
    },
    says=lambda text: {
        "permissions": {"members": "read"}, "account": {"login": "acme"}, "data": {"viewer": {"login": text}},
    },
)  # fmt: skip
