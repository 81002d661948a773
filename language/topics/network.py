"""Training of the classifier: one hidden layer, Adam, binary cross-entropy over all topics; numpy alone, one seed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claims.semantics.features import CUES

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the network is trained; `dropout` is the share of inputs and of hidden values left out in a step."""

    hidden: int = 256
    epochs: int = 22
    batch: int = 64
    rate: float = 3e-3
    decay: float = 2e-2
    dropout: float = 0.3
    cue_dropout: float = 0.1
    seed: int = 0


def train(
    inputs: Array, told: Array, wanted: Array, settings: Settings, start: dict[str, Array] | None = None
) -> dict[str, Array]:  # fmt: skip
    """Fit the weights that `claims.semantics.recogniser.probabilities` takes.

    Args:
        inputs: units by features.
        told: units by topics by cues.
        wanted: units by topics and, in the last column, whether it is a claim; 0 or 1.
        settings: see there.
        start: weights to go on from; random ones where there are none.
    """
    rng = np.random.default_rng(settings.seed)
    weights = {name: value.copy() for name, value in start.items()} if start else _first_weights(inputs, wanted, settings, rng)
    first = {name: np.zeros_like(value) for name, value in weights.items()}
    second = {name: np.zeros_like(value) for name, value in weights.items()}
    per_epoch = -(-len(inputs) // settings.batch)
    step, steps = 0, settings.epochs * per_epoch
    for _ in range(settings.epochs):
        order = rng.permutation(len(inputs))
        for at in range(0, len(order), settings.batch):
            rows = order[at : at + settings.batch]
            slopes = _slopes(weights, inputs[rows], told[rows], wanted[rows], settings, rng)
            step += 1
            rate = settings.rate * 0.5 * (1 + np.cos(np.pi * step / steps))
            for name, slope in slopes.items():
                first[name] += 0.1 * (slope - first[name])
                second[name] += 0.001 * (slope * slope - second[name])
                change = (first[name] / (1 - 0.9**step)) / (np.sqrt(second[name] / (1 - 0.999**step)) + 1e-8)
                if name in ("w1", "w2"):
                    weights[name] *= 1 - rate * settings.decay
                weights[name] -= (rate * (3 if name == "v" else 1) * change).astype(np.float32)
    return weights


def _first_weights(inputs: Array, wanted: Array, settings: Settings, rng: np.random.Generator) -> dict[str, Array]:
    outputs = wanted.shape[1]
    return {
        "w1": rng.normal(0, (2 / inputs.shape[1]) ** 0.5, (inputs.shape[1], settings.hidden)).astype(np.float32),
        "b1": np.zeros(settings.hidden, np.float32),
        "w2": rng.normal(0, (1 / settings.hidden) ** 0.5, (settings.hidden, outputs)).astype(np.float32),
        "b2": np.full(outputs, -4.0, np.float32),
        "v": np.zeros(CUES, np.float32),
    }


def _slopes(
    weights: dict[str, Array], inputs: Array, told: Array, wanted: Array, settings: Settings, rng: np.random.Generator
) -> dict[str, Array]:
    keep = 1 - settings.dropout
    x = inputs * (rng.random(inputs.shape, dtype=np.float32) < keep) / keep
    told = told * (rng.random((len(told), told.shape[1], 1), dtype=np.float32) < 1 - settings.cue_dropout)
    hidden = np.maximum(x @ weights["w1"] + weights["b1"], 0)
    kept = (rng.random(hidden.shape, dtype=np.float32) < keep) / np.float32(keep)
    dropped = hidden * kept
    scores = dropped @ weights["w2"] + weights["b2"]
    scores[:, :-1] += told @ weights["v"]
    error = (1 / (1 + np.exp(-scores)) - wanted) / np.float32(len(inputs))
    back = (error @ weights["w2"].T) * kept * (hidden > 0)
    return {
        "w1": x.T @ back, "b1": back.sum(axis=0), "w2": dropped.T @ error, "b2": error.sum(axis=0),
        "v": np.einsum("ut,utc->c", error[:, :-1], told),
    }  # fmt: skip
