"""The same policy as Markdown, PDF and web page makes the same claims, and every report copes with all three."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from analyzer.catalog import load_catalog
from analyzer.config import Config
from analyzer.model import Run
from analyzer.pipeline import read_documents, review
from analyzer.reports import write
from claims import Claim
from tests.analyzer.builders import PERIOD
from tests.claims.readers.pdf_files import HEADING, TITLE, bullets, laid_out, table, text

SENTENCES = (
    "Multi-factor authentication is required for all access to production systems, and shared accounts are prohibited.",
    "All company laptops use full-disk encryption.",
    "User access to production systems is reviewed quarterly by the system owners.",
    "Production databases are backed up daily, and backups are retained for 35 days.",
)
ITEMS = ("Access is revoked within 24 hours of termination.", "Passwords have at least 14 characters.")
ROWS = (("Severity", "Time to remediate"), ("Critical", "7 days"), ("High", "30 days"))
DEVICES = (
    "Device ID,Serial Number,Email,Platform,Disk Encrypted,Last Check-in\n"
    "D-1,S-1,ana@northwind.example,macOS,true,2026-06-29\nD-2,S-2,bo@northwind.example,macOS,false,2026-06-28\n"
)


def tagged(name: str, contents: Sequence[str]) -> str:
    """Elements of HTML one after the other."""
    return "".join(f"<{name}>{content}</{name}>" for content in contents)


def lay_out(folder: Path) -> Path:
    """A folder with the policy in three formats, one below another folder, and an export."""
    documents = folder / "documents"
    (documents / "vendor").mkdir(parents=True)
    (folder / "evidence").mkdir()
    (folder / "evidence" / "devices.csv").write_text(DEVICES)
    prose = "\n\n".join(SENTENCES)
    rows = "\n".join(["| " + " | ".join(row) + " |" for row in (ROWS[0], ("---", "---"), *ROWS[1:])])
    items = "\n".join(f"- {item}" for item in ITEMS)
    (documents / "policy.md").write_text(f"# Security Policy\n\n## Rules\n\n{prose}\n\n{items}\n\n## Vulnerabilities\n\n{rows}\n")
    html = tagged("p", SENTENCES) + f"<ul>{tagged('li', ITEMS)}</ul>"
    cells = f"<tr>{tagged('th', ROWS[0])}</tr>" + tagged("tr", [tagged("td", row) for row in ROWS[1:]])
    (documents / "vendor" / "policy.html").write_text(
        f"<!doctype html><html><h1>Security Policy</h1><h2>Rules</h2>{html}<h2>Vulnerabilities</h2><table>{cells}</table></html>"
    )
    story = [
        text("Security Policy", TITLE), text("Rules", HEADING), *map(text, SENTENCES), bullets(*ITEMS),
        text("Vulnerabilities", HEADING), table(*ROWS, widths=[100, 120]),
    ]  # fmt: skip
    laid_out(documents, story, running=False)
    return folder


def reviewed(folder: Path) -> Run:
    return review([folder / "documents"], [folder / "evidence"], PERIOD, load_catalog(), Config(semantics=False))


def said(claims: list[Claim], document: str) -> Counter[tuple[str, str, str]]:
    own = [claim for claim in claims if claim.place.document == document]
    return Counter((claim.topic, json.dumps(claim.params, sort_keys=True), claim.text) for claim in own)


def test_the_same_claims_whatever_the_format(tmp_path: Path) -> None:
    documents, left_out = read_documents([lay_out(tmp_path) / "documents"])
    extractor = load_catalog().extractor
    claims = [claim for document in documents for claim in extractor.claims(document)]
    assert left_out == []
    assert [(d.name, d.kind) for d in documents] == [
        ("policy.md", "markdown"), ("policy.pdf", "pdf"), ("vendor/policy.html", "html"),
    ]  # fmt: skip
    assert len(said(claims, "policy.md")) >= 8
    assert said(claims, "policy.md") == said(claims, "policy.pdf") == said(claims, "vendor/policy.html")


def test_reports_name_page_and_section(tmp_path: Path) -> None:
    run, catalog, out = reviewed(lay_out(tmp_path)), load_catalog(), tmp_path / "out"
    broken = [v for v in run.verdicts if v.status == "contradicted"]
    assert [str(v.claim.place) for v in broken if v.claim.topic == "disk_encryption"] == [
        "policy.md:7:1", "policy.pdf, page 1", "vendor/policy.html, section “Rules”",
    ]  # fmt: skip
    (report,) = write(run, catalog, "json", out)
    claims = json.loads(report.read_text(encoding="utf-8"))["verdicts"]
    places = {(claim["document"], claim["place"]["page"], claim["place"]["section"]) for claim in claims}
    assert places - {("policy.md", None, None)} == {
        ("policy.pdf", 1, None), ("vendor/policy.html", None, "Rules"), ("vendor/policy.html", None, "Vulnerabilities"),
    }  # fmt: skip
    (page,) = write(run, catalog, "html", out)
    marked = page.read_text(encoding="utf-8")
    assert marked.count("All company laptops use full-disk encryption") >= 3
    assert write(run, catalog, "word", out) == []


@pytest.mark.parametrize("module", ["pypdfium2"])
def test_the_library_for_pdf_is_not_loaded_before_it_is_needed(module: str) -> None:
    code = f"import sys, claims, analyzer.cli; sys.exit({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
