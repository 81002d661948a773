"""Users of IAM with their factors, keys and rights; the password policy; people of the Identity Center."""

from __future__ import annotations

import csv
import io
from typing import Any

from analyzer.collect import Part, PartError, Session, Target, Unavailable

from .calls import THREADS, Account
from .listing import Listing, keep

READY_ATTEMPTS = 30
READY_SECONDS = 1.0


def _password_policy(account: Account) -> list[dict[str, Any]]:
    answer = account.call("iam", "GetAccountPasswordPolicy", none=("NoSuchEntity",))
    return [answer] if answer else []


def _identity_center(account: Account, region: str) -> list[dict[str, Any]]:
    """People of the Identity Center where this account and region have one."""
    instances = account.items("sso-admin", "ListInstances", "Instances", region)
    return [
        {**user, "InstanceArn": one["InstanceArn"]}
        for one in instances
        for user in account.items("identitystore", "ListUsers", "Users", region, IdentityStoreId=one["IdentityStoreId"])
    ]


PASSWORD_POLICY = Listing(
    label="password-policy", service="iam", operation="GetAccountPasswordPolicy", items="PasswordPolicies", everywhere=False,
    source="aws/iam_password_policy", whole=lambda account, region: _password_policy(account),
)  # fmt: skip
IDENTITY_CENTER = Listing(
    label="users", service="identitystore", operation="ListUsers", items="IdentityCenterUsers",
    source="aws/identity_center_users", whole=_identity_center,
)  # fmt: skip


def collect_users(session: Session, target: Target, part: Part) -> None:
    """One record for each user, and the root user, of what five kinds of call say: details, groups, policies, report, devices."""
    account: Account = target.handle
    if account.refusal:
        raise account.refusal
    with session.stream(
        target, part, call="iam:GetAccountAuthorizationDetails", label="users", source="aws/iam_users", records=True,
        parameters={"joined": "GetCredentialReport, ListVirtualMFADevices, ListMFADevices, GetAccountSummary"},
    ) as stream:  # fmt: skip
        if not stream.todo(["iam"], key=str):
            return
        ready = _is_ready(account)  # AWS makes the report while the rest is asked
        details = {
            kind: list(account.pages("iam", "GetAccountAuthorizationDetails", Filter=kinds, MaxItems=1000))
            for kind, kinds in (
                ("users", ["User"]),
                ("groups", ["Group"]),
                ("policies", ["LocalManagedPolicy", "AWSManagedPolicy"]),
            )
        }
        users = [user for page in details["users"] for user in page["UserDetailList"]]
        groups = {one["GroupName"]: one for page in details["groups"] for one in page["GroupDetailList"]}
        documents = {one["Arn"]: _document(one) for page in details["policies"] for one in page["Policies"]}
        generated, report = _credential_report(session, account, ready)
        virtual: dict[str, list[dict[str, Any]]] = {}
        for device in account.items("iam", "ListVirtualMFADevices", "VirtualMFADevices", AssignmentStatus="Assigned"):
            virtual.setdefault((device.get("User") or {}).get("Arn", ""), []).append(device)
        # the wide call knows virtual devices; who has a factor and none of these has another kind
        asked = [
            user["UserName"] for user in users
            if user["Arn"] not in virtual and report.get(user["UserName"], {}).get("mfa_active") != "false"
        ]  # fmt: skip
        answers = session.map(lambda name: account.items("iam", "ListMFADevices", "MFADevices", UserName=name), asked, THREADS)
        others = dict(zip(asked, answers, strict=True))
        _add_certificates(account, [device for devices in others.values() for device in devices])
        summary = account.call("iam", "GetAccountSummary")["SummaryMap"]
        records = [
            {
                **user, "CredentialReport": report.get(user["UserName"]), "CredentialReportGeneratedTime": generated,
                "MFADevices": [*virtual.get(user["Arn"], []), *others.get(user["UserName"], [])],
                "Policies": _policies(user, groups, documents),
            }
            for user in users
        ]  # fmt: skip
        root = report.get("<root_account>")
        arn = f"{account.principal.partition('::')[0].replace(':sts', ':iam')}::{account.id}:root"
        records.append(
            {
                "UserName": "<root_account>", "Arn": arn, "CreateDate": root and root["user_creation_time"],
                "CredentialReport": root,
                "CredentialReportGeneratedTime": generated, "Summary": summary, "MFADevices": virtual.get(arn, []), "Policies": [],
            }
        )  # fmt: skip
        keep(stream, account, "iam", "IAMUsers", records)
        stream.source_count = summary["Users"] + 1


