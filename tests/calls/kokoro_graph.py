"""Rework the shipped int8 Kokoro graph so that it sounds better, can be steered and tells its timing.

1. Every quantised convolution and matrix product becomes a float one with the dequantised weights. The dynamic
   quantisation of activations is what one hears as a rasp; the weights lose little.
2. Three inputs steer the prosody predictor's curves: `pitch`, `range` (of pitch around its mean) and `energy`.
3. A further output, `durations`, holds the frames of every token, from which word times are exact.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

PITCH_CURVE = "/encoder/F0_proj/Conv_output_0"
ENERGY_CURVE = "/encoder/N_proj/Conv_output_0"
FRAMES_PER_SYMBOL = "/encoder/Clip_output_0"
VOICED_ABOVE_HZ = 20.0


class _Graph:
    """A graph with look-up by tensor name."""

    def __init__(self, graph: onnx.GraphProto) -> None:
        self.nodes = list(graph.node)
        self.weights = {weight.name: weight for weight in graph.initializer}
        self.producer = {name: node for node in self.nodes for name in node.output}
        self.consumers: dict[str, list[onnx.NodeProto]] = defaultdict(list)
        for node in self.nodes:
            for name in node.input:
                self.consumers[name].append(node)

    def array(self, name: str) -> np.ndarray:
        array: np.ndarray = numpy_helper.to_array(self.weights[name])
        return array

    def add_weight(self, name: str, array: np.ndarray) -> str:
        self.weights[name] = numpy_helper.from_array(np.ascontiguousarray(array, np.float32), name)
        return name


def rework(source: Path, target: Path) -> None:
    """Read the int8 graph, write the steerable float one."""
    model = onnx.load(source)
    graph = _Graph(model.graph)
    nodes = _steered(_dequantised(graph), graph)
    nodes.append(helper.make_node("Identity", [FRAMES_PER_SYMBOL], ["durations"]))
    outputs = [*(output.name for output in model.graph.output), "durations"]
    nodes = _reachable(nodes, outputs)
    used = {name for node in nodes for name in node.input}
    # Copies first: clearing a protobuf list invalidates the elements that came out of it.
    kept_nodes = [onnx.NodeProto.FromString(node.SerializeToString()) for node in nodes]
    kept_weights = [
        onnx.TensorProto.FromString(weight.SerializeToString())
        for name, weight in graph.weights.items()
        if name in used
    ]
    for field in ("node", "initializer", "value_info"):
        model.graph.ClearField(field)
    model.graph.node.extend(kept_nodes)
    model.graph.initializer.extend(kept_weights)
    for name in ("pitch", "range", "energy"):
        model.graph.input.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, [1]))
    model.graph.output.append(helper.make_tensor_value_info("durations", TensorProto.FLOAT, None))
    onnx.save(model, target)


def _dequantised(graph: _Graph) -> list[onnx.NodeProto]:
    """The nodes in order, each integer operation's last step replaced by the float operation.

    The chain: DynamicQuantizeLinear(x) -> integer op [-> Add quantised bias] -> Cast -> Mul(scale of x * scale of w).
    What becomes useless stays in the list; `_reachable` drops it.
    """
    replacement: dict[str, onnx.NodeProto] = {}
    for node in graph.nodes:
        if node.op_type not in ("ConvInteger", "MatMulInteger") or node.input[1] not in graph.weights:
            continue
        bias: list[str] = []
        step, tensor = node, node.output[0]
        while step.op_type != "Mul":
            (step,) = graph.consumers[tensor]
            if step.op_type == "Add":
                bias = [_float_bias(graph, next(name for name in step.input if name != tensor))]
            if step.op_type != "Mul":
                tensor = step.output[0]
        scales = graph.producer[next(name for name in step.input if name != tensor)]
        scale = graph.array(next(name for name in scales.input if name in graph.weights))
        zero_point = graph.array(node.input[3]) if len(node.input) > 3 else np.zeros((), np.float32)
        weights = graph.array(node.input[1]).astype(np.float32)
        if node.op_type == "ConvInteger":  # scales are per output channel, the first axis
            shape = (-1, *[1] * (weights.ndim - 1))
            scale, zero_point = scale.reshape(shape), zero_point.reshape(shape)
        name = graph.add_weight(f"{node.input[1]}_float", (weights - zero_point.astype(np.float32)) * scale)
        operation = "Conv" if node.op_type == "ConvInteger" else "MatMul"
        inputs = [graph.producer[node.input[0]].input[0], name, *bias]
        replacement[step.output[0]] = helper.make_node(operation, inputs, [step.output[0]], name=f"{node.name}_float")
        replacement[step.output[0]].attribute.extend(node.attribute)
    return [replacement.get(node.output[0], node) for node in graph.nodes]


def _float_bias(graph: _Graph, quantised: str) -> str:
    """The float bias behind a quantised one: what is divided by the scale."""
    node = graph.producer[quantised]
    while node.op_type != "Div":
        node = graph.producer[node.input[0]]
    return str(node.input[0])


def _steered(nodes: list[onnx.NodeProto], graph: _Graph) -> list[onnx.NodeProto]:
    """Put the prosody inputs between the two curves and everything that reads them."""
    graph.add_weight("voiced_above", np.asarray(VOICED_ABOVE_HZ))
    graph.add_weight("a_little", np.asarray(1e-6))
    make = helper.make_node
    pitch_steps = [
        make("Greater", [PITCH_CURVE, "voiced_above"], ["voiced"]),
        make("Cast", ["voiced"], ["voiced_float"], to=TensorProto.FLOAT),
        make("Mul", [PITCH_CURVE, "voiced_float"], ["voiced_pitch"]),
        make("ReduceSum", ["voiced_pitch"], ["pitch_sum"], keepdims=1),
        make("ReduceSum", ["voiced_float"], ["voiced_count"], keepdims=1),
        make("Add", ["voiced_count", "a_little"], ["voiced_count_or_little"]),
        make("Div", ["pitch_sum", "voiced_count_or_little"], ["mean_pitch"]),
        make("Sub", [PITCH_CURVE, "mean_pitch"], ["pitch_deviation"]),
        make("Mul", ["pitch_deviation", "range"], ["ranged_deviation"]),
        make("Add", ["ranged_deviation", "mean_pitch"], ["ranged_pitch"]),
        make("Mul", ["ranged_pitch", "pitch"], ["moved_pitch"]),
        make("Where", ["voiced", "moved_pitch", PITCH_CURVE], ["steered_pitch"]),
    ]
    energy_steps = [make("Mul", [ENERGY_CURVE, "energy"], ["steered_energy"])]
    steered = {PITCH_CURVE: "steered_pitch", ENERGY_CURVE: "steered_energy"}
    extra = {PITCH_CURVE: pitch_steps, ENERGY_CURVE: energy_steps}
    result = []
    for node in nodes:
        for position, name in enumerate(node.input):
            node.input[position] = steered.get(name, name)
        result.append(node)
        for name in node.output:
            result.extend(extra.get(name, []))
    return result


def _reachable(nodes: list[onnx.NodeProto], outputs: list[str]) -> list[onnx.NodeProto]:
    """Only the nodes that the outputs need, still in order."""
    wanted, kept = set(outputs), []
    for node in reversed(nodes):
        if wanted.intersection(node.output):
            wanted.update(node.input)
            kept.append(node)
    return kept[::-1]
