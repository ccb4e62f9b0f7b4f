"""Leap Assist: a quiet reminder beside the softphone, from both sides of the call, on this computer only."""

import os

# Versions of onnxruntime that report to their maker are excluded in pyproject.toml. Should one be there all the same, this
# keeps it quiet; it must be said before the library is loaded, whoever loads it.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

__version__ = "0.1.0"
