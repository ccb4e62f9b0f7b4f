"""Write the trained network as int8 ONNX: python -m models.text.export [--from .cache/text/trained.pt]

Weights of the linear layers and the word table become 8-bit integers (dynamic: activations are scaled as they come).
The file, the vocabulary and the calibration go to models/leap-text/.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from assist.modelstore import ModelStore
from models.text.heads import HEADS
from models.text.network import TextNetwork
from models.text.train import BASE

ROOT = Path(__file__).parents[2]
OUT = ROOT / "models" / "leap-text"


def main() -> None:
    """Export and quantise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="trained", type=Path, default=ROOT / ".cache" / "text" / "trained.pt")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    base = ModelStore().path(BASE)
    network = TextNetwork(base)
    network.load_state_dict(torch.load(options.trained, weights_only=True))
    network.eval()
    options.out.mkdir(parents=True, exist_ok=True)
    whole = options.trained.with_suffix(".onnx")
    tokens = torch.ones(2, 7, dtype=torch.int64)
    axes = {0: "lines", 1: "tokens"}
    torch.onnx.export(
        network,
        (tokens, torch.ones_like(tokens)),
        str(whole),
        input_names=["tokens", "mask"],
        output_names=["embedding", *(head.name for head in HEADS)],
        dynamic_axes={"tokens": axes, "mask": axes},
        opset_version=17,
        dynamo=False,
    )
    heads = [node.name for node in onnx.load(str(whole)).graph.node if not node.name.startswith("/encoder/")]
    # The heads are tiny and decide everything: they stay as they are.
    quantize_dynamic(
        str(whole),
        str(options.out / "model.onnx"),
        weight_type=QuantType.QInt8,
        per_channel=True,
        nodes_to_exclude=heads,
    )
    shutil.copyfile(base / "vocab.txt", options.out / "vocab.txt")
    print(f"{(options.out / 'model.onnx').stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
