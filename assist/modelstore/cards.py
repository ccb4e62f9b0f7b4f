"""Accuracy cards: what each model of ours was measured on, with what result."""

from __future__ import annotations

from pathlib import Path

import assist
from assist.modelstore.errors import ModelError, ModelRequestError

CARDS = {"text": "text", "overlap": "overlap", "end-of-turn": "endturn", "voice": "voice"}
"""Name of each card, and its folder in the repository's `models`."""


def card(name: str) -> str:
    """The text of a card, in Markdown.

    Raises:
        ModelRequestError: there is no such card.
        ModelError: it is missing.
    """
    if name not in CARDS:
        raise ModelRequestError(f"there is no card named {name!r}; the cards are {', '.join(CARDS)}")
    package = Path(assist.__file__).parent
    installed = package / "data" / "cards" / CARDS[name] / "CARD.md"
    path = installed if installed.is_file() else package.parent / "models" / CARDS[name] / "CARD.md"
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ModelError(f"the card {path} cannot be read: reinstall leap-assist") from error
