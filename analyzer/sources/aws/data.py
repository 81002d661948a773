"""Where data lies: buckets, databases, volumes, file systems, their copies, and the keys that encrypt them."""

from __future__ import annotations

import json
from typing import Any

from analyzer.collect import Part, PartError, Session, Target

from .calls import BUCKET_THREADS, THREADS, Account
from .listing import Listing, keep

BLOCKS = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
DETAILS = {
    "ServerSideEncryptionConfiguration": ("GetBucketEncryption", ("ServerSideEncryptionConfigurationNotFoundError",)),
    "LifecycleRules": ("GetBucketLifecycleConfiguration", ("NoSuchLifecycleConfiguration",)),
    "Versioning": ("GetBucketVersioning", ()),
}
JOINED = (
    "GetBucketEncryption, GetPublicAccessBlock, GetBucketPolicyStatus, GetBucketAcl, GetBucketVersioning, "
    "GetBucketLifecycleConfiguration, GetBucketReplication, tag:GetResources"
)
ROTATES = "SYMMETRIC_DEFAULT"
REPLICATES = ("s3.amazonaws.com", '"*"')  # whom a role trusts that replication can use


def collect_buckets(session: Session, target: Target, part: Part) -> None:
    """One record for each bucket: encryption, versions, life cycle, replication, and whether anybody in the world reaches it."""
    account: Account = target.handle
    if account.refusal:
        raise account.refusal
    with session.stream(
        target, part, call="s3:ListBuckets", label="buckets", source="aws/s3_buckets", records=True,
        parameters={"joined": JOINED},
    ) as stream:  # fmt: skip
        if not stream.todo(["s3"], key=str):
            return
        blocked = account.call(
            "s3control", "GetPublicAccessBlock", none=("NoSuchPublicAccessBlockConfiguration",), AccountId=account.id
        )
        by_account = (blocked or {}).get("PublicAccessBlockConfiguration") or {}
        buckets = account.items("s3", "ListBuckets", "Buckets", MaxBuckets=1000)
        regions = {one.get("BucketRegion") or account.home for one in buckets}
        tags = {
            arn: found
            for tagged in session.map(lambda region: _tags(account, region), sorted(regions))
            for arn, found in tagged.items()
        }

        replicates = _may_replicate(account)

        def one(bucket: dict[str, Any]) -> dict[str, Any] | None:
            try:
                return {**_bucket(account, bucket, by_account, replicates), "Tags": tags.get(f"arn:aws:s3:::{bucket['Name']}", [])}
            except PartError as error:
                stream.gap(error.problem, error.advice, what=bucket["Name"])
                return None

        found = session.map(one, buckets, BUCKET_THREADS)
        keep(stream, account, "s3", "S3Buckets", [bucket for bucket in found if bucket])
        stream.source_count = len(buckets)


def _tags(account: Account, region: str) -> dict[str, list[dict[str, str]]]:
    """The tags of all buckets of a region, by one wide call."""
    found = account.items(
        "resourcegroupstaggingapi",
        "GetResources",
        "ResourceTagMappingList",
        region,
        ResourceTypeFilters=["s3"],
        ResourcesPerPage=100,
    )
    return {one["ResourceARN"]: one.get("Tags", []) for one in found}


def _may_replicate(account: Account) -> bool:
    """Whether any bucket can replicate at all: S3 has to assume a role of the account for that. By one wide call.

    What cannot be told counts as yes, and each bucket is asked then.
    """
    try:
        roles = account.items("iam", "GetAccountAuthorizationDetails", "RoleDetailList", Filter=["Role"], MaxItems=1000)
    except PartError:
        return True
    trust = [json.dumps(role.get("AssumeRolePolicyDocument")) for role in roles]
    return any(word in one for one in trust for word in REPLICATES)


def _bucket(account: Account, bucket: dict[str, Any], by_account: dict[str, bool], replicates: bool) -> dict[str, Any]:
    name, region = bucket["Name"], bucket.get("BucketRegion") or account.home
    record: dict[str, Any] = {**bucket, "Region": region, "AccountPublicAccessBlock": by_account}
    for key, (operation, none) in DETAILS.items():
        record[key] = account.call("s3", operation, region, none=none, Bucket=name)
    record["ServerSideEncryptionConfiguration"] = (record["ServerSideEncryptionConfiguration"] or {}).get(
        "ServerSideEncryptionConfiguration"
    )
    record["LifecycleRules"] = (record["LifecycleRules"] or {}).get("Rules", [])
    # what keeps no versions cannot be replicated, and what the account blocks no bucket opens
    record["ReplicationPossible"] = replicates and (record["Versioning"] or {}).get("Status") == "Enabled"
    if record["ReplicationPossible"]:
        answer = account.call("s3", "GetBucketReplication", region, none=("ReplicationConfigurationNotFoundError",), Bucket=name)
        record["Replication"] = (answer or {}).get("ReplicationConfiguration")
    own: dict[str, bool] = {}
    if not all(by_account.get(one) for one in BLOCKS):
        answer = account.call("s3", "GetPublicAccessBlock", region, none=("NoSuchPublicAccessBlockConfiguration",), Bucket=name)
        own = (answer or {}).get("PublicAccessBlockConfiguration") or {}
        record["PublicAccessBlock"] = own
    if not _holds(own, by_account, "RestrictPublicBuckets"):
        answer = account.call("s3", "GetBucketPolicyStatus", region, none=("NoSuchBucketPolicy",), Bucket=name)
        record["PolicyIsPublic"] = bool(answer and answer["PolicyStatus"].get("IsPublic"))
    if not _holds(own, by_account, "IgnorePublicAcls"):
        record["Grants"] = account.call("s3", "GetBucketAcl", region, Bucket=name).get("Grants", [])
    return record


