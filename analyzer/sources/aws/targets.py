"""Which accounts are collected: profiles, roles that are assumed, accounts of an organisation; and what the caller may do there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import boto3

from analyzer.collect import CollectError, Denied, PartError, Secret, Session, Target, Unavailable

from .calls import FAULTS, Account, client_of, guarded, in_words, session_of, told

SESSION_NAME = "goldenthread-collector"
WRITES = (
    "iam:CreateUser", "iam:AttachRolePolicy", "iam:CreateAccessKey", "s3:PutObject", "s3:DeleteBucket", "rds:DeleteDBInstance",
    "kms:ScheduleKeyDeletion", "ec2:TerminateInstances", "ec2:AuthorizeSecurityGroupIngress", "cloudtrail:StopLogging",
    "lambda:UpdateFunctionCode", "backup:DeleteRecoveryPoint",
)  # fmt: skip
READS_DATA = ("s3:GetObject", "secretsmanager:GetSecretValue", "dynamodb:Scan")


def targets(session: Session) -> list[Target]:
    """The accounts that the options name, each with who collects it.

    Raises:
        CollectError: if there are no credentials, or the first account cannot be reached.
    """
    found: dict[str, Target] = {}
    for account in _accounts(session):
        if account.id not in found:
            found[account.id] = _target(session, account)
    return list(found.values())


def _accounts(session: Session) -> Iterator[Account]:
    options = session.options
    roles = options.many("role-arn")
    for profile in options.many("profile") or (None,):
        with told("sts", "GetCallerIdentity", profile or "default"):
            boto = guarded(session_of(profile_name=profile), session)
        base = _account(session, boto)
        if not roles and not options.flag("organization"):
            yield base
        for role in roles:
            yield _assumed(session, base, role)
        if options.flag("organization"):
            yield from _members(session, base)


def _account(session: Session, boto: boto3.Session) -> Account:
    """The account that credentials belong to.

    Raises:
        CollectError: if they are missing, expired or not accepted.
    """
    endpoint = session.options.one("endpoint")
    home = boto.region_name or "us-east-1"
    _know_credentials(session, boto)
    with told("sts", "GetCallerIdentity", home):
        sts = client_of(boto, "sts", home, endpoint)
        session.closing.append(sts.close)
        try:
            me = sts.get_caller_identity()
        except FAULTS as error:
            raise _not_let_in(in_words(error, "sts", "GetCallerIdentity", home)) from error
    return Account(session=session, boto=boto, id=me["Account"], principal=me["Arn"], home=home, endpoint=endpoint)


def _not_let_in(error: CollectError) -> CollectError:
    if isinstance(error, Unavailable):
        return CollectError(
            f"AWS cannot be asked who this is: {error.problem}", "Check the network, a proxy, the region and --endpoint"
        )
    if isinstance(error, PartError):
        return CollectError(
            f"AWS does not accept the credentials: {error.problem}", "Check which they are with `aws sts get-caller-identity`"
        )
    return error


def _know_credentials(session: Session, boto: boto3.Session) -> None:
    with told("sts", "", ""):
        credentials = boto.get_credentials()
    if credentials is not None:
        frozen = credentials.get_frozen_credentials()
        for value in (frozen.secret_key, frozen.token):
            if value:
                session.known(Secret(value))


def _assumed(session: Session, base: Account, role: str) -> Account:
    """The account of a role; one that cannot be assumed is a target all the same, and each of its parts a gap."""
    found = re.fullmatch(r"arn:[\w-]+:iam::(\d{12}):role/.+", role)
    if not found:
        raise CollectError(f"{role} is no ARN of a role", "Write it as arn:aws:iam::111122223333:role/name")
    try:
        more: dict[str, Any] = {"ExternalId": external} if (external := session.options.one("external-id")) else {}
        got = base.call("sts", "AssumeRole", RoleArn=role, RoleSessionName=SESSION_NAME, **more)["Credentials"]
    except PartError as error:
        return Account(session=session, boto=base.boto, id=found[1], principal=role, home=base.home, refusal=error)
    boto = session_of(
        aws_access_key_id=got["AccessKeyId"], aws_secret_access_key=got["SecretAccessKey"], aws_session_token=got["SessionToken"],
        region_name=base.home,
    )  # fmt: skip
    return _account(session, guarded(boto, session))


def _members(session: Session, base: Account) -> Iterator[Account]:
    """The active accounts of the organisation, each by the role of `--role-name`."""
    name = session.options.one("role-name")
    if not name:
        raise CollectError("--organization needs --role-name", "It is the role that is assumed in every account")
    for member in base.items("organizations", "ListAccounts", "Accounts"):
        if member.get("Status") != "ACTIVE":
            continue
        if member["Id"] == base.id:
            yield base
        else:
            yield _assumed(session, base, f"arn:aws:iam::{member['Id']}:role/{name}")


def _target(session: Session, account: Account) -> Target:
    if account.refusal:
        return Target(account=account.id, principal=account.principal, handle=account, unknown_access=account.refusal.problem)
    account.regions = _regions(session, account)
    access, unknown = _write_access(account)
    return Target(
        account=account.id, principal=account.principal, name=_alias(account), write_access=access, unknown_access=unknown,
        handle=account,
    )  # fmt: skip


def _alias(account: Account) -> str:
    try:
        names = account.call("iam", "ListAccountAliases")["AccountAliases"]
    except PartError:
        return ""
    return names[0] if names else ""


def _regions(session: Session, account: Account) -> tuple[str, ...]:
    """The regions that the account has enabled, or those of them that the options name.

    Raises:
        CollectError: if a region of the options is not among them, or they cannot be listed.
    """
    wanted = session.options.many("region")
    try:
        answer = account.call("ec2", "DescribeRegions")
        there = [one["RegionName"] for one in answer["Regions"] if one.get("OptInStatus") != "not-opted-in"]
    except Denied as error:
        if not wanted:
            raise CollectError(
                f"The enabled regions cannot be listed: {error.problem}", f"{error.advice}; or name them with --region"
            ) from error
        return wanted
    unknown = sorted(set(wanted) - set(there))
    if unknown:
        raise CollectError(f"{account.id} has no enabled region {', '.join(unknown)}", f"Enabled are: {', '.join(sorted(there))}")
    return tuple(wanted or sorted(there))


def _write_access(account: Account) -> tuple[tuple[str, ...], str]:
    """What the caller may change, or why that cannot be seen; nothing is tried, IAM is asked."""
    arn = account.principal
    if arn.endswith(":root"):
        return ("everything, as root user of the account",), ""
    role = re.fullmatch(r"(arn:[\w-]+):sts::(\d+):assumed-role/([^/]+)/.*", arn)
    source = f"{role[1]}:iam::{role[2]}:role/{role[3]}" if role else arn
    try:
        answer = account.call(
            "iam", "SimulatePrincipalPolicy", PolicySourceArn=source, ActionNames=[*WRITES, *READS_DATA], ResourceArns=["*"]
        )
    except PartError as error:
        return (), error.problem
    return tuple(one["EvalActionName"] for one in answer.get("EvaluationResults", []) if one.get("EvalDecision") == "allowed"), ""
