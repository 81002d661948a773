"""The collector of Amazon Web Services: few, wide calls with boto3, in every enabled region, read-only."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from analyzer.collect import Collector, Option, Part, Session, Target

from . import backups, data, identity, protection
from .listing import Listing, collect_listings
from .targets import targets

REDACT = (
    "Base32StringSeed", "QRCodePNG", "Environment.Variables", "ClientSecret", "MasterUserPassword",
)  # fmt: skip
Own = Callable[[Session, Target, Part], None]


def _part(
    name: str,
    title: str,
    tables: tuple[str, ...],
    lists: Sequence[Listing],
    lost: str,
    own: tuple[str, ...] = (),
    events: bool = False,
) -> Part:
    calls = tuple(f"{one.call} in {'every region' if one.everywhere else 'one region'}" for one in lists)
    return Part(
        name=name, title=title, tables=tables, calls=(*own, *calls), kind="events" if events else "snapshot", lost=lost,
        permission="the policy of `goldenthread collect aws --credentials`",
    )  # fmt: skip


IAM = (
    "iam:GetAccountAuthorizationDetails", "iam:GenerateCredentialReport and iam:GetCredentialReport", "iam:ListVirtualMFADevices",
    "iam:ListMFADevices for each user with a factor that is not virtual", "iam:GetMFADevice for each key or passkey",
    "iam:GetAccountSummary",
)  # fmt: skip
S3 = (
    "s3:ListBuckets", "s3control:GetPublicAccessBlock", "tag:GetResources for each region with buckets",
    "s3:GetBucketEncryption, GetBucketVersioning, GetBucketLifecycleConfiguration for each bucket",
    "iam:GetAccountAuthorizationDetails of the roles",
    "s3:GetBucketReplication for each bucket with versions, where S3 may assume a role",
    "s3:GetPublicAccessBlock for each bucket, unless the account blocks public access",
    "s3:GetBucketPolicyStatus and GetBucketAcl for each bucket that nothing blocks",
)  # fmt: skip
PLANS = (
    "backup:ListBackupPlans", "backup:ListBackupSelections and GetBackupSelection for each plan",
    "backup:DescribeRegionSettings and tag:GetResources for each region with plans", "backup:ListBackupVaults",
    "backup:ListCopyJobs for each region with recovery points",
    "backup:ListRestoreTestingSelections and GetRestoreTestingSelection for each plan of restore tests",
)  # fmt: skip
LISTS: dict[str, Sequence[Listing]] = {
    "account": (identity.ACCOUNT, identity.PASSWORD_POLICY), "identity_center": (identity.IDENTITY_CENTER,),
    "databases": data.DATABASES, "volumes": data.VOLUMES, "keys": data.KEYS, "trails": protection.TRAILS, "logs": protection.LOGS,
    "watch": protection.WATCH, "network": protection.NETWORK, "load_balancers": protection.BALANCERS,
    "backup_plans": backups.BACKUP_PLANS, "backup_jobs": backups.BACKUP_JOBS, "computers": protection.COMPUTERS,
}  # fmt: skip
OWN: dict[str, Own] = {"iam": identity.collect_users, "s3": data.collect_buckets}
PARTS = (
    _part("account", "account and password policy", ("cloud_accounts", "password_settings"), LISTS["account"],
          "which accounts there are, and what passwords they ask for"),
    _part("iam", "users, factors, keys and rights", ("app_accounts", "idp_users", "idp_factors", "secrets"), (),
          "who can sign in, with which factor, who is an administrator, how old keys are", IAM),
    _part("identity_center", "people of the Identity Center", ("idp_users",), LISTS["identity_center"],
          "who signs in by the Identity Center"),
    _part("s3", "buckets", ("data_stores", "retention_settings"), (), "whether buckets are encrypted, public, versioned", S3),
    _part("databases", "databases and their snapshots", ("data_stores", "backups"), LISTS["databases"],
          "whether databases are encrypted, in several zones, backed up, public"),
    _part("volumes", "volumes, file systems and their snapshots", ("data_stores", "backups"), LISTS["volumes"],
          "whether disks are encrypted"),
    _part("keys", "keys and their rotation", ("kms_keys",), LISTS["keys"], "whether keys rotate"),
    _part("trails", "CloudTrail", ("log_sources",), LISTS["trails"], "whether calls of the API are recorded"),
    _part("logs", "log groups", ("log_sources",), LISTS["logs"], "how long logs are kept"),
    _part("watch", "Config, GuardDuty, Security Hub, WAF", ("protective_services",), LISTS["watch"], "what watches and protects"),
    _part("network", "security groups and networks", ("network_rules", "network_groups", "network_segments", "log_sources"),
          LISTS["network"], "what the network lets in"),
    _part("load_balancers", "load balancers, their TLS and certificates", ("tls_endpoints",), LISTS["load_balancers"],
          "which versions of TLS are accepted, when certificates end"),
    _part("backup_plans", "plans and recovery points of AWS Backup", ("backup_plans", "backups", "retention_settings"),
          LISTS["backup_plans"], "what is planned to be backed up, and which backups are kept, for how long and where", PLANS),
    _part("backup_jobs", "backup and restore jobs", ("backups", "restore_tests"), LISTS["backup_jobs"],
          "whether backups ran, and whether restores were tried", events=True),
    _part("computers", "instances, functions, clusters", ("cloud_resources",), LISTS["computers"], "what runs where"),
)  # fmt: skip


def collect(session: Session, target: Target, part: Part) -> None:
    """Collect one part of an account."""
    own = OWN.get(part.name)
    if own:
        own(session, target, part)
    else:
        collect_listings(session, target, part, LISTS[part.name])


COLLECTOR = Collector(
    name="aws", title="Amazon Web Services", parts=PARTS, connect=targets, collect=collect, redact=REDACT,
    needs="goldenthread[aws]", at_once=4,
    options=(
        Option(name="profile", help="profiles of the AWS configuration, one account each", many=True),
        Option(name="role-arn", help="roles to assume, one account each", many=True),
        Option(name="external-id", help="external id that the roles ask for"),
        Option(name="organization", help="every active account of the organisation, by --role-name", flag=True),
        Option(name="role-name", help="the role that is assumed in each account of the organisation"),
        Option(name="region", help="regions, instead of every one that is enabled", many=True),
        Option(name="endpoint", help="another server than Amazon's", variable="AWS_ENDPOINT_URL"),
    ),
)  # fmt: skip
