"""How users give credentials to the collector of AWS."""

from __future__ import annotations

from pathlib import Path

from tests.analyzer.collect.canaries import SESSION, TOKEN, Canaries, Case

HERE = {"AWS_EC2_METADATA_DISABLED": "true", "AWS_MAX_ATTEMPTS": "1"}
KEYS = {"AWS_ACCESS_KEY_ID": "AKIAINVENTEDINVENTED", "AWS_SECRET_ACCESS_KEY": TOKEN, "AWS_SESSION_TOKEN": SESSION}


def keys(folder: Path, url: str) -> Case:
    return Case(environ={**HERE, **KEYS}, words=("--endpoint", url), secrets=(TOKEN, SESSION))


def profile(folder: Path, url: str) -> Case:
    file = folder / "credentials"
    file.write_text("\n".join(["[auditor]", *(f"{name.lower()} = {value}" for name, value in KEYS.items())]))
    where = {**HERE, "AWS_SHARED_CREDENTIALS_FILE": str(file)}
    return Case(environ=where, words=("--endpoint", url, "--profile", "auditor"), secrets=(TOKEN, SESSION))


CANARIES = Canaries(given={"keys": keys, "profile": profile})
