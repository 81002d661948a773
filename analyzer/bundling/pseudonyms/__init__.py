"""A bundle in which nobody can be recognised: names, addresses and logins of people are replaced, the same one always alike.

`people` finds who is in the evidence, `keyed` makes a pseudonym of a word with a key that stays with the company, `rewriting`
replaces them in files and lockers, and `make` reviews what came of it and puts that into a bundle.
"""

from .keyed import read_key
from .make import Disguised, make_pseudonymous_bundle

__all__ = ["Disguised", "make_pseudonymous_bundle", "read_key"]
