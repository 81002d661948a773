"""Errors of collecting, in words: what is missing, for what, and what to do.

A collector raises none of these by hand where `Http` or a part does it for it. `Denied` and `Unavailable` end the part that
they occur in and become a gap; the others end the run.
"""

from __future__ import annotations

from ..errors import AnalyzerError


class CollectError(AnalyzerError):
    """Collecting cannot go on: no credentials, an expired token, a wrong region, another clock.

    Args:
        problem: what is wrong, in one sentence without a full stop.
        advice: what the user can do about it.
    """

    def __init__(self, problem: str, advice: str = "") -> None:
        self.problem, self.advice = problem, advice
        super().__init__(f"{problem}." + (f" {advice.removesuffix('.')}." if advice else ""))


class MissingCredentials(CollectError):
    """No credentials were found; `advice` says which variable or file is looked at."""


class ExpiredCredentials(CollectError):
    """The source refuses the credentials: expired, withdrawn or wrong."""


class OperationRefused(CollectError):
    """A request that the allow-list does not name; it was not sent."""


class Stopped(CollectError):
    """The run ends because of what happened elsewhere; the error that is told is the one that happened there."""


class PartError(CollectError):
    """Ends the part that it occurs in and becomes a gap; the other parts are still collected."""


class Denied(PartError):
    """The source refuses one call: a permission is missing.

    Args:
        permission: the one that is missing, where the source says it.
    """

    def __init__(self, problem: str, advice: str = "", permission: str = "") -> None:
        self.permission = permission
        super().__init__(problem, advice)


class Unavailable(PartError):
    """The source does not answer, or answers nothing that can be used, after all attempts."""
