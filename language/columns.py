"""Makes `analyzer/tables/names.npz`: the vectors of all names of columns, so that no review has to compute them.

usage: python -m language.columns
"""

from __future__ import annotations

import numpy as np

from analyzer.catalog import load_catalog
from analyzer.evidence.likeness import NAMES, names_of
from claims.semantics import Encoder


def main() -> None:
    encoder, names = Encoder(), names_of(load_catalog().tables)
    vectors = np.round(encoder.vectors(names) * 127).astype(np.int8)
    np.savez_compressed(NAMES, names=np.array(names), vectors=vectors, encoder=np.array(encoder.hashes["encoder.onnx"]))


if __name__ == "__main__":
    main()
