"""What was accepted beforehand or carved out: registers of exceptions, exceptions that a document states, compensating controls."""

from .naming import about, names_of
from .register import Acceptance, read_registers
from .shape import is_register
from .validity import is_valid

__all__ = ["Acceptance", "about", "is_register", "is_valid", "names_of", "read_registers"]
