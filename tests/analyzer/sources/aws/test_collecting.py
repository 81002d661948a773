"""Collecting an account of AWS over HTTP: what it finds, what it refuses to send, what it says of what is denied."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest

from analyzer.catalog import load_catalog
from analyzer.collect import CollectError, OperationRefused, Session, credentials_page
from analyzer.evidence.assurance import assure
from analyzer.evidence.load import Loaded, load_evidence
from analyzer.evidence.locker import Locker
from analyzer.model import Period
from analyzer.sources.aws.allowed import ALLOWED, READS, actions
from analyzer.sources.aws.calls import guarded
from tests.analyzer.collect.servers import Reply, serving
from tests.analyzer.sources.aws.conftest import Collect
from tests.analyzer.sources.aws.moto_account import KEYS, REGION, Account

CATALOG = load_catalog()
FEW = ["account", "iam", "s3", "databases", "keys"]


def loaded(locker: Path, day: date | None = None) -> Loaded:
    today = day or date.fromisoformat(str(Locker(locker).entries()[-1].extracted_at)[:10])
    return load_evidence([locker], CATALOG, Period(start=today - timedelta(days=180), end=today, as_of=today))


def rows(one: Loaded, sql: str) -> list[tuple[Any, ...]]:
    return one.store.rows(sql)[1]


def test_planted_drifts_are_found(account: Account, run: Collect, tmp_path: Path) -> None:
    done = run()
    one = loaded(tmp_path / "locker")
    assert {gap.part for gap in done.gaps} == {"backup_plans", "backup_jobs"}  # which the server does not know
    stores = "select resource_id from data_stores where not encrypted and engine = '{}' order by 1"
    assert rows(one, stores.format("postgres")) == [("db0",)]
    assert len(rows(one, stores.format("ebs"))) == 2  # one of them under the machine
    assert rows(one, "select resource_id from data_stores where public") == [("acme-bucket-0000",)]
    assert rows(one, "select count(*) from data_stores where engine = 's3' and public_blocked") == [(3,)]
    assert rows(one, "select endpoint from tls_endpoints where min_protocol < '1.2'")[0][0].endswith(":8443")
    still = "select count(*) from kms_keys where manager = 'CUSTOMER' and label is null and not rotation_enabled"
    assert rows(one, still) == [(2,)]
    assert rows(one, "select group_name from network_rules where source = '0.0.0.0/0' and port_from = 22") == [("bastion",)]
    assert rows(one, "select min_length, history from password_settings") == [(14, 24)]
    assert rows(one, "select retention_days from log_sources where source = '/acme/api'") == [(365,)]


def test_every_user_has_the_kind_of_factor_that_was_planted(account: Account, run: Collect, tmp_path: Path) -> None:
    run(only=["iam"])
    one = loaded(tmp_path / "locker")
    kinds = dict(rows(one, "select split_part(user_id, '/', 2), factor_type from idp_factors"))
    assert kinds == {
        f"person{n:04d}@acme.example": kind
        for n, kind in {
            0: "totp_app", 2: "otp_hardware_token", 4: "sms_voice", 6: "totp_app", 8: "webauthn", 10: "totp_app",
        }.items()
    }  # fmt: skip
    admins = "select account_id from app_accounts where is_privileged and account_type = 'user' order by 1"
    assert rows(one, admins) == [("person0000@acme.example",)]
    assert rows(one, "select count(*) from app_accounts") == [(13,)]
    assert rows(one, "select owner from secrets order by 1") == [(f"person{n:04d}@acme.example",) for n in (0, 3, 6, 9)]


def test_the_population_agrees_with_the_count_of_the_account(account: Account, run: Collect, tmp_path: Path) -> None:
    run(only=["iam"])
    users = next(one for one in Locker(tmp_path / "locker").entries() if one.source == "aws/iam_users")
    assert (users.source_count, users.rows, users.complete) == (13, 13, True)


def test_few_calls_for_many_users(account: Account, run: Collect) -> None:
    done = run(only=["iam"])
    assert done.stats.calls < 20 + account.size.users


def test_what_the_account_blocks_no_bucket_is_asked_for(account: Account, run: Collect, tmp_path: Path) -> None:
    each = run(tmp_path / "each", only=["s3"])
    account.block()
    try:
        blocked = run(only=["s3"])
    finally:
        account.unblock()
    buckets = account.size.buckets + 1
    assert each.stats.calls - blocked.stats.calls >= buckets
    stores = "select count(*) from data_stores where engine = 's3' and public_blocked and not public"
    assert rows(loaded(tmp_path / "locker"), stores) == [(buckets,)]


def test_replication_is_asked_for_where_a_role_makes_it_possible(account: Account, run: Collect, tmp_path: Path) -> None:
    def record(locker: Path) -> dict[str, Any]:
        (entry,) = [one for one in Locker(locker).entries() if one.source == "aws/s3_buckets"]
        (page,) = json.loads(Locker(locker).file_of(entry).read_text())
        return next(one for one in page["S3Buckets"] if one["Name"] == "acme-bucket-0001")

    s3, iam = account.client("s3"), account.client("iam")
    run(tmp_path / "without", only=["s3"])
    assert record(tmp_path / "without")["ReplicationPossible"] is False
    who = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "s3.amazonaws.com"}}
    trust = json.dumps({"Version": "2012-10-17", "Statement": [who]})
    role = iam.create_role(RoleName="copies", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    rule = {"ID": "all", "Status": "Enabled", "Prefix": "", "Destination": {"Bucket": "arn:aws:s3:::acme-bucket-0002"}}
    s3.put_bucket_replication(Bucket="acme-bucket-0001", ReplicationConfiguration={"Role": role, "Rules": [rule]})
    try:
        run(only=["s3"])
    finally:
        s3.delete_bucket_replication(Bucket="acme-bucket-0001")
        iam.delete_role(RoleName="copies")
    assert record(tmp_path / "locker")["Replication"]["Role"] == role
    copies = "select resource_id, replicated_to from data_stores where replicated_to is not null"
    assert rows(loaded(tmp_path / "locker"), copies) == [("acme-bucket-0001", "arn:aws:s3:::acme-bucket-0002")]


def test_secrets_are_nowhere(account: Account, run: Collect, tmp_path: Path) -> None:
    run()
    written = b"".join(path.read_bytes() for path in (tmp_path / "locker").rglob("*") if path.is_file())
    for secret in (KEYS["AWS_SECRET_ACCESS_KEY"], "canary-of-the-database", "canary-of-the-function"):
        assert secret.encode() not in written
    devices = next(one for one in Locker(tmp_path / "locker").entries() if one.source == "aws/iam_users")
    assert "Base32StringSeed" in devices.redacted


def test_a_change_is_seen_in_the_next_run_and_the_day_before_stays_as_it_was(
    account: Account, run: Collect, tmp_path: Path
) -> None:
    who, old = "person0008@acme.example", "arn:aws:iam::123456789012:u2f/user/person0008@acme.example/key-8"
    new = f"arn:aws:iam::123456789012:sms-mfa/{who}"
    run(only=["iam"])
    first = loaded(tmp_path / "locker")
    iam = account.client("iam")
    try:
        iam.deactivate_mfa_device(UserName=who, SerialNumber=old)
        iam.enable_mfa_device(UserName=who, SerialNumber=new, AuthenticationCode1="123456", AuthenticationCode2="654321")
        run(only=["iam"])
    finally:
        iam.deactivate_mfa_device(UserName=who, SerialNumber=new)
        iam.enable_mfa_device(UserName=who, SerialNumber=old, AuthenticationCode1="123456", AuthenticationCode2="654321")
    kind = f"select factor_type from idp_factors where user_id like '%{who}'"
    assert (rows(first, kind), rows(loaded(tmp_path / "locker"), kind)) == ([("webauthn",)], [("sms_voice",)])


def test_a_denied_region_is_a_gap_and_no_absence(account: Account, run: Collect, tmp_path: Path) -> None:
    denied = "eu-west-1"

    def deny(session: Session) -> None:
        """Answer as AWS does where a policy of the organisation closes a region."""
        import analyzer.sources.aws.targets as module

        guard = module.guarded

        def closing(boto: boto3.Session, known: Session) -> boto3.Session:
            guard(boto, known)
            boto.events.register("before-send.rds", answer)
            return boto

        monkey.setattr(module, "guarded", closing)

    def answer(request: Any, **known: Any) -> Any:
        from botocore.awsrequest import AWSResponse

        if f"/{denied}/" not in str(request.headers.get("Authorization")):
            return None
        said = "<Code>AccessDenied</Code><Message>explicit deny in a policy</Message>"
        text = f"<ErrorResponse><Error>{said}</Error></ErrorResponse>".encode()

        class Raw:
            def stream(self) -> Any:
                yield text

        return AWSResponse(request.url, 403, {}, Raw())

    with pytest.MonkeyPatch.context() as monkey:
        options = {"endpoint": (account.url,), "region": (REGION, denied)}
        done = run(options=options, only=["databases"], prepare=deny)
    assert {(gap.part, gap.what.rpartition(": ")[2]) for gap in done.gaps} == {("databases", denied)}
    assert all("rds:" in gap.advice and "not shown" in gap.advice for gap in done.gaps)
    one = loaded(tmp_path / "locker")
    assert rows(one, "select count(*) from data_stores where engine = 'postgres'") == [(account.size.databases,)]
    results = assure(one.store, CATALOG, one.files, one.store.period)
    failed = {result.test for result in results if result.passed is False and "data_stores" in result.tables}
    assert {"collected_parts", "more_pages_follow"} <= failed


def test_other_operations_are_refused_before_they_are_sent(account: Account, run: Collect, tmp_path: Path) -> None:
    sent: list[str] = []
    tried: list[str] = []

    def attempt(session: Session) -> None:
        boto = guarded(boto3.Session(), session)
        boto.events.register("before-send", lambda request, **known: sent.append(request.url))
        for service, method, arguments in (
            ("iam", "create_user", {"UserName": "mallory"}), ("s3", "delete_bucket", {"Bucket": "acme-trail"}),
            ("s3", "get_object", {"Bucket": "acme-trail", "Key": "x"}), ("secretsmanager", "get_secret_value", {"SecretId": "x"}),
            ("ec2", "terminate_instances", {"InstanceIds": ["i-1"]}), ("kms", "decrypt", {"CiphertextBlob": b"x"}),
            ("sts", "get_session_token", {}), ("ssm", "get_parameter", {"Name": "x"}),
        ):  # fmt: skip
            client = boto.client(service, endpoint_url=account.url)
            with pytest.raises(OperationRefused):
                getattr(client, method)(**arguments)
            tried.append(method)
            client.close()
        client = boto.client("s3", endpoint_url=account.url)
        with pytest.raises(OperationRefused):
            client.generate_presigned_url("put_object", Params={"Bucket": "acme-trail", "Key": "x"})
        client.close()

    run(only=["account"], prepare=attempt)
    assert len(tried) == 8 and sent == []


def test_every_operation_of_the_list_only_reads() -> None:
    reading = ("Get", "List", "Describe", "Head", "Simulate")
    others = {name for name in READS if not name.partition(":")[2].startswith(reading)}
    assert others == {"iam:GenerateCredentialReport", "sts:AssumeRole"}
    assert not {name for name in ALLOWED if name in ("s3:GetObject", "secretsmanager:GetSecretValue", "ssm:GetParameter")}


def test_the_policy_to_paste_grants_what_is_called_and_nothing_else() -> None:
    text = credentials_page("aws")
    policy = json.loads(text.partition("```json")[2].partition("```")[0])
    assert policy["Statement"][0]["Action"] == actions()


@pytest.mark.parametrize(
    ("variables", "options", "words"),
    [
        ({"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}, None, "No credentials for AWS"),
        ({}, {"profile": ("nobody",)}, "nobody"),
        ({}, {"region": ("mars-north-1",)}, "mars-north-1"),
        ({}, {"role-arn": ("admin",)}, "no ARN of a role"),
        ({}, {"organization": ("yes",)}, "--role-name"),
        ({}, {"endpoint": ("http://127.0.0.1:9",)}, "AWS cannot be asked who this is"),
    ],
)
def test_what_is_wrong_is_said(
    account: Account, run: Collect, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], options: Any, words: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value) if value else monkeypatch.delenv(name)
    with pytest.raises(CollectError, match=words):
        run(options={"endpoint": (account.url,), **(options or {})}, only=["account"])


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("ExpiredToken", "have expired"),
        ("InvalidClientTokenId", "does not accept the credentials"),
        ("SignatureDoesNotMatch: Signature expired: 20260101T000000Z is now earlier than", "clock of this machine"),
    ],
)
def test_credentials_that_are_not_let_in_are_told_apart(run: Collect, code: str, words: str) -> None:
    name, _, message = code.partition(": ")
    body = f"<ErrorResponse><Error><Type>Sender</Type><Code>{name}</Code><Message>{message}</Message></Error></ErrorResponse>"
    with serving(lambda asked: Reply(body.encode(), 403)) as server, pytest.raises(CollectError, match=words):
        run(options={"endpoint": (server.url,)}, only=["account"])


def test_roles_are_other_accounts(account: Account, run: Collect, tmp_path: Path) -> None:
    role = "arn:aws:iam::111122223333:role/goldenthread"
    done = run(options={"endpoint": (account.url,), "region": (REGION,), "role-arn": (role,)}, only=["account", "keys"])
    assert [one.account for one in done.targets] == ["111122223333"]
    assert "111122223333" in {one.collected.account for one in Locker(tmp_path / "locker").entries() if one.collected}
