"""Whether SQL says the same on other engines: a lint over what sqlglot parses, for tests only.

`allowed` is the list of what gives the same answer elsewhere and where that was seen, `lint` holds SQL against it, and
`texts` finds all SQL that the product asks of evidence.
"""

from .lint import Fault, Text, lint

__all__ = ["Fault", "Text", "lint"]
