"""What the review of a bundle was given, unpacked into a folder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from ..config import Config, parse_period
from ..model import Period
from .archive import BundleError, Manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a review was given: its settings and days, and the paths of what it read."""

    settings: Config
    period: Period
    today: date
    documents: tuple[Path, ...]
    evidence: tuple[Path, ...]
    topics: tuple[Path, ...]
    sources: tuple[Path, ...]

    def moved(self, old: Path, new: Path, settings: Config) -> Given:
        """The same in another folder, with other settings."""

        def there(paths: tuple[Path, ...]) -> tuple[Path, ...]:
            return tuple(new / path.relative_to(old) for path in paths)

        return Given(
            settings=settings, period=self.period, today=self.today, documents=there(self.documents),
            evidence=there(self.evidence), topics=there(self.topics), sources=there(self.sources),
        )  # fmt: skip


def given_in(path: Path, folder: Path, manifest: Manifest) -> Given:
    """What the review of a bundle was given.

    Args:
        path: the bundle, for messages.
        folder: where it is unpacked.

    Raises:
        BundleError: if its settings cannot be read, or if it names a place outside.
    """
    try:
        settings = Config.model_validate(manifest.settings)
        period = parse_period(manifest.period, date.fromisoformat(manifest.as_of))
        today = date.fromisoformat(manifest.today)
    except (ValidationError, ValueError) as error:
        raise BundleError(f"{path}: the settings in its manifest cannot be read: {error}") from error
    if manifest.model:
        settings = settings.model_copy(update={"semantics_model": _place(path, folder, manifest.model)})
    documents, evidence, topics, sources = (
        tuple(_place(path, folder, one) for one in given)
        for given in (manifest.documents, manifest.evidence, manifest.topics, manifest.sources)
    )
    return Given(
        settings=settings, period=period, today=today, documents=documents, evidence=evidence, topics=topics, sources=sources
    )


def _place(path: Path, folder: Path, name: str) -> Path:
    root = folder.resolve()
    place = (root / name).resolve()
    if not place.is_relative_to(root):
        raise BundleError(f"{path}: its manifest names {name!r}, which leads out of the bundle.")
    if not place.exists():
        place.mkdir(parents=True)  # a folder in which the review found nothing to read
    return place
