"""The sound check of the first start: ten seconds that tell whether both sides are heard, each on its own channel.

    0 s              4 s                            10 s
    |-- say a        |-- play something in          |
    |   sentence     |   the softphone              | verdicts

It sees loudness only and keeps nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from assist.events import SAMPLE_RATE, Speaker
from assist.profile.schema import SpeakerBleed
from assist.timeline.bleed import BleedJudge
from assist.timeline.frame import COLUMN
from assist.timeline.loudness import STEP, Levels

SAY_SECONDS = 4.0
PLAY_SECONDS = 6.0
HOP_STEPS = 4
"""The judge takes so many levels at once."""

_AUDIBLE_DB = -58.0
"""Quieter than this nobody speaks into a microphone in use, and nothing plays."""
_ABOVE_BACKGROUND_DB = 10.0
_BACKGROUND_PERCENTILE = 10
_BACKGROUND_MOST_DB = -40.0
"""What is louder all the time is music or talk without a pause, and no background."""
_LEAST_HEARD_SECONDS = 0.6

Phase = Literal["say", "play", "done"]
State = Literal["good", "attention", "bad", "unknown"]
Topic = Literal["you", "caller", "apart"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One answer of the check.

    Attributes:
        topic: whether you are heard, the caller is heard, both are apart.
        state: how it is.
        text: one sentence; where something is wrong it says how to mend it.
    """

    topic: Topic
    state: State
    text: str


class SoundCheck:
    """Takes levels for ten seconds and judges them.

    Args:
        thresholds: when one side counts as heard on the other's channel.
    """

    def __init__(self, thresholds: SpeakerBleed) -> None:
        self._judge = BleedJudge(thresholds)
        self._levels: list[Levels] = []
        self._steps = 0

    @property
    def seconds(self) -> float:
        """How much was heard."""
        return self._steps * STEP / SAMPLE_RATE

    @property
    def phase(self) -> Phase:
        """What the agent shall do now."""
        if self.seconds < SAY_SECONDS:
            return "say"
        return "play" if self.seconds < SAY_SECONDS + PLAY_SECONDS else "done"

    def take(self, levels: Levels) -> None:
        """Take the next levels, shape (steps, 2), steps a multiple of `HOP_STEPS`; what comes after the end is passed over."""
        for start in range(0, len(levels), HOP_STEPS):
            if self.phase == "done":
                return
            hop = levels[start : start + HOP_STEPS]
            self._levels.append(hop)
            self._steps += len(hop)
            self._judge.hop(hop, self._steps * STEP)

    def verdicts(self) -> tuple[Verdict, ...]:
        """What the check says, from what was heard so far."""
        you, caller = self._heard("agent", say=True), self._heard("customer", say=False)
        if self._judge.same_sound:
            same = "Both record one and the same sound; choose another microphone, or another softphone output."
            return (_you(you), _caller(caller), Verdict("apart", "bad", same))
        return (_you(you), _caller(caller), self._apart(caller))

    def _heard(self, speaker: Speaker, *, say: bool) -> bool:
        """Whether a side was heard in its part of the check."""
        if not self._levels:
            return False
        column = np.concatenate(self._levels)[:, COLUMN[speaker]]
        background = min(float(np.percentile(column, _BACKGROUND_PERCENTILE)), _BACKGROUND_MOST_DB)
        border = round(SAY_SECONDS * SAMPLE_RATE / STEP)
        part = column[:border] if say else column[border:]
        loud = part > max(_AUDIBLE_DB, background + _ABOVE_BACKGROUND_DB)
        return int(loud.sum()) * STEP >= _LEAST_HEARD_SECONDS * SAMPLE_RATE

    def _apart(self, caller_heard: bool) -> Verdict:
        leak, echo = self._judge.leaks["customer"], self._judge.leaks["agent"]
        if leak is not None:
            if self._judge.is_high("customer"):
                text = (
                    "Your microphone hears the caller from the loudspeaker; use a headset, or some reminders stay off."
                )
                return Verdict("apart", "bad", text)
            text = "Your microphone hears the caller faintly; that can be allowed for, but a headset is better."
            return Verdict("apart", "attention", text)
        if echo is not None:
            text = "Your own voice is in the softphone's output; switch off “listen to this device” or the sidetone."
            return Verdict("apart", "bad" if self._judge.is_high("agent") else "attention", text)
        if not caller_heard:
            return Verdict(
                "apart", "unknown", "Whether a headset is in use cannot be told until the caller's side is heard."
            )
        return Verdict("apart", "good", "The caller is not heard in your microphone: a headset, or well apart.")


def _you(heard: bool) -> Verdict:
    if heard:
        return Verdict("you", "good", "Your microphone hears you.")
    return Verdict(
        "you", "bad", "You were not heard; check the mute switch, speak up, or go back and choose another one."
    )


def _caller(heard: bool) -> Verdict:
    if heard:
        return Verdict("caller", "good", "The softphone's sound is heard.")
    text = "Nothing was heard from the softphone; play something in it, or go back and choose the output it plays on."
    return Verdict("caller", "bad", text)
