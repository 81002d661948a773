"""Sentences to vectors, on this machine, by a model whose hash is checked before it runs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import ModelError
from .cache import VectorCache, cache_file

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MODEL = Path(__file__).parent / "model"
LONGEST = 128  # tokens; what is longer is cut
BATCH = 32


class Encoder:
    """A sentence encoder in ONNX form with its tokenizer.

    The weights are stored as 8-bit integers and widened when loaded, so that a text gets the same vector whatever
    texts stand beside it.
    """

    def __init__(self, folder: Path = MODEL) -> None:
        """Load the model that lies in a folder.

        Args:
            folder: holds `encoder.onnx`, `tokenizer.json` and `manifest.json` with the SHA-256 of both.

        Raises:
            ModelError: if a file is missing, or not the one that the manifest names.
        """
        self.folder = folder
        self.hashes = _checked(folder)
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.add_session_config_entry("session.disable_quant_qdq", "1")
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.no_padding()
        self.size = int(self._session.get_outputs()[0].shape[1])
        self._cache = VectorCache(self.hashes["encoder.onnx"], cache_file())
        self._known: dict[str, NDArray[np.float32]] = {}

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A row of length 1 for each text; texts that mean alike lie close to each other."""
        import numpy as np

        missing = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(self._cache.known(missing, self.size))
        computed = self._computed(sorted(text for text in missing if text not in self._known))
        self._cache.keep(computed)
        self._known.update(computed)
        return np.array([self._known[text] for text in texts], dtype=np.float32).reshape(len(texts), self.size)

    def _computed(self, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        import numpy as np

        by_length: dict[int, list[tuple[str, list[int]]]] = {}
        for text in texts:
            ids = self._tokenizer.encode(text.encode("utf-8", "replace").decode("utf-8")).ids
            by_length.setdefault(len(ids), []).append((text, ids))
        found: dict[str, NDArray[np.float32]] = {}
        for same in by_length.values():
            for at in range(0, len(same), BATCH):
                batch = same[at : at + BATCH]
                ids = np.array([ids for _, ids in batch], dtype=np.int64)
                (rows,) = self._session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
                found.update(zip((text for text, _ in batch), np.asarray(rows, dtype=np.float32), strict=True))
        return found


def _checked(folder: Path) -> dict[str, str]:
    """The hashes of a model's files, which are those of its manifest."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        hashes = {name: str(manifest["sha256"][name]) for name in ("encoder.onnx", "tokenizer.json")}
        for name, expected in hashes.items():
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != expected:
                raise ModelError(str(folder / name), "the file is not the one that manifest.json names")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(str(folder), f"the sentence encoder cannot be loaded ({error})") from error
    return hashes
