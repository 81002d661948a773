"""What a template would commit a company to: what is left in it of the template, and each promise with what it takes to show it."""

from .boilerplate import boilerplate, learned, read_library, write_library
from .commitments import Commitment, Need, commitments, needs
from .residue import Residue, residue

__all__ = [
    "Commitment", "Need", "Residue", "boilerplate", "commitments", "learned", "needs", "read_library", "residue", "write_library",
]  # fmt: skip
