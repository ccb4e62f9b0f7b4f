"""Puts a reader of both sides' words together: the trained model where it is, plain rules where it is not."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from assist.cues.classifier import Reader
from assist.cues.model_reader import ModelReader
from assist.cues.playbooks import Playbook
from assist.cues.rules import RuleReader
from assist.cues.text_encoder import TextEncoder
from assist.cues.user_model import UserModelReader


class BrokenTextModelError(Exception):
    """Our text model is there and cannot be used; the message names the folder and the remedy, without a full stop."""


def line_reader(model: Path | None, playbooks: Iterable[Playbook], user_model: Path | None = None) -> Reader:
    """A reader.

    Args:
        model: folder of the shipped text model; None: plain rules.
        playbooks: situations to look for.
        user_model: folder of a Hugging Face classifier that replaces our kinds of the caller.

    Raises:
        TextModelError: the user's model cannot be used.
        BrokenTextModelError: ours is broken.
    """
    rules = RuleReader()
    reader: Reader = rules if model is None else model_reader(model, playbooks, rules)
    return reader if user_model is None else UserModelReader(user_model, reader)


def model_reader(folder: Path, playbooks: Iterable[Playbook], rules: Reader) -> ModelReader:
    """The trained model, which has read a line to show that it works.

    Args:
        folder: of the model.
        playbooks: situations to look for.
        rules: asked for safety words too.

    Raises:
        BrokenTextModelError: a file is missing or broken, or the files do not belong together.
    """
    try:
        reader = ModelReader(TextEncoder(folder), playbooks, rules)
        reader.read_caller("so it goes")
        reader.read_agent("so it goes")
    except Exception as problem:
        reason = (str(problem) or type(problem).__name__).splitlines()[0]
        raise BrokenTextModelError(
            f"the text model in {folder} cannot be used ({reason}): reinstall leap-assist"
        ) from problem
    return reader
