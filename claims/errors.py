"""Errors of the language side; each names the file, the place and what to do."""


class ClaimsError(Exception):
    """Base of every error that `claims` raises on purpose."""


class DocumentError(ClaimsError):
    """A document that cannot be read.

    Args:
        path: the file as the user named it.
        problem: what is wrong, in one sentence without a full stop.
        advice: what the user can do about it.
        place: where in the file, when known ("word/document.xml, line 3").
    """

    def __init__(self, path: str, problem: str, advice: str = "", place: str = "") -> None:
        self.path, self.problem, self.advice, self.place = path, problem, advice, place
        at = f"{path} ({place})" if place else path
        super().__init__(f"{at}: {problem}." + (f" {advice}" if advice else ""))


class TopicError(ClaimsError):
    """A topic definition that cannot be used; the message lists all its faults."""


class ModelError(ClaimsError):
    """A trained model that is missing, damaged, or not the one that it should be.

    Args:
        path: the file or folder.
        problem: what is wrong, in one sentence without a full stop.
    """

    def __init__(self, path: str, problem: str) -> None:
        self.path, self.problem = path, problem
        super().__init__(f"{path}: {problem}. Install the package again, or turn meaning off with --no-semantics.")
