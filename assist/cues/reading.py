"""Puts a reader of the caller's words together: the trained model where it is, plain rules where it is not."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from assist.cues.classifier import Reader
from assist.cues.model_reader import ModelReader
from assist.cues.playbooks import Playbook
from assist.cues.rules import RuleReader
from assist.cues.text_encoder import TextEncoder
from assist.cues.user_model import UserModelReader


def caller_reader(model: Path | None, playbooks: Iterable[Playbook], user_model: Path | None = None) -> Reader:
    """A reader.

    Args:
        model: folder of the shipped text model; None: plain rules.
        playbooks: situations to look for.
        user_model: folder of a Hugging Face classifier that replaces our kinds.

    Raises:
        TextModelError: the user's model cannot be used.
        OSError, ValueError: ours is broken.
    """
    rules = RuleReader()
    reader: Reader = rules if model is None else ModelReader(TextEncoder(model), playbooks, rules)
    return reader if user_model is None else UserModelReader(user_model, reader)
