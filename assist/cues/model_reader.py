"""Reads the words of both sides with the trained text model; safety words also by rules, whoever says yes."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterable, Mapping

from assist.cues.classifier import CallerReading, Reader
from assist.cues.playbooks import Playbook, Situations, added_examples
from assist.cues.text import normalise
from assist.cues.text_encoder import TextEncoder, TextReading
from assist.events import ActName, CallerKind

ACTS: tuple[ActName, ...] = typing.get_args(ActName)
BEREAVED_FROM = 0.5
SURE_BESIDE_DEATH = 0.85
UNSURE = 0.45
SURELY_NOT = 0.001
_SOLD = re.compile(
    r"\b(policies|policyholders?|policy (number|that|combines|covers|includes?|pays|document|schedule|is an? (type|kind))"
    r"|(life|insurance|travel|home|motor|car|pet|term|health) polic(y|ies))\b"
)
_REFUSED = re.compile(
    r"\b(not|no|never|none|cannot|unable|only|must|have to|has to|allow\w*|let|rules?|strict|exceptions?|required?|requires|"
    r"exclud\w+|declin\w+|refus\w+|den(y|ied))\b"
)
FELT: tuple[CallerKind, ...] = tuple(kind for kind in typing.get_args(CallerKind) if kind != "neutral")


def is_insurance_talk(text: str) -> bool:
    """Whether a policy in the agent's words is a contract that is sold, and nothing is refused: the model cannot tell."""
    line = normalise(text)
    return bool(_SOLD.search(line)) and not _REFUSED.search(line)


class ModelReader:
    """Implements `Reader`.

    Args:
        encoder: the text model.
        playbooks: examples that a supervisor added are looked for by meaning, beside what the model was trained on.
        rules: asked for safety words too, where recall comes first, and for lines without a letter.
    """

    name = "leap-text"

    def __init__(self, encoder: TextEncoder, playbooks: Iterable[Playbook], rules: Reader) -> None:
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
            safety=self._safety(reading, self._rules.read_caller(text).safety),
        )

    def _safety(self, reading: TextReading, by_rule: float) -> float:
        """Whoever says yes, with two exceptions.

        A rule is overruled where the model is sure of the contrary ("it's suicide doing the ring road at five"); and somebody's
        death is near to words of danger in meaning, so beside a bereavement the model must be sure.
        """
        said = reading.heads["safety"]["safety"]
        if by_rule >= 0.5:
            return max(said, by_rule) if said >= SURELY_NOT else said
        bereaved = reading.heads["situation"]["bereavement"] >= BEREAVED_FROM
        return said if not bereaved or said >= SURE_BESIDE_DEATH else min(said, UNSURE)

    def read_agent(self, text: str) -> Mapping[ActName, float]:
        """See `AgentReader`."""
        if not any(character.isalnum() for character in text):
            return self._rules.read_agent(text)
        found = self._encoder.read(text).heads["act"]
        if found["policy_wall"] >= 0.5 and is_insurance_talk(text):
            return {name: found[name] if name != "policy_wall" else UNSURE for name in ACTS}
        return {name: found[name] for name in ACTS}
