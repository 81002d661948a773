"""One file with all that is needed to perform a review again, and performing it from that file alone."""

from .archive import BundleError
from .inputs import record
from .make import Made, make_bundle
from .replay import Difference, Replayed, replay

__all__ = ["BundleError", "Difference", "Made", "Replayed", "make_bundle", "record", "replay"]
