"""Completeness and accuracy: tests of the evidence itself, run beside every check.

A test that fails turns a `supported` into a `not_shown`; a counter-example that was found stays one.

Each test is a file of the folder `tests`, or of `reconciliations` beside this package, its name the name of the test:
a question in SQL (`.yaml`, see `questions`) or, for what no table holds, a module (`.py`, see `material`). Its examples
stand under the same name in the folder `examples` there. Nothing has to be registered.
"""

from .run import assurance_tests, assure

__all__ = ["assurance_tests", "assure"]
