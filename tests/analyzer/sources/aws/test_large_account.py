"""An account of several hundred users and buckets: nobody is missing, and the calls stay few."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from analyzer.collect import Options, collect, find_collector
from analyzer.evidence.locker import Locker
from tests.analyzer.sources.aws.moto_account import REGION, Account, Size, environment, moto_server

SIZE = Size(users=400, buckets=250, databases=30, keys=20, volumes=40)


@pytest.mark.slow
def test_nobody_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with moto_server() as url:
        account = Account(url, SIZE)
        account.seed()
        account.close()
        for name, value in environment(url).items():
            monkeypatch.setenv(name, value)
        options = Options({"endpoint": (url,), "region": (REGION,)})
        done = collect(
            find_collector("aws"), tmp_path, options=options, environ=os.environ, only=["iam", "s3", "databases", "keys"]
        )
    entries = {one.source: one for one in Locker(tmp_path).entries()}
    kept = {source: json.loads(Locker(tmp_path).file_of(one).read_text()) for source, one in entries.items()}
    users = [user["UserName"] for page in kept["aws/iam_users"] for user in page["IAMUsers"]]
    assert sorted(users) == ["<root_account>", *(f"person{n:04d}@acme.example" for n in range(SIZE.users))]
    assert entries["aws/iam_users"].source_count == len(users)
    buckets = [one["Name"] for page in kept["aws/s3_buckets"] for one in page["S3Buckets"]]
    assert sorted(buckets) == [*(f"acme-bucket-{n:04d}" for n in range(SIZE.buckets)), "acme-trail"]
    assert not done.gaps
    assert done.stats.calls < SIZE.users * 0.6 + SIZE.buckets * 6 + 100
