"""The caller's tension: silent while the opening forms, up with strained turns, down with calm and thankful ones."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.cues.rules import RuleReader
from assist.cues.stage import CueStage
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
    Words,
)
from assist.profile.schema import CallerTension, Profile
from tests.cues.speech import said


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

    def end(self) -> list[TensionSpike]:
        """The call is over; every spike of it."""
        self.events += self.meter.flush(self.at)
        return self.spikes

    @property
    def spikes(self) -> list[TensionSpike]:
        return [e for e in self.events if isinstance(e, TensionSpike)]

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


# ---------------------------------------------------------------------------------------------------------- spikes
def test_a_spike_goes_from_the_first_strain_to_settled_with_its_peak_between() -> None:
    call = Call().opening()
    first = call.at
    call.turn("frustration", 0.7).turn("distress").turn("distress")
    high = call.at
    assert call.spikes == []
    call.turn("easing").turn("easing").turn("easing").turn("easing")
    (spike,) = call.spikes
    assert first < spike.start < spike.at < high <= spike.end
    assert spike.peak == max(e.level for e in call.events if isinstance(e, Tension))
    assert spike.reasons == ('distress: "so it goes"',)
    assert call.end() == [spike]


def test_a_spike_that_lasts_ends_with_the_call() -> None:
    call = Call().opening().turn("frustration").turn("frustration")
    last = call.at
    assert call.spikes == []
    (spike,) = call.end()
    assert spike.end == spike.known_at == last
    assert call.meter.flush(last) == []


def test_a_second_rise_is_a_second_spike() -> None:
    call = Call().opening()
    for _ in range(2):
        call.turn("frustration").turn("frustration")
        for _ in range(5):
            call.turn("easing")
    one, other = call.end()
    assert one.end < other.start


def test_a_calm_call_has_no_spike() -> None:
    assert Call().opening().turn().turn("easing").end() == []


@given(
    st.lists(st.tuples(st.sampled_from(["neutral", "frustration", "distress", "easing"]), st.floats(0, 1)), max_size=25)
)
def test_spikes_are_the_stretches_that_are_not_settled(turns: list[tuple[CallerKind, float]]) -> None:
    call = Call().opening()
    for kind, sure in turns:
        call.turn(kind, sure)
    spikes = call.end()
    states = ["settled", *call.states]
    rises = sum(one == "settled" != other for one, other in itertools.pairwise(states))
    assert len(spikes) == rises
    assert all(one.end <= other.start for one, other in itertools.pairwise(spikes))
    assert all(spike.start <= spike.at <= spike.end <= spike.known_at for spike in spikes)


# ------------------------------------------------------------------------------------- words that are not whole yet
HARD = "i lost my job and i am so scared because i can not pay this and nobody listens to me at all"


def changes_while_it_is_recognised(sentence: str, stable_after: int) -> list[str]:
    """States that tension goes through while a sentence comes in as growing partials, stable pieces, and whole."""
    stage, second, events = CueStage(Profile(), RuleReader(), RuleReader()), SAMPLE_RATE, list[AnyEvent]()

    def hop(at: float, *told: AnyEvent) -> None:
        events.extend(stage.hop([replace(event, known_at=round(at * second)) for event in told], round(at * second)))

    def speech(start: float, end: float, *heard: Words) -> None:
        a, b = round(start * second), round(end * second)
        hop(start, SpeechStarted(at=a, known_at=a, speaker="customer", start=a),
            TurnStarted(at=a, known_at=a, speaker="customer", start=a))  # fmt: skip
        for words in heard[:-1]:
            hop(max(words.end / second, start), words)
        hop(end + 0.3, SpeechEnded(at=b, known_at=b, speaker="customer", start=a, end=b))
        hop(end + 0.6, heard[-1])

    for number in range(6):
        start = number * 6.0
        speech(start, start + 4.0, said("customer", "that is the address", start, start + 4.0, utterance=number + 1))
    start, each, words = 40.0, 0.3, sentence.split()
    heard: list[Words] = []
    for count in range(1, len(words) + 1):
        end = start + each * count
        heard.append(said("customer", " ".join(words[:count]), start, end, utterance=9, final=False))
        if count % stable_after == 0:
            piece = said(
                "customer", " ".join(words[count - stable_after : count]), end - each * stable_after, end, utterance=9
            )
            heard.append(replace(piece, stability="stable"))
    end = start + each * len(words)
    speech(start, end, *heard, said("customer", sentence, start, end, utterance=9))
    states = ["settled", *(e.state for e in events if isinstance(e, Tension))]
    return [other for one, other in itertools.pairwise(states) if one != other]


def test_a_hard_sentence_changes_the_state_once() -> None:
    assert changes_while_it_is_recognised(HARD, 3) in (["rising"], ["high"])


@given(st.lists(st.sampled_from(HARD.split()), min_size=1, max_size=20), st.integers(1, 6))
def test_partial_sentences_never_flap(words: list[str], stable_after: int) -> None:
    assert len(changes_while_it_is_recognised(" ".join(words), stable_after)) <= 1
