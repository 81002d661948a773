"""An account of AWS in a moto server, over HTTP as against Amazon's, with drifts planted at known places."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import boto3
from botocore.config import Config

from analyzer.sources.aws.calls import client_of

REGION = "us-east-1"
ACCOUNT = "123456789012"
KEYS = {"AWS_ACCESS_KEY_ID": "AKIAFAKEFAKEFAKEFAKE", "AWS_SECRET_ACCESS_KEY": "canary/secret+of+the+collector01"}
SERVE = """
import os, sys
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
server.start()
print("port", server.get_host_and_port()[1], flush=True)
sys.stdin.read()
server.stop()
"""


@contextmanager
def moto_server() -> Iterator[str]:
    """A moto server in a process of its own; its address."""
    command = [sys.executable, "-W", "ignore", "-c", SERVE]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        port = next(line.split()[1] for line in server.stdout or () if line.startswith("port "))
        url = f"http://127.0.0.1:{port}"
        for _ in range(100):
            try:
                urlopen(f"{url}/moto-api/", timeout=5).close()
                break
            except URLError:
                time.sleep(0.1)
        try:
            yield url
        finally:
            if server.stdin:
                server.stdin.close()
            server.wait(20)


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much of each kind an account has."""

    users: int = 12
    buckets: int = 6
    databases: int = 4
    keys: int = 4
    volumes: int = 4


