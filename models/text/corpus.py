"""All training examples of the text model: given data and our own lines."""

from __future__ import annotations

import random

from models.text.data import Example, goemotions, multidogo
from models.text.grammar import is_dev, load
from models.text.spoken import spoken, written

EXPANSIONS = 7
"""Most lines made of one template."""
LEAST = 3
"""Lines a template gives at least, hesitations differing."""
ORDINARY = 5000
"""Support-chat turns taken as lines without any kind."""


def own_lines(*, dev: bool) -> list[Example]:
    """Our caller lines, of the templates that train or of those kept for dev."""
    found: list[Example] = []
    for number, line in enumerate(load()):
        if is_dev(line.text) != dev or line.acts is not None:
            continue
        targets = {
            "kind": frozenset(line.kinds),
            "situation": frozenset(line.situations),
            "safety": frozenset({"safety"}) if line.safety else frozenset(),
        }
        draw = random.Random(number)  # noqa: S311  (how a line is said, not a secret)
        texts = line.expansions(EXPANSIONS, seed=number)
        # A template with one wording is said in several ways, so that it is not drowned by those with many.
        for text in texts * max(LEAST // len(texts), 1):
            found.append(Example(written(spoken(text, draw)), targets))
    return found


def ordinary_turns() -> list[Example]:
    """What callers of support chats say, taken to carry nothing; a few do, hence the low weight."""
    turns = sorted({t for t in multidogo("train") if 3 <= len(t.split()) <= 40})
    random.Random(5).shuffle(turns)  # noqa: S311
    nothing: frozenset[str] = frozenset()
    return [Example(t, {"kind": nothing, "situation": nothing, "safety": nothing}, 0.5) for t in turns[:ORDINARY]]


def training_examples() -> list[Example]:
    """Everything that trains."""
    return [*goemotions("train"), *own_lines(dev=False), *ordinary_turns()]
