"""The commented file of the sample company in a word processor: it opens and keeps its pages."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from analyzer.catalog import load_catalog
from analyzer.config import parse_period
from analyzer.pipeline import review
from analyzer.reports import write

SAMPLE = Path(__file__).parents[3] / "samples" / "northwind"


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice") or not shutil.which("pdfinfo"), reason="LibreOffice and poppler are not installed")
def test_the_commented_description_converts_to_pdf_with_all_its_pages(tmp_path: Path) -> None:
    catalog = load_catalog()
    run = review([SAMPLE / "description.docx"], [SAMPLE / "evidence"], parse_period("2026-01-01..2026-06-30"), catalog)
    (reviewed,) = write(run, catalog, "word", tmp_path / "out")
    pages = {}
    for name, path in {"original": SAMPLE / "description.docx", "reviewed": reviewed}.items():
        folder = tmp_path / name
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        subprocess.run(
            ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)],
            check=True, capture_output=True, timeout=240,
        )  # fmt: skip
        (pdf,) = folder.glob("*.pdf")
        shown = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout
        pages[name] = int(re.findall(r"^Pages:\s+(\d+)", shown, re.MULTILINE)[0])
    assert pages["original"] >= 12
    assert pages["reviewed"] == pages["original"]
