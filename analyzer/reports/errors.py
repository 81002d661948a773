"""What can go wrong while a report is made."""

from ..errors import AnalyzerError


class ReportError(AnalyzerError):
    """A report that cannot be made or written; the message names the file and what to do."""
