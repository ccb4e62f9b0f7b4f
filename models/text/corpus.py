"""All training examples of the text model: given data and our own lines."""

from __future__ import annotations

import random

from models.overlap.mrda import is_kept_aside
from models.text.data import Example, goemotions, meeting_statements, multidogo
from models.text.grammar import Line, is_dev, load
from models.text.spoken import spoken, written

EXPANSIONS = 7
"""Most lines made of one template."""
LEAST = 3
"""Lines a template gives at least, hesitations differing."""
ORDINARY = 5000
"""Support-chat turns taken as lines without any kind."""


MEETING = 16000
"""Statements of meetings taken as agent lines without any act."""
SPARE = 6000
"""More of them, to choose thresholds on."""


def own_lines(*, dev: bool) -> list[Example]:
    """Our caller lines, of the templates that train or of those kept for dev."""
    return _examples([line for line in load() if is_dev(line.text) == dev and line.acts is None])


def agent_lines(*, dev: bool) -> list[Example]:
    """Our agent lines, likewise."""
    return _examples([line for line in load() if is_dev(line.text) == dev and line.acts is not None])


def _targets(line: Line) -> dict[str, frozenset[str]]:
    if line.acts is not None:
        return {"act": frozenset(line.acts)}
    return {
        "kind": frozenset(line.kinds),
        "situation": frozenset(line.situations),
        "safety": frozenset({"safety"}) if line.safety else frozenset(),
    }


def _examples(lines: list[Line]) -> list[Example]:
    found: list[Example] = []
    for number, line in enumerate(lines):
        targets = _targets(line)
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


def meeting_turns() -> list[Example]:
    """What people state in meetings, taken to be no act of an agent; the meetings kept aside are for measuring."""
    return _statements()[:MEETING]


def spare_statements() -> list[Example]:
    """Some that train nothing, to choose thresholds on."""
    return _statements()[MEETING : MEETING + SPARE]


def _statements() -> list[Example]:
    said = sorted({text for meeting, text in meeting_statements() if not is_kept_aside(meeting)})
    random.Random(6).shuffle(said)  # noqa: S311
    return [Example(text, {"act": frozenset()}) for text in said]


def training_examples(comments: float = 1.0) -> list[Example]:
    """Everything that trains.

    Args:
        comments: share of the GoEmotions comments, 0 to 1; a run that goes on from trained weights needs fewer.
    """
    own = [*own_lines(dev=False), *agent_lines(dev=False)]
    emotions = goemotions("train")
    random.Random(8).shuffle(emotions)  # noqa: S311
    return [*emotions[: round(len(emotions) * comments)], *own, *ordinary_turns(), *meeting_turns()]
