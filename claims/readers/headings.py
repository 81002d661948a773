"""The headings above a place in a document."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Headings:
    """The path of headings at the point of reading. A title has level 0, so that every heading stands under it."""

    _path: list[tuple[int, str]] = field(default_factory=list)

    @property
    def path(self) -> tuple[str, ...]:
        """The titles of the headings above, outermost first."""
        return tuple(title for _, title in self._path)

    def leave(self, level: int) -> None:
        """Close every heading that a heading of `level` does not stand under."""
        while self._path and self._path[-1][0] >= level:
            self._path.pop()

    def enter(self, level: int, title: str) -> None:
        """Read on below a heading."""
        self.leave(level)
        self._path.append((level, title))
