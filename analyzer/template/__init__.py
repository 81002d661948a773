"""What a template would commit a company to: what is left in it of the template, and each promise with what it takes to show it."""

from .commitments import Commitment, Need, commitments, needs
from .residue import Residue, residue

__all__ = ["Commitment", "Need", "Residue", "commitments", "needs", "residue"]
