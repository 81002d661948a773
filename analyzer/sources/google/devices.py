"""Devices that Google manages: mobile ones, and those with ChromeOS."""

from __future__ import annotations

from analyzer.collect import Part, Session, Target, token_pages

from .calls import CHROME, MOBILE

MOBILE_FIELDS = (
    "nextPageToken,mobiledevices(resourceId,deviceId,serialNumber,name,email,model,manufacturer,os,type,status,encryptionStatus,"
    "devicePasswordStatus,deviceCompromisedStatus,firstSync,lastSync,securityPatchLevel,managedAccountIsOnOwnerProfile)"
)
CHROME_FIELDS = (
    "nextPageToken,chromeosdevices(deviceId,serialNumber,status,lastSync,annotatedUser,annotatedAssetId,recentUsers,osVersion,model,"
    "orgUnitPath,firstEnrollmentTime,lastEnrollmentTime,autoUpdateThrough,supportEndDate,bootMode)"
)


def collect_mobile(session: Session, target: Target, part: Part) -> None:
    """Every mobile device."""
    _collect(session, target, part, MOBILE, {"maxResults": 100, "projection": "FULL", "fields": MOBILE_FIELDS}, "mobiledevices")


def collect_chrome(session: Session, target: Target, part: Part) -> None:
    """Every device with ChromeOS."""
    _collect(session, target, part, CHROME, {"maxResults": 300, "projection": "FULL", "fields": CHROME_FIELDS}, "chromeosdevices")


def _collect(session: Session, target: Target, part: Part, path: str, params: dict[str, str | int], items: str) -> None:
    source = "google/mobile_devices" if items == "mobiledevices" else "google/chromeos_devices"
    with session.stream(target, part, call=f"GET {path}", source=source, parameters=params) as stream:
        for page in token_pages(session.http, path, params, items=items, resume=stream):
            page.into(stream)
