"""Reads the caller's words with the trained text model; safety words by the model and by rules, whoever says yes."""

from __future__ import annotations

import typing
from collections.abc import Iterable

from assist.cues.classifier import CallerReader, CallerReading
from assist.cues.playbooks import Playbook, Situations, added_examples
from assist.cues.text_encoder import TextEncoder
from assist.events import CallerKind

FELT: tuple[CallerKind, ...] = tuple(kind for kind in typing.get_args(CallerKind) if kind != "neutral")


class ModelReader:
    """Implements `CallerReader`.

    Args:
        encoder: the text model.
        playbooks: examples that a supervisor added are looked for by meaning, beside what the model was trained on.
        rules: asked for safety words too: recall comes first there.
    """

    name = "leap-text"

    def __init__(self, encoder: TextEncoder, playbooks: Iterable[Playbook], rules: CallerReader) -> None:
        self._encoder, self._rules = encoder, rules
        self._situations = Situations(added_examples(playbooks), lambda line: encoder.read(line).embedding)

    def read_caller(self, text: str) -> CallerReading:
        """See `CallerReader`. Neutral is what no kind speaks against."""
        if not any(character.isalnum() for character in text):
            return self._rules.read_caller(text)
        reading = self._encoder.read(text)
        kinds = {kind: reading.heads["kind"][kind] for kind in FELT}
        situations = self._situations.alike(reading.embedding)
        for name, probability in reading.heads["situation"].items():
            situations[name] = max(probability, situations.get(name, 0.0))
        return CallerReading(
            kinds={**kinds, "neutral": 1.0 - max(kinds.values())},
            situations=situations,
            safety=max(reading.heads["safety"]["safety"], self._rules.read_caller(text).safety),
        )
