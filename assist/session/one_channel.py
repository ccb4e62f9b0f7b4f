"""A call with both voices on one channel: told apart by the enrolled voice, or not at all; and what is off because of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from assist.events import AnyEvent, Trouble
from assist.profile.schema import Attribution, samples
from assist.session.pipeline import Parts, Pipeline
from assist.session.replay import replay
from assist.speech.attribution import Attributor, Mono
from assist.speech.background import BackgroundGate, hop_energies
from assist.speech.silero import HANGOVER, ActivityModel
from assist.timeline.frame import COLUMN, HOP, Samples, StereoFrame

NOT_TOLD_APART = (
    "Both voices are on one channel: turn cues are off, and all words are shown as the caller's; with --tell-apart your "
    "enrolled voice is tried."
)
NOT_ENROLLED = (
    "Both voices are on one channel and no voice is enrolled ('assist voice enrol'): turn cues are off, and all words "
    "are shown as the caller's."
)
TOLD_APART = "Both voices are on one channel and told apart by your enrolled voice: cues about talking over are off."
UNSURE = "The voices on this channel can hardly be told apart just now: turn cues are off."
DOUBT_SECONDS = 20.0
"""Voice over which it is counted how much is nobody's."""
_VOICE = 0.5


def mixed_channel(what: str, message: str, since: int = 0, until: int | None = None, now: int = 0) -> Trouble:
    """The note that says what one channel for both takes away: `mixed_channel` every turn, `mixed_overlaps` overlaps."""
    return Trouble(at=now, known_at=now, what=what, since=since, until=until, message=message)


def not_told_apart(
    blocks: Iterable[Mono], parts: Parts, source: str, message: str = NOT_TOLD_APART
) -> Iterator[AnyEvent]:
    """All events of a call whose voices nobody tells apart: everything is heard as the caller, and turn cues are off.

    Args:
        blocks: the channel, int16 at 16 kHz.
        parts: of an ordinary pipeline.
        source: name of the call.
        message: what the agent is told about it.
    """
    frames = _framed(_columns(np.zeros_like(block), block) for block in blocks)
    return replay(frames, parts, source, [mixed_channel("mixed_channel", message)])


def told_apart(
    blocks: Iterable[Mono], parts: Parts, attributor: Attributor, thresholds: Attribution, source: str
) -> Iterator[AnyEvent]:
    """All events of a call whose voices are told apart. The lane is closed at the end.

    The pipeline hears each hop when it is decided whose it is, so `known_at` is later than with a channel a side.

    Args:
        blocks: the channel, int16 at 16 kHz, of any length.
        parts: of an ordinary pipeline; its activity model hears the channel.
        attributor: says whose voice it is.
        thresholds: when it is too rarely sure.
        source: name of the call.
    """
    decided = Decided()
    splitter = Splitter(parts.activity, parts.profile.speech.background_margin_db, attributor)
    doubt = Doubt(thresholds)
    pipeline = Pipeline(replace(parts, activity=decided, one_channel=True), source)
    notes: list[AnyEvent] = [mixed_channel("mixed_overlaps", TOLD_APART)]

    def step(part: Part) -> Iterator[AnyEvent]:
        decided.put(part.voices)
        notes.extend(doubt.take(part.voices, part.unknown, part.start, pipeline.now))
        events = pipeline.step(StereoFrame(part.start, part.audio), notes)
        notes.clear()
        return (replace(event, known_at=part.known_at) for event in events)

    try:
        for block in blocks:
            for part in splitter.take(block):
                yield from step(part)
        last = splitter.finish()
        if last is not None:
            yield from step(last)
        for event in pipeline.finish(notes):
            yield replace(event, known_at=max(event.known_at, splitter.heard + 1))
    finally:
        parts.lane.close()


@dataclass(frozen=True, slots=True)
class Part:
    """Some hops of the channel, decided together.

    Attributes:
        start: sample index of the first.
        audio: int16, shape (samples, 2): each side without what the other says.
        voices: probabilities of (agent, customer), hop by hop.
        unknown: for every hop, is there a voice that was given to nobody?
        known_at: samples of the channel that were heard by then.
    """

    start: int
    audio: Samples
    voices: list[tuple[float, float]]
    unknown: list[bool]
    known_at: int


