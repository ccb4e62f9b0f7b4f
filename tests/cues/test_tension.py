"""The caller's tension: silent while the opening forms, up with strained turns, down with calm and thankful ones."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.cues.tension import TensionMeter
from assist.events import (
    SAMPLE_RATE,
    AnyEvent,
    CallerKind,
    CallerState,
    SpeechEnded,
    SpeechStarted,
    Tension,
    TensionSpike,
    TurnStarted,
    VoiceChange,
)
from assist.profile.schema import CallerTension


@dataclass
class Call:
    """Turns of a caller, one after the other."""

    thresholds: CallerTension = field(default_factory=CallerTension)
    at: int = 0
    events: list[AnyEvent] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.meter = TensionMeter(self.thresholds)

    def turn(
        self, kind: CallerKind = "neutral", sure: float = 0.9, *, seconds: float = 4.0, voice: float = 0.0
    ) -> Call:
        start, self.at = self.at, self.at + round(seconds * SAMPLE_RATE)
        end = self.at
        now = end + SAMPLE_RATE // 2
        told: list[AnyEvent] = [
            TurnStarted(at=start, known_at=start, speaker="customer", start=start),
            SpeechStarted(at=start, known_at=start, speaker="customer", start=start),
            SpeechEnded(at=end, known_at=end, speaker="customer", start=start, end=end),
            CallerState(at=end, known_at=now, kind=kind, probability=sure, start=start, end=end, text="so it goes"),
        ]
        if voice:
            told.append(
                VoiceChange(
                    at=end, known_at=now, speaker="customer", start=start, end=end, score=voice, reasons=("louder",)
                )
            )
        for event in told:
            self.events += self.meter.take(event, event.known_at)
        self.at += 2 * SAMPLE_RATE
        return self

    def opening(self) -> Call:
        for _ in range(6):
            self.turn()
        return self

    @property
    def states(self) -> list[str]:
        return [e.state for e in self.events if isinstance(e, Tension)]


def test_nothing_is_said_while_the_opening_forms() -> None:
    call = Call()
    for _ in range(4):
        call.turn("distress", 1.0)
    assert call.events == []


def test_two_strained_turns_make_it_high_and_thanks_bring_it_down() -> None:
    call = Call().opening().turn("frustration")
    assert call.states == ["rising"]
    call.turn("frustration")
    assert call.states[-1] == "high"
    call.turn("easing").turn("easing").turn("easing")
    assert call.states[-1] == "settled"
    (spike,) = [e for e in call.events if isinstance(e, TensionSpike)]
    assert spike.peak >= 0.65
    assert spike.start <= spike.at <= spike.end


def test_one_unmistakable_turn_is_enough() -> None:
    assert Call().opening().turn("distress", 0.99).states == ["high"]


def test_calm_turns_bring_it_down_slowly() -> None:
    call = Call().opening().turn("frustration").turn("frustration")
    before = len(call.states)
    call.turn()
    assert call.states[before:] in ([], ["high"], ["rising"])
    for _ in range(8):
        call.turn()
    assert call.states[-1] == "settled"


def test_a_voice_alone_never_makes_it_high() -> None:
    call = Call().opening()
    for _ in range(10):
        call.turn(voice=1.0)
    assert "high" not in call.states


def test_a_voice_adds_to_words_and_is_named() -> None:
    plain = Call(CallerTension(voice_weight=0.3)).opening().turn("anxiety", 0.6)
    raised = Call(CallerTension(voice_weight=0.3)).opening().turn("anxiety", 0.6, voice=0.9)
    levels = [max((e.level for e in c.events if isinstance(e, Tension)), default=0.0) for c in (plain, raised)]
    assert levels[1] > levels[0]
    last = [e for e in raised.events if isinstance(e, Tension)][-1]
    assert last.reasons == ('anxiety: "so it goes"', "voice: louder")


def test_what_a_caller_opens_with_is_that_callers_normal() -> None:
    tense, calm = Call(), Call()
    for _ in range(3):
        tense.turn("frustration", seconds=6.0)
        calm.turn(seconds=6.0)
    tense.turn("frustration", 0.8)
    calm.turn("frustration", 0.8)
    level = [[e.level for e in call.events if isinstance(e, Tension)][-1] for call in (tense, calm)]
    assert level[0] < level[1]


@given(
    turns=st.lists(
        st.tuples(st.sampled_from(["neutral", "frustration", "distress", "easing"]), st.floats(0, 1)), max_size=12
    ),
    shift=st.integers(0, 10**7),
)
def test_a_later_call_is_the_same_call(turns: list[tuple[CallerKind, float]], shift: int) -> None:
    first, later = Call(), Call(at=shift)
    for kind, sure in turns:
        first.turn(kind, sure, seconds=8)
        later.turn(kind, sure, seconds=8)
    assert [_earlier(e, shift) for e in later.events] == first.events
    assert all(0.0 <= e.level <= 1.0 for e in first.events if isinstance(e, Tension))


def _earlier(event: AnyEvent, by: int) -> AnyEvent:
    changes = {n: getattr(event, n) - by for n in ("at", "known_at", "start", "end") if hasattr(event, n)}
    return replace(event, **changes)


@pytest.mark.parametrize("kind", ["neutral", "easing"])
def test_a_calm_call_says_nothing(kind: CallerKind) -> None:
    call = Call().opening()
    for _ in range(20):
        call.turn(kind)
    assert call.events == []
