"""Folders of exports become tables; every file is accounted for."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from analyzer.catalog import Catalog, load_catalog
from analyzer.evidence.load import load_evidence
from tests.analyzer.evidence.loading import PEOPLE, PERIOD, catalog_of, column, load, write

ANA = PEOPLE + "ana@northwind.example,Ana,2024-03-01,,active\n"
POLICY = {"PasswordPolicy": {"MinimumPasswordLength": 14}}


def test_files_are_named_relative_to_the_folder_and_hashed(tmp_path: Path) -> None:
    path = write(tmp_path, "hr/2026/people.csv", ANA)
    (file,) = load(tmp_path).files
    assert file.path == "hr/2026/people.csv"
    assert file.sha256 == sha256(path.read_bytes()).hexdigest()
    assert (file.source, file.rows, file.tables) == ("matched", 1, {"people": 1})


def test_names_that_clash_carry_their_folder(tmp_path: Path) -> None:
    write(tmp_path / "a", "people.csv", ANA)
    write(tmp_path / "b", "people.csv", ANA.replace("ana", "bo"))
    loaded = load_evidence([tmp_path / "a", tmp_path / "b"], catalog_of("people"), PERIOD)
    assert [file.path for file in loaded.files] == ["people.csv", "b/people.csv"]


def test_a_copy_is_not_counted_twice(tmp_path: Path) -> None:
    write(tmp_path, "people.csv", ANA)
    write(tmp_path, "people (1).csv", ANA)
    loaded = load(tmp_path)
    assert loaded.store.count("people") == 1
    assert loaded.left_out[0].why == "it holds the same bytes as people (1).csv, which was read"


def test_the_more_specific_source_wins(tmp_path: Path) -> None:
    write(tmp_path, "source/acme/passwords/source.yaml", SPECIFIC)
    write(tmp_path, "source/acme/passwords/load.sql", LOAD)
    write(tmp_path, "evidence/policy.json", {"PasswordPolicy": {"MinimumPasswordLength": 14, "Acme": True}})
    catalog = load_catalog((), (tmp_path / "source",))
    (file,) = _load_passwords(tmp_path / "evidence", catalog).files
    assert file.source == "acme/passwords"


def test_two_sources_that_claim_a_file_equally_leave_it_out(tmp_path: Path) -> None:
    write(tmp_path, "source/acme/passwords/source.yaml", SPECIFIC.replace(", PasswordPolicy.Acme", ""))
    write(tmp_path, "source/acme/passwords/load.sql", LOAD)
    write(tmp_path, "evidence/policy.json", POLICY)
    catalog = load_catalog((), (tmp_path / "source",))
    (one,) = _load_passwords(tmp_path / "evidence", catalog).left_out
    assert one.why == "it could come from aws/iam_password_policy as well as from acme/passwords"


def test_a_load_that_fails_stops_no_other_file(tmp_path: Path) -> None:
    write(tmp_path, "source/acme/passwords/source.yaml", SPECIFIC)
    write(tmp_path, "source/acme/passwords/load.sql", LOAD + "insert into nowhere select 1;\n")
    write(tmp_path, "evidence/a.json", {"PasswordPolicy": {"MinimumPasswordLength": 14, "Acme": True}})
    write(tmp_path, "evidence/b.json", POLICY)
    loaded = _load_passwords(tmp_path / "evidence", load_catalog((), (tmp_path / "source",)))
    assert [file.path for file in loaded.files] == ["b.json"]
    assert loaded.left_out[0].what == "a.json"
    assert loaded.left_out[0].why.startswith("load.sql of acme/passwords cannot be applied")
    assert column(loaded, "password_settings", "system") == ["AWS IAM"]


def test_a_load_reads_no_file_outside_the_workspace(tmp_path: Path) -> None:
    write(tmp_path, "source/acme/passwords/source.yaml", SPECIFIC)
    write(
        tmp_path,
        "source/acme/passwords/load.sql",
        "insert into password_settings (system) select * from '/etc/passwd';",
    )
    write(tmp_path, "evidence/a.json", {"PasswordPolicy": {"MinimumPasswordLength": 14, "Acme": True}})
    (one,) = _load_passwords(tmp_path / "evidence", load_catalog((), (tmp_path / "source",))).left_out
    assert "cannot be applied" in one.why


def test_totals_and_further_pages_of_an_answer(tmp_path: Path) -> None:
    keys = [{"KeyMetadata": {"KeyId": "1111-a", "KeyState": "Enabled"}, "KeyRotationEnabled": True}]
    write(tmp_path, "keys.json", {"Keys": keys, "total": 3, "Truncated": True, "NextMarker": "abc"})
    (file,) = load(tmp_path, "kms_keys").files
    assert file.source_count == 3
    assert file.incomplete == (
        "it says that more pages follow (Truncated)",
        "it says that more pages follow (NextMarker)",
    )


SPECIFIC = """\
title: Password policy of Acme
system: Acme
how_to_export: acme policy
recognise:
  format: json
  records: ["."]
  require: [PasswordPolicy.MinimumPasswordLength, PasswordPolicy.Acme]
tables: [password_settings]
"""
LOAD = """\
insert into password_settings (system, min_length, evidence_file, evidence_row)
select 'Acme', record->>'$.PasswordPolicy.MinimumPasswordLength', file, row_number from raw;
"""


def _load_passwords(folder: Path, catalog: Catalog):
    tables = {"password_settings": catalog.tables["password_settings"]}
    return load_evidence([folder], replace(catalog, tables=tables), PERIOD)
