"""Looks at a file of texts without a call: a prompt book, an agent's phrases or playbooks, whichever it is."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from assist.coaching.promptbook import CUES, default_book, load_book, with_phrases
from assist.cues.playbooks import default_playbooks, load_playbooks

_OF_PLAYBOOKS = ("examples", "ask", "options")


def checked(path: Path) -> str:
    """What a file is and what it changes, in a sentence.

    What holds lists is phrases; tables with examples, questions or options, or under names of situations, are playbooks;
    everything else is a prompt book.

    Raises:
        PromptBookError, PlaybookError: it cannot be used.
    """
    content = _content(path)
    if any(isinstance(value, list) for value in content.values()):
        book = with_phrases(default_book(), path)
        count = sum(len(page.own) for page in book.values())
        return f"fine; {count} phrase{'s' * (count != 1)} of your own."
    if any(_is_playbook(name, value) for name, value in content.items()):
        load_playbooks(path)
        return f"fine; playbooks for {', '.join(content)}."
    load_book(path)
    return f"fine; a prompt book that changes {', '.join(content) or 'nothing'}."


def _content(path: Path) -> dict[str, Any]:
    """What it holds; nothing if it cannot be read: whoever reads it next says why."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return {}


def _is_playbook(name: str, value: Any) -> bool:
    if name in CUES or not isinstance(value, dict):
        return False
    return name in default_playbooks() or any(key in value for key in _OF_PLAYBOOKS)
