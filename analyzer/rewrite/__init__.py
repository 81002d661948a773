"""True wordings: for a promise that does not hold, the strongest sentence that the evidence supports, and the other repair.

A wording is the original with one thing changed: a value, a share, an exception, a frequency in place of a vague word, or a value
left out that nothing shows. Each goes through extraction, binding and judging again, and is proposed only where it comes out as
supported and says nothing vague. What to change in the system instead, so that the original becomes true, stands beside it.
Nothing is applied by itself. A way of wording is a module of `wordings`; nothing to register.
"""

from .desk import Desk
from .propose import with_rewrites

__all__ = ["Desk", "with_rewrites"]
