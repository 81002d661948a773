"""Boilerplate: how much of a document stands nearly word for word in texts that a library of fingerprints knows.

That the control environment reads alike in many companies is normal. That the architecture does is not: it is the part of a
description that nobody else can have written.
"""

from .library import Source, learned, read_library, write_library
from .similarity import Alike, Borrowed, boilerplate

__all__ = ["Alike", "Borrowed", "Source", "boilerplate", "learned", "read_library", "write_library"]
