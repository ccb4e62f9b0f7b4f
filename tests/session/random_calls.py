"""Random calls for property tests: sound, a cheap voice detector, a cheap engine, a lane that answers late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from hypothesis import strategies as st

from assist.asr.engine import Begin, Engine, Feed, Finish, Hypothesise, Lane, Request
from assist.coaching.promptbook import default_book
from assist.cues.rules import RuleReader
from assist.events import SAMPLE_RATE, AnyEvent, Gap, Hypothesis, Speaker, TimedWord, Trouble, UserActed, other
from assist.profile.schema import Profile
from assist.session.pipeline import Parts
from assist.timeline.frame import HOP, Samples, StereoFrame
from tests.speech.voices import KnownPitch

READER, BOOK = RuleReader(), default_book()

LOUD = 2_000
"""Level that stands for a sure voice."""

PHRASES = [
    "i lost my job and i can not pay this", "your balance is overdue", "there is nothing i can do", "mm hm",
    "that must be really hard", "i want to kill myself", "which one works best", "my card is four one one one",
    "policy is policy", "okay", "we could split it or move the date", "i am scared what happens if you cut me off",
]  # fmt: skip
SPOKEN = [word for phrase in PHRASES for word in phrase.split()]


class LevelActivity:
    """The louder the hop, the likelier a voice; nothing is carried over from hop to hop."""

    hangover = 0

    def probabilities(self, start: int, audio: Samples) -> tuple[float, float]:
        levels = np.abs(audio.astype(np.int32)).mean(axis=0) / LOUD
        return min(float(levels[0]), 1.0), min(float(levels[1]), 1.0)


class CountingEngine:
    """Hears one word in each quarter of a second, which one depends on the sound; the last one changes with more sound."""

    name = "counting"
    WORD = SAMPLE_RATE // 4

    def __init__(self) -> None:
        self._starts: dict[Speaker, int] = {}
        self._fed: dict[Speaker, list[Samples]] = {}

    def begin(self, speaker: Speaker, start: int) -> None:
        self._starts[speaker], self._fed[speaker] = start, []

    def feed(self, speaker: Speaker, samples: Samples) -> None:
        self._fed[speaker].append(samples)

    def hypothesis(self, speaker: Speaker) -> tuple[TimedWord, ...]:
        start, blocks = self._starts[speaker], self._fed[speaker]
        audio = np.concatenate(blocks) if blocks else np.zeros(0, np.int16)
        first = int(np.abs(audio.astype(np.int64)).sum() // 977) if len(audio) < self.WORD else self._pick(audio, 0)
        count = -(-len(audio) // self.WORD)
        return tuple(
            TimedWord(
                text=SPOKEN[(first + index) % len(SPOKEN)],
                start=start + index * self.WORD,
                end=min(start + (index + 1) * self.WORD, start + len(audio)),
                confidence=0.5,
            )
            for index in range(count)
        )

    def finish(self, speaker: Speaker) -> tuple[TimedWord, ...]:
        words = self.hypothesis(speaker)
        del self._fed[speaker]
        return words

    def close(self) -> None:
        self._fed.clear()

    def _pick(self, audio: Samples, index: int) -> int:
        return int(np.abs(audio[index * self.WORD : (index + 1) * self.WORD].astype(np.int64)).sum() // 977)


class LateLane:
    """Answers like a live lane: in order, after delays that are not known before.

    Args:
        engine: what it asks.
        delays: samples, taken in turn.
        troubles: names of troubles, put out before the answer with that number.
    """

    def __init__(self, engine: Engine, delays: Sequence[int], troubles: Sequence[tuple[int, str]] = ()) -> None:
        self._engine, self._delays, self._troubles = engine, delays, list(troubles)
        self._waiting: list[tuple[int, Hypothesis]] = []
        self._asked = 0
        self.engine = engine.name
        self.closed = 0

    def submit(self, request: Request, now: int) -> None:
        match request:
            case Begin():
                self._engine.begin(request.speaker, request.start)
            case Feed():
                self._engine.feed(request.speaker, request.samples)
            case Hypothesise() | Finish():
                complete = isinstance(request, Finish)
                words = (self._engine.finish if complete else self._engine.hypothesis)(request.speaker)
                due = now + self._delays[self._asked % len(self._delays)]
                self._asked += 1
                due = max([due, *(earlier for earlier, _ in self._waiting)])
                answer = Hypothesis(
                    at=request.end, known_at=due, speaker=request.speaker, utterance=request.utterance,
                    words=words, complete=complete, engine=self.engine,
                )  # fmt: skip
                self._waiting.append((due, answer))

    def ready(self, now: int) -> list[AnyEvent]:
        out: list[AnyEvent] = []
        while self._troubles and self._troubles[0][0] <= now:
            _, what = self._troubles.pop(0)
            out.append(Trouble(at=now, known_at=now, what=what, since=now, until=None if len(out) % 2 else now))
        while self._waiting and self._waiting[0][0] <= now:
            out.append(replace(self._waiting.pop(0)[1], known_at=now))
        return out

    def drain(self, now: int) -> list[AnyEvent]:
        waiting, self._waiting = self._waiting, []
        return [replace(answer, known_at=now) for _, answer in waiting]

    def close(self) -> None:
        self.closed += 1


@dataclass
class RandomCall:
    """Sound of both sides, what came from outside, and how late recognition was."""

    audio: Samples
    delays: list[int]
    notes: list[tuple[int, AnyEvent]] = field(default_factory=list)
    """(number of the hop before which it comes, what)."""
    troubles: list[tuple[int, str]] = field(default_factory=list)

    def frame(self, start: int, end: int) -> StereoFrame:
        return StereoFrame(start, self.audio[start:end])

    def swapped(self) -> RandomCall:
        return RandomCall(np.ascontiguousarray(self.audio[:, ::-1]), self.delays)


def parts(lane: Lane, profile: Profile | None = None) -> Parts:
    return Parts(
        profile=profile or Profile(),
        activity=LevelActivity(),
        lane=lane,
        reader=READER,
        book=BOOK,
        pitch=KnownPitch(160.0),
    )


def side(runs: Sequence[tuple[int, int, int]], length: int) -> Samples:
    """Sound of one side.

    Args:
        runs: (samples of silence, samples of voice, level) in turn.
        length: samples in all.
    """
    out = np.zeros(length, np.int16)
    at = 0
    for silence, voice, level in runs:
        at += silence
        # A slow ramp on top tells every stretch of voice from every other one.
        out[at : at + voice] = (level + (np.arange(at, at + voice) // 64) % 97)[: max(length - at, 0)]
        at += voice
    return out


def _runs() -> st.SearchStrategy[list[tuple[int, int, int]]]:
    silence = st.one_of(st.integers(0, 8_000), st.integers(0, 48_000))
    voice = st.one_of(st.integers(600, 16_000), st.integers(8_000, 80_000))
    level = st.sampled_from([LOUD, LOUD, LOUD, 800, 1_100])
    return st.lists(st.tuples(silence, voice, level), max_size=10)


def _notes(hops: int) -> st.SearchStrategy[list[tuple[int, AnyEvent]]]:
    note = st.one_of(
        st.builds(
            UserActed,
            at=st.just(0),
            known_at=st.just(0),
            action=st.sampled_from(["dismiss", "not_helpful", "snooze", "pause", "resume"]),
            prompt=st.none() | st.integers(1, 3),
        ),
        st.builds(
            Trouble,
            at=st.just(0),
            known_at=st.just(0),
            what=st.sampled_from(["no_audio", "device_lost", "disk"]),
            since=st.just(0),
            until=st.none() | st.just(0),
            speaker=st.sampled_from(["agent", "customer", None]),
            message=st.sampled_from(["", "Mikrofon „weg“\u2028"]),
        ),
        st.builds(
            Gap,
            at=st.just(0),
            known_at=st.just(0),
            speaker=st.sampled_from(["agent", "customer"]),
            start=st.just(0),
            end=st.just(1),
            why=st.just("overflow"),
        ),
    )
    placed = st.lists(st.tuples(st.integers(0, hops), note), max_size=6)
    return placed.map(lambda notes: sorted(notes, key=lambda item: item[0]))


@st.composite
def calls(draw: st.DrawFn, *, outside: bool = False, lead: int = 0) -> RandomCall:
    """A call of up to 25 s.

    Args:
        draw: given by hypothesis.
        outside: with gaps, troubles and clicks.
        lead: samples of silence at the beginning.
    """
    length = draw(st.one_of(st.integers(0, 2_000), st.integers(16_000, 400_000)))
    audio = np.zeros((lead + length, 2), np.int16)
    for column in (0, 1):
        audio[lead:, column] = side(draw(_runs()), length)
    delays = draw(st.lists(st.integers(0, 24_000), min_size=1, max_size=5))
    call = RandomCall(audio, delays)
    if outside:
        hops = len(audio) // HOP
        call.notes = draw(_notes(hops))
        names = st.sampled_from(["recognition_restarting", "recognition_behind", "recognition_off"])
        troubles = draw(st.lists(st.tuples(st.integers(0, max(len(audio), 1)), names), max_size=3))
        call.troubles = sorted(troubles)
    return call


def swap(event: AnyEvent) -> AnyEvent:
    """The event with its sides swapped."""
    changes: dict[str, object] = {}
    for name in ("speaker", "holder", "before", "after"):
        side_of = getattr(event, name, None)
        if side_of is not None:
            changes[name] = other(side_of)
    return replace(event, **changes)  # type: ignore[arg-type]
