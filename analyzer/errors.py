"""Errors of the evidence side; each names the file, the place and what to do."""


class AnalyzerError(Exception):
    """Base of every error that `analyzer` raises on purpose; the command line prints it and exits with 2."""


class CatalogError(AnalyzerError):
    """Topics, tables or sources that cannot be used; the message lists all faults with file and line."""


class ConfigError(AnalyzerError):
    """A `goldenthread.toml` that cannot be used; the message lists all faults."""


class EvidenceError(AnalyzerError):
    """An evidence file that cannot be read.

    Args:
        path: the file as the user named it.
        problem: what is wrong, in one sentence without a full stop.
        advice: what the user can do about it.
        place: where in the file, when known ("line 12", "byte 2048").
    """

    def __init__(self, path: str, problem: str, advice: str = "", place: str = "") -> None:
        self.path, self.problem, self.advice, self.place = path, problem, advice, place
        at = f"{path} ({place})" if place else path
        super().__init__(f"{at}: {problem}." + (f" {advice}" if advice else ""))


class LockerError(AnalyzerError):
    """A locker whose ledger or files do not agree with each other."""
