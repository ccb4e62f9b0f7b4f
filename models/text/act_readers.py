"""Whatever reads an agent's words, by name, for the measurements: `rules`, `leap-text`, or any `module:class`."""

from __future__ import annotations

import importlib
from pathlib import Path

from assist.cues.classifier import AgentReader
from assist.cues.model_reader import ModelReader
from assist.cues.rules import RuleReader
from assist.cues.text_encoder import TextEncoder
from models.text.data import ROOT

MODEL = ROOT / "models" / "leap-text"
FILES = ("model.onnx", "vocab.txt", "classes.toml")
HEAD = "act"


def agent_reader(name: str, model: Path = MODEL) -> AgentReader:
    """A reader by its name.

    Args:
        name: `rules`, `leap-text`, or `module:class` of a class without arguments that has `read_agent`.
        model: folder of the exported text model, for `leap-text`.

    Raises:
        SystemExit: no such reader, or the model has no such head yet.
    """
    if name == "rules":
        return RuleReader()
    if name == "leap-text":
        return _model(model)
    module, _, attribute = name.partition(":")
    try:
        made: AgentReader = getattr(importlib.import_module(module), attribute)()
    except (ImportError, AttributeError, TypeError, ValueError) as error:
        raise SystemExit(f"there is no reader {name}: give rules, leap-text or module:class ({error})") from error
    if not hasattr(made, "read_agent"):
        raise SystemExit(f"{name} has no read_agent: give rules, leap-text or a class that reads an agent's words")
    return made


def _model(folder: Path) -> ModelReader:
    if missing := [name for name in FILES if not (folder / name).is_file()]:
        raise SystemExit(f"{folder} holds no {missing[0]}: give the folder of the exported text model with --model")
    try:
        encoder = TextEncoder(folder)
        heads = encoder.read("Good morning.").heads
    except (ValueError, KeyError) as error:
        raise SystemExit(f"the text model in {folder} is broken ({error}): export and calibrate it anew") from error
    if HEAD not in heads:
        raise SystemExit(
            f"the text model in {folder} does not read acts: train and export it anew, or use --reader rules"
        )
    return ModelReader(encoder, (), RuleReader())
