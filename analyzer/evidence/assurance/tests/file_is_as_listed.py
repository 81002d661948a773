"""The bytes of each file against the hash that was recorded when it was made."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...locker import LEDGER
from ...manifest import TABLE
from ..manifest import listed_files, no_manifest
from ..material import Material, Outcome, failed, in_order

TITLE = "Files and the hashes of the manifest"
PART = "integrity"
GUARDS = "every"
LIMITS = "It shows that a file is unchanged since its hash was recorded, not that it was right then."


def run(material: Material) -> Iterable[Outcome]:
    """Compare hashes, and name files that the manifest does not know."""
    listed = [one for one in listed_files(material) if re.fullmatch(r"[0-9a-f]{64}", one.text("sha256").lower())]
    if not listed:
        return no_manifest(material, "the hash of each file")
    failures = [
        failed(one.tables, f"{file.path} is not the file whose hash was recorded", "files were changed", [file.path])
        for one in listed
        for file in one.files
        if file.sha256 and file.sha256 != one.text("sha256").lower()
    ]
    manifests = set(material.store.files(TABLE))
    known = {file.path for one in listed for file in one.files} | manifests
    failures += [
        failed(file.tables, f"{file.path} is not in the manifest", "files are not in the manifest", [file.path])
        for file in material.files
        if file.path not in known and file.tables and manifests != {LEDGER}
    ]
    return in_order(failures, f"{len(listed)} files are as they were recorded", [t for one in listed for t in one.tables])
