"""Vendors with their assurance reports, and the vulnerability findings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from .output import END, START, moment, seeded, spaced, write_csv

VENDORS = (
    ("V-01", "Amazon Web Services", "Cloud hosting", "critical", "customer data", True, "tgrunwald"),
    ("V-02", "Okta", "Identity provider", "critical", "employee data", True, "adrummond"),
    ("V-03", "Snowflake", "Reporting warehouse", "critical", "customer data", True, "soyelade"),
    ("V-04", "Parseline OCR", "Text recognition of invoices", "critical", "customer data", True, "tgrunwald"),
    ("V-05", "Quillmail", "Delivery of e-mail notifications", "critical", "customer data", True, "soyelade"),
    ("V-06", "GitHub", "Source code hosting", "high", "source code", False, "tgrunwald"),
    ("V-07", "Datadog", "Monitoring", "high", "log data", False, "soyelade"),
    ("V-08", "BambooHR", "HR records", "medium", "employee data", False, "fadeyemi"),
    ("V-09", "Brightpath Learning", "Training platform", "low", "employee data", False, "fadeyemi"),
    ("V-10", "Harbor & Pine", "Office lease and cleaning", "low", "none", False, "dkovacs"),
    ("V-11", "Tallyho Events", "Conferences", "low", "none", False, "dkovacs"),
)
REPORTS = (
    ("V-01", "SOC 2 Type 2", "2024-10-01", "2025-09-30", "2025-11-14", "unqualified", ""),
    ("V-01", "SOC 2 Type 2", "2025-10-01", "2026-03-31", "2026-05-15", "unqualified", ""),
    ("V-02", "SOC 2 Type 2", "2024-11-01", "2025-10-31", "2025-12-19", "unqualified", ""),
    ("V-03", "SOC 2 Type 2", "2024-11-01", "2025-10-31", "2025-12-22", "unqualified", ""),
    ("V-04", "SOC 2 Type 2", "2024-04-01", "2025-03-31", "2025-06-02", "unqualified", ""),
    ("V-05", "SOC 2 Type 2", "2024-07-01", "2025-06-30", "2025-08-25", "unqualified", "2025-09-30"),
    ("V-05", "SOC 2 Type 2", "2025-10-01", "2026-03-31", "2026-05-20", "unqualified", ""),
    ("V-06", "SOC 2 Type 2", "2025-04-01", "2025-09-30", "2025-11-30", "unqualified", ""),
    ("V-06", "SOC 2 Type 2", "2025-10-01", "2026-03-31", "2026-05-29", "unqualified", ""),
    ("V-07", "SOC 2 Type 2", "2024-12-01", "2025-11-30", "2026-01-30", "unqualified", ""),
)
LIMITS = {"critical": 7, "high": 30, "medium": 90, "low": 180}
ASSETS = (
    "reconcile-api",
    "reconcile-web",
    "matching-engine",
    "ingest-workers",
    "billing-service",
    "notification-gateway",
    "data-pipeline",
    "base-image-python",
    "base-image-node",
)
FINDINGS = 437


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is special about a finding; `days` until it was fixed, None while it is open."""

    severity: str
    seen: str
    days: int | None
    exception: str = ""
    until: str = ""


SPECIAL = {
    # past its date
    "VF-10057": Finding(severity="critical", seen="2026-02-11", days=16),
    "VF-10231": Finding(severity="critical", seen="2026-05-27", days=None),
    "VF-10104": Finding(severity="high", seen="2026-01-20", days=52),
    "VF-10266": Finding(severity="high", seen="2026-04-30", days=None),
    "VF-10319": Finding(severity="medium", seen="2026-02-05", days=118),
    # risk accepted, and the acceptance still runs
    "VF-10188": Finding(severity="high", seen="2026-03-09", days=None, exception="RA-2026-04", until="2026-09-30"),
    # open, and not due yet
    "VF-10402": Finding(severity="critical", seen="2026-06-27", days=None),
    "VF-10415": Finding(severity="high", seen="2026-06-16", days=None),
    # fixed on the last day
    "VF-10077": Finding(severity="critical", seen="2026-03-03", days=7),
}


def _vendors(evidence: Path) -> None:
    header = (
        "vendor_id",
        "name",
        "service",
        "criticality",
        "data_access",
        "subservice",
        "method",
        "owner",
        "contract_start",
        "contract_end",
        "dpa_signed_at",
    )
    rows = [
        (
            vendor,
            name,
            service,
            criticality,
            data,
            str(subservice).lower(),
            "carve-out" if subservice else "",
            f"{owner}@northwind.example",
            "2023-02-01",
            "2027-01-31",
            "2023-02-01" if data != "none" else "",
        )
        for vendor, name, service, criticality, data, subservice, owner in VENDORS
    ]
    write_csv(evidence / "vendors.csv", header, rows)
    write_csv(
        evidence / "vendor_reports.csv",
        (
            "vendor_id",
            "type",
            "period_start",
            "period_end",
            "issued_at",
            "opinion",
            "scope_covers_service",
            "bridge_letter_to",
        ),
        [(*report[:6], "true", report[6]) for report in REPORTS],
    )


def _findings(evidence: Path) -> None:
    rng, rows = seeded("findings"), []
    span = (END - START).days
    for number in range(FINDINGS):
        finding = f"VF-{10001 + number}"
        special = SPECIAL.get(finding)
        severity = special.severity if special else rng.choices(tuple(LIMITS), (5, 22, 45, 28))[0]
        seen = date.fromisoformat(special.seen) if special else START + timedelta(days=rng.randrange(-25, span - 4))
        took = special.days if special else rng.randrange(1, max(3, LIMITS[severity] - 1))
        resolved = seen + timedelta(days=took) if took is not None else None
        if resolved and resolved > END:
            resolved = None
        first = moment(rng, seen, 10, 11)
        closed = moment(rng, resolved, 10, 11) if resolved else None
        if special and closed:
            closed = first + timedelta(days=took or 0)
        status = "resolved" if resolved else "risk_accepted" if special and special.exception else "open"
        cvss = {"critical": 9.4, "high": 7.8, "medium": 5.6, "low": 3.1}[severity]
        rows.append(
            (
                finding,
                rng.choice(ASSETS),
                "production",
                severity,
                round(cvss + rng.randrange(-4, 5) / 10, 1),
                "false",
                spaced(first),
                (seen - timedelta(days=rng.randrange(0, 9))),
                spaced(closed),
                status,
                special.exception if special else "",
                special.until if special else "",
            )
        )
    header = (
        "finding_id",
        "asset",
        "env",
        "severity",
        "cvss",
        "kev",
        "first_seen_at",
        "fixed_available_at",
        "resolved_at",
        "status",
        "exception_id",
        "exception_expires_at",
    )
    write_csv(evidence / "vulnerability_findings.csv", header, rows)


def write(evidence: Path) -> None:
    """Vendors, reports and findings."""
    _vendors(evidence)
    _findings(evidence)