class Account:
    """Seeds an account; `client` is for the tests to change something live."""

    def __init__(self, url: str, size: Size) -> None:
        self.url, self.size = url, size
        self.session = boto3.Session(
            aws_access_key_id=KEYS["AWS_ACCESS_KEY_ID"], aws_secret_access_key=KEYS["AWS_SECRET_ACCESS_KEY"], region_name=REGION
        )
        self.clients: dict[str, Any] = {}

    def client(self, service: str) -> Any:
        """A client that may write."""
        if service not in self.clients:
            config = Config(max_pool_connections=4, s3={"addressing_style": "path"})
            self.clients[service] = self.session.client(service, endpoint_url=self.url, config=config)
        return self.clients[service]

    def close(self) -> None:
        """Close the connections."""
        for client in self.clients.values():
            client.close()

    def seed(self) -> None:
        """Fill the account: of five users two have virtual devices, one a token, one a key, and every other fifth one SMS."""
        iam = self.client("iam")
        iam.create_account_alias(AccountAlias="acme-production")
        iam.create_group(GroupName="admins")
        document = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
        arn = iam.create_policy(PolicyName="everything", PolicyDocument=document)["Policy"]["Arn"]
        iam.attach_group_policy(GroupName="admins", PolicyArn=arn)
        for service in ("s3", "rds", "kms", "ec2", "elbv2", "acm"):
            self.client(service)
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(self.user, range(self.size.users)))
            list(pool.map(self.bucket, range(self.size.buckets)))
            list(pool.map(self.database, range(self.size.databases)))
            list(pool.map(self.key, range(self.size.keys)))
            list(pool.map(self.volume, range(self.size.volumes)))
        iam.update_account_password_policy(
            MinimumPasswordLength=14, RequireSymbols=True, RequireNumbers=True, RequireUppercaseCharacters=True,
            RequireLowercaseCharacters=True, MaxPasswordAge=90, PasswordReusePrevention=24,
        )  # fmt: skip
        self.rest()

    def user(self, number: int) -> None:
        """One user: every second has a password, every third a key, every seventh is an administrator by a group."""
        iam, name = self.client("iam"), f"person{number:04d}@acme.example"
        iam.create_user(UserName=name)
        if number % 2 == 0:
            iam.create_login_profile(UserName=name, Password="Invented-Pass-01!")
        if number % 3 == 0:
            iam.create_access_key(UserName=name)
        if number % 7 == 0:
            iam.add_user_to_group(GroupName="admins", UserName=name)
        serial = {
            2: f"GAHT{number:08d}", 3: f"arn:aws:iam::{ACCOUNT}:u2f/user/{name}/key-{number}",
            4: None if number % 2 else f"arn:aws:iam::{ACCOUNT}:sms-mfa/{name}",
        }.get(number % 5, "virtual")  # fmt: skip
        if serial == "virtual":
            serial = iam.create_virtual_mfa_device(VirtualMFADeviceName=f"device{number}")["VirtualMFADevice"]["SerialNumber"]
        if serial:
            iam.enable_mfa_device(UserName=name, SerialNumber=serial, AuthenticationCode1="123456", AuthenticationCode2="654321")

    def bucket(self, number: int) -> None:
        """One bucket: every fourth encrypted by a key of the customer; every second closed; every third without versions."""
        s3, name = self.client("s3"), f"acme-bucket-{number:04d}"
        s3.create_bucket(Bucket=name)
        if number % 4 == 1:
            rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "alias/acme"}}
            s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": [rule]})
        if number % 4 == 2:
            rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
            s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": [rule]})
        if number % 2:
            blocks = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)
            s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=blocks)
        if number % 3:
            s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        if number == 0:
            s3.put_bucket_acl(Bucket=name, ACL="public-read")
            s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": [{"Key": "env", "Value": "prod"}]})
            rule = {"ID": "old", "Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 400}}
            s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={"Rules": [rule]})

    def block(self) -> None:
        """Block public access to every bucket, for the account as a whole."""
        control = client_of(self.session, "s3control", REGION, self.url)
        blocks = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)
        control.put_public_access_block(AccountId=ACCOUNT, PublicAccessBlockConfiguration=blocks)
        control.close()

    def unblock(self) -> None:
        """Leave it to each bucket again."""
        control = client_of(self.session, "s3control", REGION, self.url)
        control.delete_public_access_block(AccountId=ACCOUNT)
        control.close()

    def database(self, number: int) -> None:
        """One database: every fifth is not encrypted, every third keeps no backups."""
        self.client("rds").create_db_instance(
            DBInstanceIdentifier=f"db{number}", DBInstanceClass="db.m5.large", Engine="postgres", AllocatedStorage=20,
            MasterUsername="invented", MasterUserPassword="canary-of-the-database", MultiAZ=number % 2 == 0,
            StorageEncrypted=number % 5 != 0, BackupRetentionPeriod=(0, 7, 35)[number % 3],
            Tags=[{"Key": "env", "Value": "prod"}],
        )  # fmt: skip

    def key(self, number: int) -> None:
        """One key: every third does not rotate."""
        kms = self.client("kms")
        key = kms.create_key(Description=f"key {number}")["KeyMetadata"]["KeyId"]
        if number % 3:
            kms.enable_key_rotation(KeyId=key)

    def volume(self, number: int) -> None:
        """One volume: every tenth is not encrypted."""
        self.client("ec2").create_volume(AvailabilityZone=f"{REGION}a", Size=8, Encrypted=number % 10 != 0)

    def rest(self) -> None:
        """One of everything else."""
        ec2, elb = self.client("ec2"), self.client("elbv2")
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        places = ((f"10.0.{i}.0/24", f"{REGION}{'ab'[i]}") for i in range(2))
        nets = [ec2.create_subnet(VpcId=vpc, CidrBlock=cidr, AvailabilityZone=zone)["Subnet"]["SubnetId"] for cidr, zone in places]
        group = ec2.create_security_group(GroupName="bastion", Description="bastion", VpcId=vpc)["GroupId"]
        ssh = {
            "IpProtocol": "tcp",
            "FromPort": 22,
            "ToPort": 22,
            "IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": "everywhere"}],
        }
        ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[ssh])
        volume = ec2.describe_volumes()["Volumes"][0]["VolumeId"]
        ec2.create_snapshot(VolumeId=volume)
        self.client("rds").create_db_snapshot(DBInstanceIdentifier="db1", DBSnapshotIdentifier="db1-manual")
        self.client("s3").create_bucket(Bucket="acme-trail")
        trail = self.client("cloudtrail")
        trail.create_trail(Name="organisation", S3BucketName="acme-trail", IsMultiRegionTrail=True, EnableLogFileValidation=True)
        trail.start_logging(Name="organisation")
        self.client("logs").create_log_group(logGroupName="/acme/api")
        self.client("logs").put_retention_policy(logGroupName="/acme/api", retentionInDays=365)
        self.client("guardduty").create_detector(Enable=True, FindingPublishingFrequency="FIFTEEN_MINUTES")
        self.client("securityhub").enable_security_hub()
        self.client("config").put_configuration_recorder(
            ConfigurationRecorder={
                "name": "default", "roleARN": f"arn:aws:iam::{ACCOUNT}:role/config",
                "recordingGroup": {"allSupported": True, "includeGlobalResourceTypes": True},
            }
        )  # fmt: skip
        certificate = self.client("acm").request_certificate(DomainName="api.acme.example", ValidationMethod="DNS")[
            "CertificateArn"
        ]
        balancer = elb.create_load_balancer(Name="api", Subnets=nets, SecurityGroups=[group])["LoadBalancers"][0]["LoadBalancerArn"]
        for port, policy in ((443, "ELBSecurityPolicy-TLS13-1-2-2021-06"), (8443, "ELBSecurityPolicy-2016-08")):
            target = elb.create_target_group(Name=f"api-{port}", Protocol="HTTP", Port=80, VpcId=vpc)["TargetGroups"][0]
            elb.create_listener(
                LoadBalancerArn=balancer, Protocol="HTTPS", Port=port, SslPolicy=policy,
                Certificates=[{"CertificateArn": certificate}],
                DefaultActions=[{"Type": "forward", "TargetGroupArn": target["TargetGroupArn"]}],
            )  # fmt: skip
        self.client("dynamodb").create_table(
            TableName="sessions", KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}], BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        )  # fmt: skip
        self.client("efs").create_file_system(CreationToken="shared", Encrypted=True)
        self.rare(vpc)

    def rare(self, vpc: str) -> None:
        """One of what few accounts have."""
        rds, ec2 = self.client("rds"), self.client("ec2")
        rds.create_db_cluster(
            DBClusterIdentifier="ledger", Engine="aurora-postgresql", MasterUsername="invented", StorageEncrypted=True,
            MasterUserPassword="canary-of-the-database", Tags=[{"Key": "env", "Value": "prod"}],
        )  # fmt: skip
        rds.create_db_cluster_snapshot(DBClusterSnapshotIdentifier="ledger-manual", DBClusterIdentifier="ledger")
        image = ec2.describe_images()["Images"][0]["ImageId"]
        tags = [{"ResourceType": "instance", "Tags": [{"Key": "Environment", "Value": "production"}]}]
        ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1, InstanceType="t3.micro", TagSpecifications=tags)
        ec2.create_flow_logs(
            ResourceIds=[vpc],
            ResourceType="VPC",
            TrafficType="ALL",
            LogDestinationType="s3",
            LogDestination="arn:aws:s3:::acme-trail",
        )
        self.client("ecs").create_cluster(clusterName="api", tags=[{"key": "env", "value": "prod"}])
        who = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
        trust = json.dumps({"Version": "2012-10-17", "Statement": [who]})
        role = self.client("iam").create_role(RoleName="mailer", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as code:
            code.writestr("main.py", "def run(event, context):\n    return 1\n")
        self.client("lambda").create_function(
            FunctionName="mailer", Runtime="python3.12", Role=role, Handler="main.run", Code={"ZipFile": archive.getvalue()},
            Environment={"Variables": {"SMTP_PASSWORD": "canary-of-the-function"}},
        )  # fmt: skip


def environment(url: str) -> dict[str, str]:
    """The variables under which the collector finds the server and its credentials, and nothing of this machine's own."""
    usual = {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull, "AWS_EC2_METADATA_DISABLED": "true"}
    return {**KEYS, **usual, "AWS_DEFAULT_REGION": REGION, "AWS_ENDPOINT_URL": url}
