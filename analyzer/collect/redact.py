"""Secrets out of answers, before they are hashed or written, and out of every message."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from .errors import CollectError
from .model import Secret

BLANKED = "(redacted)"
SHORTEST_SECRET = 6


class Redactor:
    """Blanks out the values of named keys, and known credentials wherever they occur.

    Args:
        keys: keys, or dotted ends of the path to a key; arrays on the way count for nothing.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self.paths = [tuple(key.split(".")) for key in keys]
        self.last = {path[-1] for path in self.paths}
        self._secrets: list[str] = []

    def know(self, secret: Secret) -> None:
        """Remember a credential; wherever it occurs from now on it is blanked out."""
        value = secret.reveal()
        if len(value) >= SHORTEST_SECRET and value not in self._secrets:
            self._secrets.append(value)
            self._secrets.sort(key=len, reverse=True)  # of one that begins with another nothing stays

    def text(self, text: str) -> str:
        """A message without the known credentials."""
        for secret in self._secrets:
            text = text.replace(secret, BLANKED)
        return text

    def strings(self, value: Any) -> Any:
        """A JSON value without the known credentials, in keys too."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {self.strings(key): self.strings(inner) for key, inner in value.items()}
        return [self.strings(inner) for inner in value] if isinstance(value, list | tuple) else value

    def error(self, error: Exception) -> Exception:
        """An error without the known credentials, in what led to it too: servers quote what they were sent.

        Returns:
            The same error, its text cleaned; another one where that cannot be done.
        """
        seen: list[BaseException] = []
        one: BaseException | None = error
        while one is not None and one not in seen:
            if not self._cleaned(one):
                if not seen:
                    return CollectError(f"{type(one).__name__}, which quotes a credential and is not shown").with_traceback(None)
                seen[-1].__cause__ = seen[-1].__context__ = None
                break
            seen.append(one)
            one = one.__cause__ or one.__context__
        return error

    def _cleaned(self, error: BaseException) -> bool:
        """Clean the text of one error; whether that could be done."""
        if isinstance(error, CollectError):
            error.problem, error.advice = self.text(error.problem), self.text(error.advice)
        error.args = tuple(self.strings(one) if isinstance(one, str | list | tuple | dict) else one for one in error.args)
        shown = f"{error}{error!r}"
        return self.text(shown) == shown

    def value(self, value: Any) -> tuple[Any, set[str]]:
        """A JSON value without secrets, and the names of what was blanked out."""
        found: set[str] = set()
        return self._walk(value, (), found), found

    def body(self, body: bytes) -> tuple[bytes, set[str]]:
        """An answer without secrets: the very bytes where it holds none, else the same JSON written anew.

        Returns:
            The bytes, and the names of what was blanked out.
        """
        found: set[str] = set()
        if self.last and body.lstrip()[:1] in (b"{", b"["):
            try:
                cleaned = self._walk(json.loads(body), (), found)
            except (ValueError, RecursionError):
                found = set()
            else:
                body = json.dumps(cleaned, ensure_ascii=False, separators=(",", ":")).encode() if found else body
        for secret in self._secrets:
            for form in _forms(secret):
                if form in body:
                    body = body.replace(form, BLANKED.encode())
                    found.add("a credential of the collector")
        return body, found

    def _walk(self, value: Any, path: tuple[str, ...], found: set[str]) -> Any:
        if isinstance(value, dict):
            return {key: self._member(inner, (*path, str(key)), found) for key, inner in value.items()}
        if isinstance(value, list):
            return [self._walk(inner, path, found) for inner in value]
        return value

    def _member(self, value: Any, path: tuple[str, ...], found: set[str]) -> Any:
        if path[-1] in self.last and value is not None:
            hit = next((one for one in self.paths if path[-len(one) :] == one), None)
            if hit:
                found.add(".".join(hit))
                return BLANKED
        return self._walk(value, path, found)


def _forms(secret: str) -> Iterable[bytes]:
    yield secret.encode()
    escaped = json.dumps(secret)[1:-1].encode()
    if escaped != secret.encode():
        yield escaped
