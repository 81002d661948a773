"""Checks of several parts: what a claim asks for, and what cannot be restricted as its words ask."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.bind import bind
from analyzer.catalog import Catalog, load_catalog
from tests.analyzer.builders import PERIOD, claim, verdict, write_topic

TAGS = """\
title: Tags of laptops
criteria: [CC6.4]
severity: minor
severity_reason: nobody knows whose it is
claim:
  wording: ['tagged']
  exemplars: [Laptops are tagged.]
check:
  window: as_of
  population: [laptops, tagged]
  logic: laptops are tagged and known
  parts:
    tagged: {shape: state, table: devices, item: device_id, scopes: {platform: platform}, promise: [tagged],
             holds: serial is not null, observed: serial, breaks: it has no tag}
    known: {shape: state, table: devices, item: device_id, scopes: {environment: os_version}, promise: ['known'],
            holds: owner_email is not null, observed: owner_email, breaks: nobody is known}
"""
LAPTOPS = {"devices": [{"device_id": "D-1", "serial": "S-1", "owner_email": "ana@northwind.example", "platform": "macOS"}]}


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    write_topic(tmp_path, "laptop_tags", TAGS)
    return load_catalog((tmp_path,))


def test_a_claim_asks_for_the_parts_that_its_words_promise(catalog: Catalog) -> None:
    assert bind(claim("laptop_tags", "Laptops are tagged."), catalog, PERIOD).parts == ("tagged",)
    assert bind(claim("laptop_tags", "Laptops are tagged and known."), catalog, PERIOD).parts == ("tagged", "known")


def test_a_part_that_cannot_be_restricted_is_not_asked_and_leaves_the_claim_partly_shown(catalog: Catalog) -> None:
    one = claim("laptop_tags", "macOS laptops are tagged and known.", scope="macOS laptops")
    given = verdict(one, LAPTOPS, catalog=catalog)
    assert given.binding.parts == ("tagged",)
    assert (given.status, "«known»" in given.why) == ("partly_supported", True)


def test_where_no_part_can_be_restricted_as_the_words_ask_nothing_is_shown(catalog: Catalog) -> None:
    one = claim("laptop_tags", "Production macOS laptops are tagged and known.", scope="Production macOS laptops")
    given = verdict(one, {"devices": [{"device_id": "D-1", "platform": "macOS"}]}, catalog=catalog)
    assert given.status == "not_shown"
