"""The operations that the collector may send, and nothing else; the policy of `credentials.md` grants these."""

from __future__ import annotations

OPERATIONS: dict[str, tuple[str, ...]] = {
    "sts": ("GetCallerIdentity", "AssumeRole"),
    "organizations": ("DescribeOrganization", "ListAccounts"),
    "ec2": (
        "DescribeRegions", "DescribeVolumes", "DescribeSnapshots", "GetEbsEncryptionByDefault", "DescribeSecurityGroups",
        "DescribeVpcs", "DescribeSubnets", "DescribeFlowLogs", "DescribeInstances", "DescribeNetworkInterfaces",
    ),
    "iam": (
        "ListAccountAliases", "GetAccountSummary", "GetAccountAuthorizationDetails", "GenerateCredentialReport",
        "GetCredentialReport", "ListVirtualMFADevices", "ListMFADevices", "GetMFADevice", "GetAccountPasswordPolicy",
        "SimulatePrincipalPolicy",
    ),
    "sso-admin": ("ListInstances",),
    "identitystore": ("ListUsers",),
    "s3": (
        "ListBuckets", "GetBucketLocation", "GetBucketEncryption", "GetPublicAccessBlock", "GetBucketPolicyStatus", "GetBucketAcl",
        "GetBucketVersioning", "GetBucketLifecycleConfiguration", "GetBucketReplication", "HeadBucket",
    ),
    "s3control": ("GetPublicAccessBlock",),
    "resourcegroupstaggingapi": ("GetResources",),
    "rds": ("DescribeDBInstances", "DescribeDBClusters", "DescribeDBSnapshots", "DescribeDBClusterSnapshots"),
    "dynamodb": ("ListTables", "DescribeTable", "DescribeContinuousBackups"),
    "efs": ("DescribeFileSystems",),
    "kms": ("ListKeys", "DescribeKey", "GetKeyRotationStatus", "ListAliases"),
    "cloudtrail": ("DescribeTrails", "GetTrailStatus"),
    "logs": ("DescribeLogGroups",),
    "config": ("DescribeConfigurationRecorders", "DescribeConfigurationRecorderStatus"),
    "guardduty": ("ListDetectors", "GetDetector"),
    "securityhub": ("DescribeHub",),
    "wafv2": ("ListWebACLs", "GetWebACL", "ListResourcesForWebACL"),
    "elbv2": ("DescribeLoadBalancers", "DescribeListeners", "DescribeSSLPolicies"),
    "elb": ("DescribeLoadBalancers",),
    "acm": ("ListCertificates", "DescribeCertificate"),
    "backup": (
        "ListBackupPlans", "GetBackupPlan", "ListBackupSelections", "GetBackupSelection", "DescribeRegionSettings",
        "ListBackupVaults", "ListBackupJobs", "ListCopyJobs", "ListRecoveryPointsByBackupVault", "ListRestoreJobs",
        "ListRestoreTestingPlans", "ListRestoreTestingSelections", "GetRestoreTestingSelection",
    ),
    "lambda": ("ListFunctions",),
    "ecs": ("ListClusters", "DescribeClusters"),
}  # fmt: skip
# how the standard chain comes by credentials for federated and single sign-on identities
CREDENTIALS = frozenset({"sts:AssumeRoleWithWebIdentity", "sso:GetRoleCredentials", "sso-oidc:CreateToken"})
READS = frozenset(f"{service}:{operation}" for service, operations in OPERATIONS.items() for operation in operations)
ALLOWED = READS | CREDENTIALS

# what IAM calls an operation where it does not call it by its own name
ACTIONS = {
    "s3:ListBuckets": "s3:ListAllMyBuckets",
    "s3:HeadBucket": "s3:ListBucket",
    "s3:GetBucketEncryption": "s3:GetEncryptionConfiguration",
    "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
    "s3:GetBucketLifecycleConfiguration": "s3:GetLifecycleConfiguration",
    "s3:GetBucketReplication": "s3:GetReplicationConfiguration",
    "s3control:GetPublicAccessBlock": "s3:GetAccountPublicAccessBlock",
    "resourcegroupstaggingapi:GetResources": "tag:GetResources",
}
PREFIXES = {
    "sso-admin": "sso", "efs": "elasticfilesystem", "elbv2": "elasticloadbalancing", "elb": "elasticloadbalancing",
}  # fmt: skip


def actions() -> list[str]:
    """What IAM has to grant for the operations, sorted."""
    granted = set()
    for name in READS:
        service, _, operation = name.partition(":")
        granted.add(ACTIONS.get(name, f"{PREFIXES.get(service, service)}:{operation}"))
    return sorted(granted - {"sts:GetCallerIdentity", "sts:AssumeRole"})
