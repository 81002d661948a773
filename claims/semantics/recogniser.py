"""How likely a unit is a claim, and on which topics: the meaning of its words weighed with what patterns found."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import ModelError
from ..units import Unit
from .encoder import MODEL, Encoder
from .features import SHAPE_WEIGHT, Signals, cues, shape, words_above, words_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAST = 0.01  # what is less likely is not told
DIGITS = 3  # sums in another order differ far behind these


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the classifier makes of a unit.

    Attributes:
        claim: how likely it is a claim at all, 0 to 1.
        topics: how likely each topic (or `other`) is stated, 0 to 1; those hardly likely are left out.
    """

    claim: float
    topics: dict[str, float]


class Recogniser:
    """Judges units with one encoder and the classifier trained on its vectors."""

    def __init__(self, encoder: Encoder, weights: dict[str, NDArray[np.float32]], topics: tuple[str, ...]) -> None:
        """
        Args:
            encoder: gives the vectors.
            weights: of the classifier, as `classifier.npz` holds them.
            topics: what its outputs stand for, in their order; the last is `other`.
        """
        self.encoder, self.topics = encoder, topics
        self._weights = weights

    def read_ahead(self, units: Sequence[Unit]) -> None:
        """Have the vectors ready that `judge` will ask for."""
        self.encoder.vectors([*(words_of(unit) for unit in units), *(words_above(unit) for unit in units)])

    def vectors(self, signals: Sequence[Signals]) -> NDArray[np.float32]:
        """The classifier's input for each unit: the vector of its words, the vector of what stands above, its shape."""
        import numpy as np

        texts = [words_of(one.unit) for one in signals]
        above = [words_above(one.unit) for one in signals]
        forms = np.array([shape(one) for one in signals], dtype=np.float32) * SHAPE_WEIGHT
        return np.hstack([self.encoder.vectors(texts), self.encoder.vectors(above), forms])

    def judge(self, signals: Sequence[Signals]) -> list[Judgement]:
        """A judgement for each unit, in their order."""
        import numpy as np

        if not signals:
            return []
        told = np.array([cues(one, self.topics) for one in signals])
        found = probabilities(self._weights, self.vectors(signals), told)
        return [
            Judgement(
                claim=round(float(row[-1]), DIGITS),
                topics={topic: round(float(p), DIGITS) for topic, p in zip(self.topics, row[:-1], strict=True) if p >= LEAST},
            )
            for row in found
        ]


def probabilities(
    weights: dict[str, NDArray[np.float32]], inputs: NDArray[np.float32], told: NDArray[np.float32]
) -> NDArray[np.float32]:
    """The classifier: one hidden layer over the inputs, and for each topic what its wording adds.

    Args:
        weights: `w1`, `b1`, `w2`, `b2` of the layers, `v` for the cues.
        inputs: units by features.
        told: units by topics by cues.

    Returns:
        Units by topics, and in the last column whether the unit is a claim.
    """
    import numpy as np

    hidden = np.maximum(inputs @ weights["w1"] + weights["b1"], 0.0)
    scores = hidden @ weights["w2"] + weights["b2"]
    scores[:, :-1] += told @ weights["v"]
    return (1.0 / (1.0 + np.exp(-scores))).astype(np.float32)


@lru_cache(maxsize=8)
def load_recogniser(folder: Path = MODEL) -> Recogniser:
    """The recogniser that lies in a folder.

    Raises:
        ModelError: if a file is missing, or not the one that the manifest names.
    """
    import numpy as np

    encoder = Encoder(folder)
    file = folder / "classifier.npz"
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        if hashlib.sha256(file.read_bytes()).hexdigest() != manifest["sha256"][file.name]:
            raise ModelError(str(file), "the file is not the one that manifest.json names")
        with np.load(file, allow_pickle=False) as stored:
            weights = {name: stored[name].astype(np.float32) for name in stored.files}
        topics = tuple(str(topic) for topic in manifest["topics"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(str(file), f"the classifier cannot be loaded ({error})") from error
    return Recogniser(encoder, weights, topics)
