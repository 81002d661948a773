"""Known credentials in what is written: nothing of them stays, whichever of them became known first."""

from __future__ import annotations

from itertools import permutations

import pytest

from analyzer.collect.model import Secret
from analyzer.collect.redact import BLANKED, Redactor

KEYS = ("canary-3f", "canary-3f-9a01", "canary-3f-9a01-77be")


@pytest.mark.parametrize("order", list(permutations(KEYS)))
def test_of_a_credential_that_begins_with_another_nothing_stays(order: tuple[str, ...]) -> None:
    redactor = Redactor(())
    for key in order:
        redactor.know(Secret(key))
    assert redactor.text(" ".join(KEYS)) == " ".join([BLANKED] * 3)
    assert redactor.body(" ".join(KEYS).encode())[0].decode() == " ".join([BLANKED] * 3)
