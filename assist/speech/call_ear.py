"""The sound of an open line, of any block size, through voice activity into the watch over calls."""

from __future__ import annotations

import numpy as np

from assist.profile.schema import Profile
from assist.speech.background import BackgroundGate, hop_energies
from assist.speech.call_watch import CallBegan, CallOver, CallWatch
from assist.speech.line_sound import LineSoundMeter
from assist.speech.silero import ActivityModel
from assist.timeline.frame import COLUMN, HOP, StereoFrame


class CallEar:
    """Listens for calls, and for nothing else: no words, nothing kept but what the thresholds need.

    Args:
        activity: where there is a voice.
        profile: thresholds.
    """

    def __init__(self, activity: ActivityModel, profile: Profile) -> None:
        self._activity = activity
        self._background = BackgroundGate(profile.speech.background_margin_db)
        self._meter = LineSoundMeter(profile.calls)
        self._watch = CallWatch(profile.calls, profile.speech)
        self._rest = np.zeros((0, 2), np.int16)
        self.now = 0
        """Samples judged."""

    @property
    def on_call(self) -> bool:
        """Whether a call is going on."""
        return self._watch.on_call

    def begun(self) -> None:
        """A call has begun at somebody's word."""
        self._watch.begun(self.now)

    def ended(self) -> None:
        """The call has been ended, or could not begin."""
        self._watch.ended(self.now)

    def take(self, frame: StereoFrame) -> list[CallBegan | CallOver]:
        """Take the next frame; what happened in it, in order.

        Raises:
            ValueError: the frame does not follow on the one before.
        """
        expected = self.now + len(self._rest)
        if frame.start != expected:
            raise ValueError(f"frame starts at sample {frame.start}, expected {expected}")
        audio = np.concatenate([self._rest, frame.audio]) if len(self._rest) else frame.audio
        whole = len(audio) - len(audio) % HOP
        self._rest = audio[whole:].copy()
        if not whole:
            return []
        energies = hop_energies(audio[:whole])
        out: list[CallBegan | CallOver] = []
        for index, energy in enumerate(energies):
            hop = audio[index * HOP : (index + 1) * HOP]
            probabilities = self._background.hop(energy, self._activity.probabilities(self.now, hop))
            self.now += HOP
            heard = self._watch.hop(probabilities, self._meter.hop(hop[:, COLUMN["customer"]]), self.now)
            if heard is not None:
                out.append(heard)
        return out
