"""Opens a network file with onnxruntime: one thread, and silent towards its maker."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def open_network(network: Path | bytes, weights: Path | None = None) -> Any:
    """A session on one thread that does not spin while it waits.

    Args:
        network: file, or what one holds.
        weights: folder of the files that hold the weights, for a graph that comes without.

    onnxruntime's builds for Windows leave traces for the system to send on unless they are told not to; those for Linux and
    macOS would send them themselves from version 1.29 on, which the package's requirements therefore exclude.

    Raises:
        Exception: the file is no network this version can run (onnxruntime has many classes for it).
    """
    import onnxruntime  # noqa: PLC0415  (a quarter of a second; `assist --help` must not pay for it)

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 4
    if weights is not None:
        options.add_session_config_entry("session.model_external_initializers_file_folder_path", str(weights))
    source = network if isinstance(network, bytes) else str(network)
    return onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])
