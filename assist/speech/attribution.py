"""Who of the two speaks on a channel that carries both voices: the enrolled one, or the call's other one."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assist.profile.schema import Attribution, samples
from assist.speech.voiceprint import VoiceModel, Voiceprint, direction
from assist.timeline.frame import HOP

Mono = npt.NDArray[np.int16]

STRETCH_SECONDS = 1.5
"""Voice that is compared at a time: about the least that such networks tell people apart by."""
LEAST_SECONDS = 0.5
"""Shorter stretches between two pauses are not compared: they carry too little of a voice."""
PAUSE_SECONDS = 0.2
"""No stretch reaches over a pause of this length."""
STEP_HOPS = 8
"""A stretch is looked at every 256 ms."""
_VOICE = 0.5
_STAY_IN_VOICE, _STAY_IN_PAUSE = 0.999, 0.97
"""Chance, hop by hop, that the next sound is of the same voice: voices rarely change but in a pause."""
_FIRST_SIMILARITY = 0.5
"""Until the other voice is known, the agent's is at least so much like the enrolled one."""
_RIVAL_STRETCHES = 8.0
"""From so many on, the call's other voice is known."""
_LEAD = 0.0
"""The agent's voice is so much more like the enrolled one than like the other."""
_EVIDENCE = 2.0
"""Log odds, every hop, for a similarity of 1."""
_LEARN = 0.95
"""From this probability on a stretch teaches what its side sounds like."""
_ENROLLED_WEIGHT = 20.0
"""The enrolled voice weighs like so many stretches of this call."""
_MOST_STRETCHES = 60.0
"""The call's voices are learnt from about so many of the latest stretches."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of one run of voice, and what voice it has.

    Attributes:
        centre: hop it stands for.
        hops: its length in hops.
        voice: its voiceprint.
    """

    centre: int
    hops: int
    voice: Voiceprint


