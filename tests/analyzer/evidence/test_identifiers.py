"""The key of a table is the column that tells its records apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.catalog import load_catalog
from analyzer.evidence.files import record_sets
from analyzer.evidence.neutral import NeutralLoad, neutral_load

TABLES = load_catalog().tables


def loaded(folder: Path, name: str, lines: str) -> NeutralLoad:
    """How an export of these lines is loaded."""
    (folder / name).write_text(lines, encoding="utf-8")
    (records,) = record_sets(folder / name)
    found = neutral_load(records, TABLES, Path(name).stem)
    assert isinstance(found, NeutralLoad)
    return found


@pytest.mark.parametrize(
    ("head", "cells", "key"),
    [
        ("rule,direction,source,destination,port,action,ticket", "h-{n},inbound,10.0.0.{n},quay,443,allow,RQ-{n}", "rule"),
        ("line,direction,source,destination,port,action,ticket", "L{n},inbound,10.0.0.{n},quay,443,allow,RQ-{n}", "line"),
        ("rule_name,rule_no,source,destination,port,action", "quay web {n},{n},10.0.0.{n},quay,443,allow", "rule_no"),
        ("rule,direction,source,destination,port,action,ref", "to the quay,inbound,10.0.0.{n},quay,443,allow,R-{n}", "ref"),
    ],
)
def test_the_identifiers_of_rules(tmp_path: Path, head: str, cells: str, key: str) -> None:
    lines = "\n".join([head, *(cells.format(n=n) for n in range(1, 4))])
    mapping = loaded(tmp_path, "firewall-rules.csv", lines + "\n").mapping
    assert [header for header, column in mapping.items() if column == "network_rules.rule_id"] == [key]
    assert mapping.get("rule_name", "network_rules.description") == "network_rules.description"