def _holds(own: dict[str, bool], by_account: dict[str, bool], block: str) -> bool:
    return bool(own.get(block) or by_account.get(block))


def _rotation(account: Account, region: str, key: dict[str, Any]) -> dict[str, Any]:
    metadata = account.call("kms", "DescribeKey", region, KeyId=key["KeyId"])["KeyMetadata"]
    found: dict[str, Any] = {"KeyMetadata": metadata}
    # keys of Amazon's own, asymmetric ones, imported material and foreign stores cannot rotate by themselves: nothing to ask
    if (
        metadata.get("KeyManager") == "CUSTOMER"
        and metadata.get("KeySpec", ROTATES) == ROTATES
        and metadata.get("KeyState") == "Enabled"
    ):
        found |= (
            account.call("kms", "GetKeyRotationStatus", region, none=("UnsupportedOperationException",), KeyId=key["KeyId"]) or {}
        )
    return found


def _keys(account: Account, region: str) -> list[dict[str, Any]]:
    names: dict[str, list[str]] = {}
    for alias in account.items("kms", "ListAliases", "Aliases", region):
        names.setdefault(alias.get("TargetKeyId", ""), []).append(alias["AliasName"])
    keys = account.items("kms", "ListKeys", "Keys", region)
    found = account.session.map(lambda key: _rotation(account, region, key), keys, THREADS)
    return [{**one, "Aliases": names.get(key["KeyId"], [])} for key, one in zip(keys, found, strict=True)]


def _tables(account: Account, region: str) -> list[dict[str, Any]]:
    def one(name: str) -> dict[str, Any]:
        table = account.call("dynamodb", "DescribeTable", region, TableName=name)["Table"]
        return {**table, **account.call("dynamodb", "DescribeContinuousBackups", region, TableName=name)}

    return account.session.map(one, account.items("dynamodb", "ListTables", "TableNames", region), THREADS)


def _snapshots(account: Account, region: str) -> list[dict[str, Any]]:
    """Snapshots of volumes, and which of them everybody may restore."""
    own = {"OwnerIds": ["self"], "MaxResults": 1000}
    found = account.items("ec2", "DescribeSnapshots", "Snapshots", region, **own)
    if all(one.get("Encrypted") for one in found):
        return found  # what is encrypted cannot be opened to everybody
    public = account.items("ec2", "DescribeSnapshots", "Snapshots", region, RestorableByUserIds=["all"], **own)
    open_to_all = {one["SnapshotId"] for one in public}
    return [{**one, "Public": one["SnapshotId"] in open_to_all} for one in found]


def _volumes(account: Account, region: str) -> list[dict[str, Any]]:
    volumes = account.items("ec2", "DescribeVolumes", "Volumes", region, MaxResults=500)
    default = account.call("ec2", "GetEbsEncryptionByDefault", region)["EbsEncryptionByDefault"] if volumes else None
    return [{**one, "EbsEncryptionByDefault": default} for one in volumes]


DATABASES = (
    Listing(label="instances", service="rds", operation="DescribeDBInstances", items="DBInstances", source="aws/rds_instances"),
    Listing(label="clusters", service="rds", operation="DescribeDBClusters", items="DBClusters", source="aws/rds_clusters"),
    Listing(label="snapshots", service="rds", operation="DescribeDBSnapshots", items="DBSnapshots", source="aws/rds_snapshots"),
    Listing(label="cluster-snapshots", service="rds", operation="DescribeDBClusterSnapshots", items="DBClusterSnapshots",
            source="aws/rds_cluster_snapshots"),
    Listing(label="tables", service="dynamodb", operation="DescribeTable", items="DynamoDBTables",
            source="aws/dynamodb_tables", whole=_tables),
)  # fmt: skip
VOLUMES = (
    Listing(label="volumes", service="ec2", operation="DescribeVolumes", items="Volumes", source="aws/ebs_volumes", whole=_volumes),
    Listing(label="snapshots", service="ec2", operation="DescribeSnapshots", items="Snapshots",
            source="aws/ebs_snapshots", whole=_snapshots),
    Listing(label="file-systems", service="efs", operation="DescribeFileSystems", items="FileSystems",
            source="aws/efs_file_systems"),
)  # fmt: skip
KEYS = (Listing(label="keys", service="kms", operation="DescribeKey", items="Keys", source="aws/kms_keys", whole=_keys),)