class Stretches:
    """Cuts stretches around every eighth hop with a voice; none reaches over a pause, where the voices change.

    Args:
        model: gives voiceprints.
    """

    def __init__(self, model: VoiceModel) -> None:
        self._model = model
        self.half = samples(STRETCH_SECONDS) // HOP // 2
        """Hops on each side of the centre."""
        self._least = max(samples(LEAST_SECONDS) // HOP, 1)
        self._pause = max(samples(PAUSE_SECONDS) // HOP, 1)
        self._audio: deque[Mono] = deque(maxlen=2 * self.half + 1)
        self._voiced: deque[bool] = deque(maxlen=2 * self.half + 1)
        self._hops = 0
        self._last: tuple[int, int, Voiceprint] | None = None

    def hop(self, audio: Mono, probability: float) -> Stretch | None:
        """Take a hop; a stretch whose second half ends with it, if there is one."""
        self._audio.append(audio.copy())
        self._voiced.append(probability >= _VOICE)
        self._hops += 1
        centre = self._hops - 1 - self.half
        if centre < 0 or centre % STEP_HOPS or not self._voiced[-1 - self.half]:
            return None
        middle = len(self._voiced) - 1 - self.half
        first = middle - self._reach(middle, -1)
        last = middle + self._reach(middle, 1)
        hops = last - first + 1
        if hops < self._least:
            return None
        start = centre - (middle - first)
        if self._last is None or self._last[:2] != (start, hops):
            sound = np.concatenate([self._audio[index] for index in range(first, last + 1)])
            self._last = (start, hops, self._model.voiceprint(sound))
        return Stretch(centre, hops, self._last[2])

    def _reach(self, middle: int, way: int) -> int:
        """Hops from the middle to the last one with a voice before a pause or the end of what is kept."""
        reach = silent = 0
        for step in range(1, self.half + 1):
            index = middle + way * step
            if not 0 <= index < len(self._voiced):
                break
            silent = 0 if self._voiced[index] else silent + 1
            if silent >= self._pause:
                break
            if silent == 0:
                reach = step
        return reach


class Voices:
    """The two voices of this call: the enrolled one, and what is learnt of both on the way.

    Args:
        enrolled: the agent's voiceprint.
    """

    def __init__(self, enrolled: Voiceprint) -> None:
        self._agent = enrolled * _ENROLLED_WEIGHT
        self._rival: npt.NDArray[np.float32] = np.zeros_like(enrolled)
        self._agent_weight, self._rival_weight = _ENROLLED_WEIGHT, 0.0

    def evidence(self, stretch: Stretch) -> float:
        """Log odds, of each of the hops it stands for, that it is the agent."""
        own = float(stretch.voice @ direction(self._agent))
        known = min(self._rival_weight / _RIVAL_STRETCHES, 1.0)
        theirs = float(stretch.voice @ direction(self._rival)) if self._rival_weight else 0.0
        against = known * theirs + (1.0 - known) * _FIRST_SIMILARITY
        return _EVIDENCE * (own - against - known * _LEAD)

    def learn(self, stretch: Stretch, agent: float) -> None:
        """Take in a stretch of which it is known whose it is, with that probability of the agent."""
        if agent >= _LEARN:
            keep = min(1.0, _MOST_STRETCHES / (self._agent_weight + 1.0))
            self._agent = self._agent * keep + stretch.voice
            self._agent_weight = self._agent_weight * keep + 1.0
        elif agent <= 1.0 - _LEARN:
            keep = min(1.0, _MOST_STRETCHES / (self._rival_weight + 1.0))
            self._rival = self._rival * keep + stretch.voice
            self._rival_weight = self._rival_weight * keep + 1.0


class Attributor:
    r"""Gives every hop with a voice to the agent, to the customer, or to nobody when it cannot tell. Late by `delay` hops.

        voice      ~~~~~~~~~~~~\____/~~~~~~~~~~
        stretches  |---1.5 s---|    |---1.5 s--|     never over a pause
        evidence    a  a  a  ?       c  c  c  c      how like the enrolled voice, against this call's other voice
        given to   aaaaaaaaaaaa______cccccccccc      two states; a change costs much in a voice, little in a pause

    Two hidden states, forward and a fixed lag backward (Rabiner, "A tutorial on hidden Markov models", Proc. IEEE 1989).

    Args:
        thresholds: how late, and what is sure.
        model: gives voiceprints.
        enrolled: the agent's voiceprint.
    """

    def __init__(self, thresholds: Attribution, model: VoiceModel, enrolled: Voiceprint) -> None:
        self._stretches = Stretches(model)
        self._voices = Voices(enrolled)
        self._sure = thresholds.sure_probability
        self.delay = max(samples(thresholds.delay_seconds) // HOP, self._stretches.half + STEP_HOPS)
        """Hops between a hop and its verdict."""
        self._voice: deque[float] = deque()
        self._evidence: deque[float] = deque()
        self._waiting: deque[Stretch] = deque()
        self._hops = self._done = 0
        self._state = 0.5
        """Probability of the agent before the first hop that has no verdict yet."""

    def hop(self, audio: Mono, probability: float) -> list[tuple[float, float]]:
        """Take a hop of the mixed channel.

        Args:
            audio: int16, shape (HOP,).
            probability: of a voice.

        Returns:
            Voice probabilities of (agent, customer) for the next hops that are decided: none, or several.
        """
        self._voice.append(probability)
        self._evidence.append(0.0)
        self._hops += 1
        stretch = self._stretches.hop(audio, probability)
        if stretch is not None:
            self._weigh(stretch)
            self._waiting.append(stretch)
        ready = self._hops - self.delay - self._done
        return self._decide(ready) if ready >= STEP_HOPS else []

    def flush(self) -> list[tuple[float, float]]:
        """The channel is over: verdicts for all hops that have none."""
        silence = np.zeros(HOP, np.int16)
        wanted = self._hops - self._done
        for _ in range(self._stretches.half):
            if (stretch := self._stretches.hop(silence, 0.0)) is not None:
                self._weigh(stretch)
                self._waiting.append(stretch)
        return self._decide(wanted) if wanted else []

    def _weigh(self, stretch: Stretch) -> None:
        evidence = self._voices.evidence(stretch)
        for hop in range(stretch.centre - STEP_HOPS // 2, stretch.centre + STEP_HOPS // 2):
            index = hop - self._done
            if 0 <= index < len(self._evidence):
                self._evidence[index] = evidence

    def _decide(self, count: int) -> list[tuple[float, float]]:
        agent = self._smoothed(count)
        out: list[tuple[float, float]] = []
        while self._waiting and self._waiting[0].centre < self._done + count:
            stretch = self._waiting.popleft()
            self._voices.learn(stretch, agent[stretch.centre - self._done])
        for probability in agent:
            voice = self._voice.popleft()
            self._evidence.popleft()
            out.append((voice if probability >= self._sure else 0.0, voice if probability <= 1 - self._sure else 0.0))
        self._done += count
        return out

    def _smoothed(self, count: int) -> list[float]:
        """Probability of the agent in each of the first hops, given all that is known; moves the state on over them."""
        forward: list[float] = []
        state = self._state
        for voice, evidence in self._known():
            stay = _STAY_IN_VOICE if voice else _STAY_IN_PAUSE
            before = stay * state + (1 - stay) * (1 - state)
            odds = before / (1 - before) * math.exp(evidence)
            state = min(max(odds / (1 + odds), 1e-6), 1 - 1e-6)
            forward.append(state)
        known = list(self._known())
        ahead = 0.5
        out = [0.5] * count
        for index in range(len(forward) - 1, -1, -1):
            if index < count:
                agent, rival = forward[index] * ahead, (1 - forward[index]) * (1 - ahead)
                out[index] = agent / (agent + rival)
            voice, evidence = known[index]
            likely = ahead * math.exp(evidence) / (ahead * math.exp(evidence) + 1 - ahead)
            stay = _STAY_IN_VOICE if voice else _STAY_IN_PAUSE
            ahead = stay * likely + (1 - stay) * (1 - likely)
        self._state = forward[count - 1]
        return out

    def _known(self) -> Iterator[tuple[bool, float]]:
        return ((voice >= _VOICE, evidence) for voice, evidence in zip(self._voice, self._evidence, strict=True))
