"""Every example in a docstring of the language side does what it shows."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import claims
import claims.nlp

MODULES = sorted(
    module.name
    for package in (claims, claims.nlp)
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
    if not module.ispkg
)


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_the_language_pipeline_shows_examples() -> None:
    finder = doctest.DocTestFinder(exclude_empty=True)
    shown = [
        t for name in MODULES if name.startswith("claims.nlp.") for t in finder.find(importlib.import_module(name)) if t.examples
    ]
    assert len(shown) >= 3