class Splitter:
    """Makes two sides of one channel, hop by hop, whatever the length of the blocks.

    Args:
        activity: where there is a voice.
        background_margin_db: see `BackgroundGate`.
        attributor: says whose it is.
    """

    def __init__(self, activity: ActivityModel, background_margin_db: float, attributor: Attributor) -> None:
        self._activity = activity
        self._background = BackgroundGate(background_margin_db)
        self._attributor = attributor
        self._rest: Mono = np.zeros(0, np.int16)
        self._waiting: deque[tuple[Mono, bool]] = deque()
        self._start = 0
        self.heard = 0
        """Samples taken."""

    def take(self, block: Mono) -> Iterator[Part]:
        """Take a block; gives the parts that are decided with it."""
        audio = np.concatenate([self._rest, block])
        whole = len(audio) - len(audio) % HOP
        self._rest = audio[whole:]
        for at in range(0, whole, HOP):
            self.heard += HOP
            if voices := self._hop(audio[at : at + HOP]):
                yield self._part(voices, self.heard)

    def finish(self) -> Part | None:
        """The channel is over; what is left, if anything. The last part of a hop is filled up with silence."""
        tail = len(self._rest)
        if tail:
            self.heard += tail
            voices = self._hop(np.pad(self._rest, (0, HOP - tail)))
            voices += self._attributor.flush()
        else:
            voices = self._attributor.flush()
        if not voices:
            return None
        part = self._part(voices, self.heard + 1)
        return replace(part, audio=part.audio[: self.heard - part.start])

    def _hop(self, audio: Mono) -> list[tuple[float, float]]:
        both = np.repeat(audio[:, None], 2, axis=1)
        start = self.heard - self.heard % HOP
        probability = self._background.hop(hop_energies(both)[0], self._activity.probabilities(start, both))[0]
        self._waiting.append((audio, probability >= _VOICE))
        return self._attributor.hop(audio, probability)

    def _part(self, voices: list[tuple[float, float]], known_at: int) -> Part:
        hops = [self._waiting.popleft() for _ in voices]
        columns = []
        for (audio, _), (agent, customer) in zip(hops, voices, strict=True):
            silent = np.zeros_like(audio)
            columns.append(_columns(silent if customer > 0 else audio, silent if agent > 0 else audio))
        unknown = [
            voiced and agent == customer == 0.0 for (_, voiced), (agent, customer) in zip(hops, voices, strict=True)
        ]
        part = Part(self._start, np.concatenate(columns), voices, unknown, known_at)
        self._start = part.start + len(part.audio)
        return part


class Decided:
    """An activity model that was told the answers before."""

    hangover = HANGOVER

    def __init__(self) -> None:
        self._voices: deque[tuple[float, float]] = deque()

    def put(self, voices: list[tuple[float, float]]) -> None:
        """The next hops' probabilities."""
        self._voices.extend(voices)

    def probabilities(self, start: int, audio: Samples) -> tuple[float, float]:
        """See `ActivityModel`."""
        return self._voices.popleft()


class Doubt:
    """Says when too much of the voice is given to nobody, and when that is over.

    Args:
        thresholds: how much is too much.
    """

    def __init__(self, thresholds: Attribution) -> None:
        self._most, self._again = thresholds.unsure_most, thresholds.unsure_most / 2
        self._recent: deque[bool] = deque(maxlen=samples(DOUBT_SECONDS) // HOP)
        self._since: int | None = None

    def take(self, voices: list[tuple[float, float]], unknown: list[bool], start: int, now: int) -> list[AnyEvent]:
        """Take some hops.

        Args:
            voices: probabilities of (agent, customer).
            unknown: is there a voice that is nobody's?
            start: sample index of the first hop.
            now: sample index of the pipeline.
        """
        for pair, nobody in zip(voices, unknown, strict=True):
            if nobody or max(pair) >= _VOICE:
                self._recent.append(nobody)
        if len(self._recent) < (self._recent.maxlen or 0):
            return []
        share = sum(self._recent) / len(self._recent)
        if self._since is None and share > self._most:
            self._since = start
            return [mixed_channel("mixed_channel", UNSURE, start, None, now)]
        if self._since is not None and share < self._again:
            since, self._since = self._since, None
            return [mixed_channel("mixed_channel", UNSURE, since, start, now)]
        return []


def _columns(agent: Mono, customer: Mono) -> Samples:
    audio = np.empty((len(agent), 2), np.int16)
    audio[:, COLUMN["agent"]], audio[:, COLUMN["customer"]] = agent, customer
    return audio


def _framed(blocks: Iterator[Samples]) -> Iterator[StereoFrame]:
    start = 0
    for audio in blocks:
        yield StereoFrame(start, audio)
        start += len(audio)
