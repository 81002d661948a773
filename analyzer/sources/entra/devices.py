"""Devices that Intune manages."""

from __future__ import annotations

from analyzer.collect import Part, Session, Target, odata_pages

from .calls import V1

DEVICES = f"{V1}/deviceManagement/managedDevices"
FIELDS = (
    "id", "deviceName", "managedDeviceOwnerType", "enrolledDateTime", "lastSyncDateTime", "operatingSystem", "osVersion",
    "complianceState", "jailBroken", "managementAgent", "deviceEnrollmentType", "emailAddress", "azureADDeviceId",
    "userPrincipalName", "userDisplayName", "userId", "model", "manufacturer", "serialNumber", "isSupervised", "isEncrypted",
    "complianceGracePeriodExpirationDateTime", "androidSecurityPatchLevel", "deviceRegistrationState",
    "partnerReportedThreatState", "managementState",
)  # fmt: skip


def collect_devices(session: Session, target: Target, part: Part) -> None:
    """Every managed device."""
    params = {"$select": ",".join(FIELDS)}
    with session.stream(target, part, call=f"GET {DEVICES}", source="entra/managed_devices", parameters=params) as stream:
        for page in odata_pages(session.http, DEVICES, params, resume=stream):
            page.into(stream)
