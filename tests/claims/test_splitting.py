"""The share of labelled sentences that are taken apart rightly: their ends, their facts, and each fact's words and values."""

from __future__ import annotations

import sys

import pytest

from tests.claims.splitting_set import Case, CaseFile, case_files, faults, shares

FLOOR = 0.85  # of all cases


@pytest.mark.parametrize("file", case_files(), ids=lambda file: file.kind)
def test_the_labels_name_words_of_their_sentence(file: CaseFile) -> None:
    for case in file.cases:
        for _, _, part in (*(case.claims or ()), *case.also):
            assert part in case.text


def test_the_set_is_large_and_of_many_kinds() -> None:
    assert sum(len(f.cases) for f in case_files()) >= 160
    assert len({f.kind for f in case_files()}) == len(case_files()) >= 10


def test_most_sentences_are_taken_apart_rightly() -> None:
    counts = shares()
    right, total = (sum(column) for column in zip(*counts.values(), strict=True))
    lines = [f"{good:4} of {all_:3}  {kind}" for kind, (good, all_) in counts.items()]
    report = "\n".join([*lines, f"{right:4} of {total:3}  overall ({right / total:.0%})", ""])
    sys.stdout.write(f"\n{report}")
    assert right / total >= FLOOR, report


@pytest.mark.parametrize(
    "case", [c for f in case_files() if f.kind == "sentence boundaries" for c in f.cases], ids=lambda c: c.text[:40]
)
def test_every_labelled_boundary_is_found(case: Case) -> None:
    assert not faults(case)
