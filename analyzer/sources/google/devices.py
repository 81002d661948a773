"""Devices that Google manages: mobile ones, and those with ChromeOS."""

from __future__ import annotations

from analyzer.collect import Part, Session, Target, token_pages

from .calls import CHROME, MOBILE, pages_of

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
    _collect(session, target, part, MOBILE, {"projection": "FULL", "fields": MOBILE_FIELDS}, 100)


def collect_chrome(session: Session, target: Target, part: Part) -> None:
    """Every device with ChromeOS."""
    _collect(session, target, part, CHROME, {"projection": "FULL", "fields": CHROME_FIELDS}, 300)


def _collect(session: Session, target: Target, part: Part, path: str, params: dict[str, str], size: int) -> None:
    items, source = ("mobiledevices", "google/mobile_devices") if path == MOBILE else ("chromeosdevices", "google/chromeos_devices")
    with session.stream(target, part, call=f"GET {path}", source=source, parameters=params) as stream:
        for page in token_pages(session.http, path, {**params, **pages_of(size)}, items=items, resume=stream):
            page.into(stream)
