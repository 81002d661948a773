"""The tables of CloudQuery's sources that are asked for, with the columns that are read, as its documentation published them.

A table under `JOINED` is asked for with another one, into whose records its rows go.
"""

from __future__ import annotations

from ..postgres.tabular import Wanted


def _wanted(table: str, columns: str, needed: str) -> Wanted:
    return Wanted(table=table, columns=tuple(columns.split()), needed=tuple(needed.split()))


TABLES: dict[str, tuple[Wanted, ...]] = {
    "aws_iam": (
        _wanted(
            "aws_iam_users",
            "account_id arn create_date user_name password_last_used",
            "arn user_name",
        ),
        _wanted(
            "aws_iam_password_policies",
            "account_id minimum_password_length max_password_age password_reuse_prevention "
            "require_lowercase_characters require_numbers require_symbols require_uppercase_characters policy_exists",
            "minimum_password_length password_reuse_prevention require_symbols policy_exists",
        ),
    ),
    "aws_data": (
        _wanted(
            "aws_s3_buckets",
            "account_id arn name region policy_status tags",
            "arn name region policy_status",
        ),
        _wanted(
            "aws_rds_instances",
            "account_id region arn db_instance_identifier engine storage_encrypted kms_key_id publicly_accessible "
            "multi_az backup_retention_period deletion_protection tags dbi_resource_id",
            "arn db_instance_identifier engine storage_encrypted multi_az dbi_resource_id",
        ),
        _wanted(
            "aws_ec2_ebs_volumes",
            "account_id region arn volume_id volume_type encrypted kms_key_id state multi_attach_enabled tags",
            "arn volume_id volume_type encrypted multi_attach_enabled",
        ),
        _wanted(
            "aws_kms_keys",
            "account_id region arn key_id rotation_enabled creation_date key_manager key_spec key_state origin "
            "description",
            "arn key_id rotation_enabled key_manager key_state",
        ),
    ),
    "aws_watch": (
        _wanted(
            "aws_cloudtrail_trails",
            "account_id region arn name status home_region include_global_service_events is_multi_region_trail "
            "log_file_validation_enabled s3_bucket_name",
            "arn name status is_multi_region_trail log_file_validation_enabled",
        ),
        _wanted(
            "aws_guardduty_detectors",
            "request_account_id request_region arn id status created_at finding_publishing_frequency",
            "arn id status finding_publishing_frequency request_account_id",
        ),
        _wanted(
            "aws_ec2_security_groups",
            "account_id region arn group_id group_name description ip_permissions ip_permissions_egress vpc_id tags",
            "group_id group_name ip_permissions ip_permissions_egress",
        ),
        _wanted(
            "aws_elbv2_listeners",
            "account_id region listener_arn load_balancer_arn port protocol ssl_policy",
            "listener_arn load_balancer_arn port protocol ssl_policy",
        ),
    ),
    "aws_backup": (
        _wanted(
            "aws_backup_jobs",
            "account_id region backup_job_id backup_size_in_bytes backup_type completion_date creation_date "
            "resource_arn state",
            "backup_job_id resource_arn state creation_date",
        ),
    ),
    "aws_securityhub": (
        _wanted(
            "aws_securityhub_findings",
            "aws_account_id generator_id id product_name resources title updated_at compliance record_state severity "
            "workflow",
            "aws_account_id generator_id resources compliance record_state",
        ),
    ),
    "github": (
        _wanted(
            "github_organization_members",
            "org membership login email type role_name two_factor_authentication",
            "org login membership two_factor_authentication",
        ),
        _wanted(
            "github_repositories",
            "org id full_name default_branch archived visibility private topics custom_properties created_at",
            "org full_name default_branch archived private",
        ),
        _wanted(
            "github_repository_branches",
            "org repository_id name protected protection",
            "repository_id name protected protection",
        ),
    ),
    "okta": (
        _wanted(
            "okta_users",
            "id created last_login profile status status_changed transitioning_to_status",
            "id status profile status_changed transitioning_to_status",
        ),
    ),
}  # fmt: skip
JOINED = (
    _wanted(
        "aws_iam_credential_reports",
        "user arn user_creation_time password_enabled password_last_used mfa_active access_key1_active "
        "access_key_1_last_rotated access_key_1_last_used_date access_key2_active access_key_2_last_rotated "
        "access_key_2_last_used_date",
        "user arn password_enabled mfa_active access_key1_active",
    ),
    _wanted(
        "aws_iam_mfa_devices",
        "account_id serial_number enable_date user_name",
        "account_id serial_number user_name",
    ),
    _wanted(
        "aws_s3_bucket_encryption_rules",
        "bucket_arn apply_server_side_encryption_by_default",
        "bucket_arn apply_server_side_encryption_by_default",
    ),
    _wanted(
        "aws_s3_bucket_public_access_blocks",
        "bucket_arn public_access_block_configuration",
        "bucket_arn public_access_block_configuration",
    ),
    _wanted(
        "aws_s3_bucket_versionings",
        "bucket_arn status",
        "bucket_arn status",
    ),
)  # fmt: skip
