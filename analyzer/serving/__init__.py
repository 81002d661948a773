"""The review page handed out on this machine alone, where a reviewer's decisions go to `decisions.toml`.

`web` lets nobody else in, `asked` is what the page may ask for, `desk` does it.
"""

from .desk import Desk
from .web import Server

__all__ = ["Desk", "Server"]
