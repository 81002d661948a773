"""What watches and protects: trails, logs, Config, GuardDuty, Security Hub, WAF, networks, load balancers; computers."""

from __future__ import annotations

from typing import Any

from .calls import Account
from .listing import Listing

CLOUDFRONT = "us-east-1"


def _trails(account: Account, region: str) -> list[dict[str, Any]]:
    trails = account.items("cloudtrail", "DescribeTrails", "trailList", region, includeShadowTrails=False)
    return [{**one, "Status": account.call("cloudtrail", "GetTrailStatus", region, Name=one["TrailARN"])} for one in trails]


def _recorders(account: Account, region: str) -> list[dict[str, Any]]:
    recorders = account.items("config", "DescribeConfigurationRecorders", "ConfigurationRecorders", region)
    states = (
        account.items("config", "DescribeConfigurationRecorderStatus", "ConfigurationRecordersStatus", region) if recorders else []
    )
    by_name = {one["name"]: one for one in states}
    return [{**one, "Status": by_name.get(one["name"])} for one in recorders]


def _detectors(account: Account, region: str) -> list[dict[str, Any]]:
    ids = account.items("guardduty", "ListDetectors", "DetectorIds", region)
    return [{"DetectorId": one, **account.call("guardduty", "GetDetector", region, DetectorId=one)} for one in ids]


def _web_acls(account: Account, region: str) -> list[dict[str, Any]]:
    found = []
    for scope in ("REGIONAL", "CLOUDFRONT") if region == CLOUDFRONT else ("REGIONAL",):
        for one in account.items("wafv2", "ListWebACLs", "WebACLs", region, Scope=scope):
            acl = account.call("wafv2", "GetWebACL", region, Name=one["Name"], Id=one["Id"], Scope=scope)["WebACL"]
            attached: list[str] = []
            if scope == "REGIONAL":
                attached = account.call("wafv2", "ListResourcesForWebACL", region, WebACLArn=one["ARN"]).get("ResourceArns", [])
            found.append({**acl, "Scope": scope, "ResourceArns": attached})
    return found


def _listeners(account: Account, region: str) -> list[dict[str, Any]]:
    """Listeners with their load balancer, the versions of TLS of their policy, and when their certificate ends."""
    balancers = account.items("elbv2", "DescribeLoadBalancers", "LoadBalancers", region)
    if not balancers:
        return []
    policies = {one["Name"]: one for one in account.items("elbv2", "DescribeSSLPolicies", "SslPolicies", region)}
    ends = _certificates(account, region)
    return [
        {
            **listener, "LoadBalancer": balancer,
            "SslProtocols": policies.get(listener.get("SslPolicy", ""), {}).get("SslProtocols"),
            "Ciphers": [one["Name"] for one in policies.get(listener.get("SslPolicy", ""), {}).get("Ciphers", [])],
            "CertificateDetails": [ends.get(one.get("CertificateArn", "")) for one in listener.get("Certificates", [])],
        }
        for balancer in balancers
        for listener in account.items(
            "elbv2", "DescribeListeners", "Listeners", region, LoadBalancerArn=balancer["LoadBalancerArn"]
        )
    ]  # fmt: skip


def _certificates(account: Account, region: str) -> dict[str, dict[str, Any]]:
    """Certificates by ARN; the list says when they end where the service is new enough, else each is asked."""
    found = {}
    for one in account.items("acm", "ListCertificates", "CertificateSummaryList", region):
        arn = one["CertificateArn"]
        found[arn] = (
            one if "NotAfter" in one else account.call("acm", "DescribeCertificate", region, CertificateArn=arn)["Certificate"]
        )
    return found


def _instances(account: Account, region: str) -> list[dict[str, Any]]:
    groups = account.items("ec2", "DescribeInstances", "Reservations", region, MaxResults=1000)
    return [instance for group in groups for instance in group["Instances"]]


def _clusters(account: Account, region: str) -> list[dict[str, Any]]:
    arns = account.items("ecs", "ListClusters", "clusterArns", region)
    return [
        cluster
        for first in range(0, len(arns), 100)
        for cluster in account.call("ecs", "DescribeClusters", region, clusters=arns[first : first + 100], include=["TAGS"])[
            "clusters"
        ]
    ]


TRAILS = (
    Listing(label="trails", service="cloudtrail", operation="DescribeTrails", items="Trails",
            source="aws/cloudtrail_trails", whole=_trails),
)  # fmt: skip
LOGS = (Listing(label="groups", service="logs", operation="DescribeLogGroups", items="logGroups", source="aws/log_groups"),)
WATCH = (
    Listing(label="config", service="config", operation="DescribeConfigurationRecorders", items="ConfigurationRecorders",
            source="aws/config_recorders", whole=_recorders),
    Listing(label="guardduty", service="guardduty", operation="GetDetector", items="Detectors", source="aws/guardduty_detectors",
            whole=_detectors),
    Listing(label="securityhub", service="securityhub", operation="DescribeHub", items="Hub", source="aws/security_hubs",
            none=("InvalidAccessException", "ResourceNotFoundException")),
    Listing(label="waf", service="wafv2", operation="GetWebACL", items="WebACLs", source="aws/web_acls", whole=_web_acls),
)  # fmt: skip
NETWORK = (
    Listing(label="security-groups", service="ec2", operation="DescribeSecurityGroups", items="SecurityGroups",
            source="aws/security_groups", params={"MaxResults": 1000}),
    Listing(label="vpcs", service="ec2", operation="DescribeVpcs", items="Vpcs", source="aws/vpcs"),
    Listing(label="flow-logs", service="ec2", operation="DescribeFlowLogs", items="FlowLogs", source="aws/flow_logs"),
)  # fmt: skip
BALANCERS = (
    Listing(label="listeners", service="elbv2", operation="DescribeListeners", items="Listeners",
            source="aws/load_balancer_listeners",
            whole=_listeners),
)  # fmt: skip
COMPUTERS = (
    Listing(label="instances", service="ec2", operation="DescribeInstances", items="Instances", source="aws/ec2_instances",
            whole=_instances),
    Listing(label="functions", service="lambda", operation="ListFunctions", items="Functions", source="aws/lambda_functions"),
    Listing(label="clusters", service="ecs", operation="DescribeClusters", items="clusters",
            source="aws/ecs_clusters", whole=_clusters),
)  # fmt: skip