def _add_certificates(account: Account, devices: list[dict[str, Any]]) -> None:
    """Add to keys and passkeys what tells them apart, as far as AWS tells it; one without it is of an unknown kind."""
    keys = [device for device in devices if ":u2f/" in device["SerialNumber"]]

    def one(device: dict[str, Any]) -> bool:
        try:
            answer = account.call("iam", "GetMFADevice", SerialNumber=device["SerialNumber"], UserName=device["UserName"])
        except PartError:
            return False
        device["Certifications"] = answer.get("Certifications", {})
        return True

    if keys and one(keys[0]):
        account.session.map(one, keys[1:], THREADS)


def _document(policy: dict[str, Any]) -> Any:
    default = policy.get("DefaultVersionId")
    versions = policy.get("PolicyVersionList", [])
    return next((one.get("Document") for one in versions if one.get("VersionId") == default or one.get("IsDefaultVersion")), None)


def _policies(user: dict[str, Any], groups: dict[str, Any], documents: dict[str, Any]) -> list[dict[str, Any]]:
    """Every policy that a user has, himself or by a group, with its document."""
    holders = [("user", user.get("UserPolicyList", []), user.get("AttachedManagedPolicies", []))]
    for name in user.get("GroupList", []):
        group = groups.get(name, {})
        holders.append((f"group {name}", group.get("GroupPolicyList", []), group.get("AttachedManagedPolicies", [])))
    return [
        found
        for via, inline, attached in holders
        for found in (
            *({"Via": via, "Name": one["PolicyName"], "Document": one.get("PolicyDocument")} for one in inline),
            *(
                {"Via": via, "Name": one["PolicyName"], "Arn": one["PolicyArn"], "Document": documents.get(one["PolicyArn"])}
                for one in attached
            ),
        )
    ]


def _is_ready(account: Account) -> bool:
    """Have the credential report made, and whether it is."""
    return account.call("iam", "GenerateCredentialReport")["State"] == "COMPLETE"


def _credential_report(session: Session, account: Account, ready: bool) -> tuple[str, dict[str, dict[str, str]]]:
    """When AWS made the credential report, which may be hours ago, and its rows by user.

    Raises:
        Unavailable: if AWS does not finish it.
    """
    for _ in range(READY_ATTEMPTS):
        if ready or _is_ready(account):
            answer = account.call("iam", "GetCredentialReport")
            content = answer["Content"]
            text = content.decode("utf-8") if isinstance(content, bytes) else str(content)
            rows = {row["user"]: dict(row) for row in csv.DictReader(io.StringIO(text))}
            return answer["GeneratedTime"].isoformat(), rows
        session.sleep(READY_SECONDS)
    raise Unavailable("iam:GenerateCredentialReport does not finish", "Run it again later")


def summary_of(account: Account) -> list[dict[str, Any]]:
    """The account itself: its names, and whether it belongs to an organisation."""
    record: dict[str, Any] = {"Id": account.id, "Regions": list(account.regions), "Principal": account.principal}
    record["Aliases"] = account.call("iam", "ListAccountAliases")["AccountAliases"]
    try:
        organisation = account.call("organizations", "DescribeOrganization", none=("AWSOrganizationsNotInUseException",))
    except PartError as error:
        record["OrganizationNotSeen"] = error.problem
    else:
        record["Organization"] = organisation["Organization"] if organisation else None
    return [record]


ACCOUNT = Listing(
    label="account", service="iam", operation="ListAccountAliases", items="Accounts", everywhere=False, source="aws/accounts",
    whole=lambda account, region: summary_of(account),
)  # fmt: skip
