"""The tables of Steampipe's plugins that are asked for, with the columns that the sources read, as the plugins publish them."""

from __future__ import annotations

from ..postgres.tabular import Wanted

REPOSITORY = ("repository_full_name", "repository")


def _wanted(table: str, columns: str, needed: str, by: tuple[str, str] | None = None) -> Wanted:
    return Wanted(table=table, columns=tuple(columns.split()), needed=tuple(needed.split()), by=by)


TABLES: dict[str, tuple[Wanted, ...]] = {
    "aws_iam": (
        _wanted(
            "aws_iam_user",
            "name user_id arn create_date password_last_used mfa_enabled login_profile mfa_devices groups "
            "inline_policies attached_policy_arns account_id",
            "arn user_id mfa_enabled login_profile mfa_devices attached_policy_arns",
        ),
        _wanted(
            "aws_iam_credential_report",
            "user_name user_arn user_creation_time access_key_1_active access_key_1_last_rotated "
            "access_key_1_last_used_date access_key_2_active access_key_2_last_rotated access_key_2_last_used_date "
            "mfa_active password_enabled password_last_used account_id",
            "user_name user_arn mfa_active access_key_1_active password_enabled",
        ),
        _wanted(
            "aws_iam_account_password_policy",
            "minimum_password_length max_password_age password_reuse_prevention require_lowercase_characters "
            "require_numbers require_symbols require_uppercase_characters account_id",
            "minimum_password_length password_reuse_prevention require_symbols",
        ),
    ),
    "aws_data": (
        _wanted(
            "aws_s3_bucket",
            "name arn creation_date bucket_policy_is_public versioning_enabled block_public_acls block_public_policy "
            "ignore_public_acls restrict_public_buckets server_side_encryption_configuration acl lifecycle_rules "
            "logging tags region account_id",
            "name arn bucket_policy_is_public versioning_enabled server_side_encryption_configuration block_public_acls",
        ),
        _wanted(
            "aws_rds_db_instance",
            "db_instance_identifier arn engine engine_version storage_encrypted kms_key_id publicly_accessible "
            "multi_az backup_retention_period deletion_protection tags region account_id",
            "db_instance_identifier arn storage_encrypted multi_az",
        ),
        _wanted(
            "aws_ebs_volume",
            "volume_id arn volume_type state availability_zone encrypted kms_key_id tags region account_id",
            "volume_id arn volume_type encrypted",
        ),
        _wanted(
            "aws_kms_key",
            "id arn key_manager creation_date enabled customer_master_key_spec key_state origin aliases "
            "key_rotation_enabled region account_id",
            "id arn key_manager key_rotation_enabled key_state",
        ),
    ),
    "aws_watch": (
        _wanted(
            "aws_cloudtrail_trail",
            "name arn home_region is_multi_region_trail log_file_validation_enabled is_logging "
            "include_global_service_events s3_bucket_name latest_delivery_time start_logging_time region account_id",
            "arn is_logging is_multi_region_trail log_file_validation_enabled home_region",
        ),
        _wanted(
            "aws_guardduty_detector",
            "detector_id arn status created_at finding_publishing_frequency region account_id",
            "detector_id arn finding_publishing_frequency",
        ),
        _wanted(
            "aws_vpc_security_group_rule",
            "security_group_rule_id group_id is_egress description ip_protocol from_port to_port cidr_ipv4 cidr_ipv6 "
            "referenced_group_id prefix_list_id region account_id",
            "security_group_rule_id group_id is_egress ip_protocol",
        ),
        _wanted(
            "aws_ec2_load_balancer_listener",
            "arn load_balancer_arn port protocol ssl_policy region account_id",
            "arn load_balancer_arn port protocol ssl_policy",
        ),
    ),
    "aws_backup": (
        _wanted(
            "aws_backup_job",
            "job_id recovery_point_arn backup_vault_arn resource_type resource_arn status backup_size backup_type "
            "completion_date creation_date region account_id",
            "job_id backup_vault_arn resource_arn status creation_date",
        ),
    ),
    "aws_securityhub": (
        _wanted(
            "aws_securityhub_finding",
            "id arn company_name created_at compliance_status updated_at generator_id product_name record_state "
            "workflow_status compliance resources severity title source_account_id",
            "id compliance_status generator_id record_state workflow_status resources",
        ),
    ),
    "github": (
        _wanted(
            "github_organization_member",
            "organization login email role has_two_factor_enabled created_at",
            "organization login role has_two_factor_enabled", ("organization", "organization"),
        ),
        _wanted(
            "github_repository",
            "full_name name_with_owner default_branch_ref is_archived visibility is_private topics custom_properties "
            "created_at",
            "name_with_owner default_branch_ref is_archived visibility", ("full_name", "repository"),
        ),
        _wanted(
            "github_branch_protection",
            "repository_full_name pattern is_admin_enforced dismisses_stale_reviews require_last_push_approval "
            "requires_approving_reviews required_approving_review_count requires_code_owner_reviews "
            "requires_status_checks required_status_checks bypass_pull_request_allowance_apps "
            "bypass_pull_request_allowance_teams bypass_pull_request_allowance_users",
            "repository_full_name pattern is_admin_enforced required_approving_review_count", REPOSITORY,
        ),
        _wanted(
            "github_pull_request",
            "repository_full_name number title url author base_ref_name created_at merged_at merged_by merge_commit",
            "repository_full_name number base_ref_name merged_at merged_by", REPOSITORY,
        ),
        _wanted(
            "github_pull_request_review",
            "repository_full_name number author_login state submitted_at",
            "repository_full_name number author_login state submitted_at", REPOSITORY,
        ),
    ),
    "okta": (
        _wanted(
            "okta_user",
            "id login email created last_login status status_changed profile",
            "id login status status_changed profile",
        ),
        _wanted(
            "okta_factor",
            "id user_id user_name factor_type created last_updated provider status profile",
            "id user_id factor_type provider status",
        ),
    ),
    "entra": (
        _wanted(
            "azuread_user",
            "id display_name user_principal_name account_enabled user_type mail created_date_time sign_in_activity",
            "id user_principal_name account_enabled display_name user_type",
        ),
        _wanted(
            "azuread_user_registration_details_report",
            "id user_principal_name is_admin is_mfa_registered methods_registered",
            "id user_principal_name is_mfa_registered methods_registered",
        ),
    ),
    "google": (
        _wanted(
            "googledirectory_user",
            "id primary_email full_name is_admin is_delegated_admin suspended archived creation_time last_login_time "
            "is_enrolled_in_2sv is_enforced_in_2sv",
            "id primary_email is_enrolled_in_2sv suspended",
        ),
    ),
}  # fmt: skip
