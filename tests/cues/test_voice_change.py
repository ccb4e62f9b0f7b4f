"""The caller's voice against this caller's own opening: when it is judged, what moves the score and what must not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assist.cues.voice_change import BOTH_VOICES, FORMING, TENSE, TOO_LITTLE, TOO_NOISY, VoiceJudge
from assist.cues.voice_model import SIGNS, VoiceModel, shipped_voice_model
from assist.events import SAMPLE_RATE, AnyEvent, Bleed, TurnEnded, VoiceChange, VoiceFeatures
from assist.profile.schema import Voice

SECONDS = 3.0
RAISED = {
    "level_db": 8.0, "pitch_semitones": 5.0, "pitch_spread_semitones": 4.0, "tilt_db": 6.0, "syllables_per_second": 1.0,
}  # fmt: skip
"""What an angry voice adds."""


def piece(start: float = 0.0, **changes: float) -> VoiceFeatures:
    """Three seconds of an ordinary voice, from `start` seconds on; changes are added to its numbers."""
    plain = VoiceFeatures(
        at=0, known_at=0, speaker="customer", start=0, end=0, speech_seconds=SECONDS, voiced_seconds=2.0,
        level_db=-24.0, noise_db=-60.0, pitch_semitones=8.0, pitch_spread_semitones=5.0, tilt_db=-14.0, harmonicity_db=11.0,
        jitter_semitones=0.12, shimmer_db=1.5, syllables_per_second=4.0, pause_share=0.1,
    )  # fmt: skip
    first, last = round(start * SAMPLE_RATE), round((start + SECONDS) * SAMPLE_RATE)
    numbers = {name: getattr(plain, name) + value for name, value in changes.items()}
    return replace(plain, at=last, known_at=last, start=first, end=last, **numbers)


WOBBLE = (0.4, -0.6, 0.2, 0.7, -0.5, -0.2, 0.5, -0.5, 0.1, -0.1)
"""Nobody says two things alike: what is added to everything, in turn."""


class Caller:
    """A caller whose turns are told to a judge, one piece a turn unless said otherwise."""

    def __init__(self, *, shift: float = 0.0) -> None:
        self.judge = VoiceJudge(shipped_voice_model(), Voice())
        self.at = shift
        self.said = 0
        self.every: list[VoiceChange] = []

    def piece(self, **changes: float) -> list[VoiceChange]:
        wobble = WOBBLE[self.said % len(WOBBLE)]
        own = {name: wobble + changes.pop(name, 0.0) for name in ("level_db", "pitch_semitones", "tilt_db")}
        made = piece(self.at, **own, **changes)
        self.at, self.said = self.at + SECONDS, self.said + 1
        return self._tell([made])

    def end(self) -> VoiceChange:
        end = round(self.at * SAMPLE_RATE)
        self.at += 2.0
        (change,) = self._tell([
            TurnEnded(at=end, known_at=end + SAMPLE_RATE, speaker="customer", start=0, end=end),
        ])  # fmt: skip
        return change

    def turn(self, **changes: float) -> VoiceChange:
        self.piece(**changes)
        return self.end()

    def _tell(self, events: list[AnyEvent]) -> list[VoiceChange]:
        out = self.judge.hop(events, events[-1].known_at)
        self.every += out
        return out


def opened(**changes: float) -> Caller:
    """A caller whose calm opening is over."""
    caller = Caller()
    for _ in range(7):
        caller.turn(**changes)
    return caller


def test_silent_while_the_baseline_forms() -> None:
    caller = Caller()
    opening = [caller.turn(**RAISED) for _ in range(7)]
    assert {change.abstained for change in opening} == {FORMING}
    assert all(change.score == 0.0 and change.reasons == () for change in opening)
    assert caller.turn(**RAISED).abstained == ""


def test_as_in_the_opening_is_calm() -> None:
    caller = opened()
    for _ in range(10):
        change = caller.turn()
        assert change.abstained == "" and change.score < 0.25 and change.complete


def test_a_raised_voice_is_tenser_and_says_why() -> None:
    change = opened().turn(**RAISED)
    assert change.score > TENSE
    assert set(change.reasons) == {"louder", "higher", "wider", "sharper voice", "faster"}


def test_one_sign_alone_is_not_enough() -> None:
    for name, value in RAISED.items():
        assert opened().turn(**{name: 1.5 * value}).score < TENSE, name


def test_a_caller_who_is_always_loud_and_lively_stays_calm() -> None:
    caller = opened(**RAISED)
    assert all(caller.turn(**RAISED).score < 0.25 for _ in range(5))


@pytest.mark.parametrize("gain_db", [6.0, -6.0, 12.0])
def test_a_change_of_gain_is_no_change_of_voice(gain_db: float) -> None:
    caller = opened()
    for _ in range(6):
        change = caller.turn(level_db=gain_db, noise_db=gain_db)
        assert change.score < 0.25 and "louder" not in change.reasons


def test_a_level_with_nothing_to_back_it_becomes_the_new_normal() -> None:
    caller = opened()
    for _ in range(3):
        assert caller.turn(level_db=9.0).score < 0.25
    assert caller.turn(level_db=9.0, tilt_db=3.0, pitch_semitones=2.0).score < TENSE


def test_an_angry_voice_is_found_after_a_change_of_gain_too() -> None:
    caller = opened()
    for _ in range(3):
        caller.turn(level_db=-6.0, noise_db=-6.0)
    raised = {**RAISED, "level_db": RAISED["level_db"] - 6.0}
    assert caller.turn(**raised, noise_db=-6.0).score > TENSE


def test_an_angry_caller_does_not_become_the_new_normal() -> None:
    caller = opened()
    scores = [caller.turn(**RAISED).score for _ in range(20)]
    assert min(scores) > TENSE and scores[-1] == pytest.approx(scores[0], abs=0.15)


def test_a_voice_that_drifts_slowly_is_followed() -> None:
    caller = opened()
    scores = [caller.turn(pitch_semitones=0.02 * step, tilt_db=0.02 * step).score for step in range(200)]
    assert max(scores) < TENSE


def test_too_noisy_is_not_judged_and_teaches_nothing() -> None:
    caller = Caller()
    for _ in range(10):
        assert caller.turn(noise_db=30.0).abstained == TOO_NOISY
    assert caller.turn().abstained == FORMING


def test_noise_that_comes_up_does_not_sharpen_the_voice() -> None:
    change = opened().turn(noise_db=22.0, tilt_db=8.0, pitch_semitones=2.0)
    assert "sharper voice" not in change.reasons and change.score < TENSE


def test_an_unknown_noise_level_is_no_reason_to_abstain() -> None:
    caller = opened()
    calm = replace(piece(caller.at), noise_db=None)
    (change,) = caller.judge.hop([calm], calm.known_at)
    assert change.abstained == "" and change.score < 0.25


def test_too_little_speech_is_not_judged() -> None:
    caller = opened()
    assert caller.turn(voiced_seconds=-1.5, **RAISED).abstained == TOO_LITTLE


def test_short_pieces_of_one_turn_add_up() -> None:
    caller = opened()
    assert caller.piece(voiced_seconds=-1.5, **RAISED)[0].abstained == TOO_LITTLE
    assert caller.piece(voiced_seconds=-1.5, **RAISED)[0].score > TENSE


def test_the_agents_voice_on_the_callers_line_is_not_judged() -> None:
    caller = opened()
    leak = Bleed(at=0, known_at=0, speaker="agent", state="high", level_db=-3.0, lag=0, correlation=0.9)
    caller.judge.hop([leak], 0)
    assert caller.turn(**RAISED).abstained == BOTH_VOICES
    caller.judge.hop([replace(leak, state="none")], 0)
    assert caller.turn(**RAISED).score > TENSE


def test_a_long_turn_is_told_while_it_lasts_and_forgets_how_it_began() -> None:
    caller = opened()
    calm = [caller.piece()[0] for _ in range(6)]
    raised = [caller.piece(**RAISED)[0] for _ in range(6)]
    last = caller.end()
    assert not any(change.complete for change in calm + raised) and last.complete
    assert max(change.score for change in calm) < 0.25 < TENSE < raised[-1].score == last.score
    assert {change.start for change in [*calm, *raised, last]} == {calm[0].start}


def test_the_last_piece_may_come_with_the_end_of_its_turn() -> None:
    caller = opened()
    made = piece(caller.at, **RAISED)
    ended = TurnEnded(at=made.end, known_at=made.known_at, speaker="customer", start=made.start, end=made.end)
    (change,) = caller.judge.hop([ended, made], made.known_at)
    assert change.complete and change.score > TENSE


def test_a_later_call_gives_the_same_later() -> None:
    now, later = (Caller(shift=shift) for shift in (0.0, 500.0))
    for caller in (now, later):
        for step in range(12):
            caller.turn(**(RAISED if step % 3 == 2 else {}))
    by = 500 * SAMPLE_RATE
    moved = [
        replace(change, at=change.at + by, known_at=change.known_at + by, start=change.start + by, end=change.end + by)
        for change in now.every
    ]
    assert moved == later.every


def test_more_of_a_sign_never_lowers_the_score() -> None:
    model = shipped_voice_model()
    for sign in SIGNS:
        scores = [model.score({**dict.fromkeys(SIGNS, 0.0), sign: 0.5 * step}) for step in range(-6, 12)]
        assert scores == sorted(scores)


def test_no_single_sign_of_the_shipped_model_decides() -> None:
    model = shipped_voice_model()
    assert set(model.weights) == set(model.usual) == set(SIGNS)
    assert all(model.score({**dict.fromkeys(SIGNS, 0.0), sign: 99.0}) < TENSE for sign in SIGNS)
    assert isinstance(model, VoiceModel) and model.score(dict.fromkeys(SIGNS, 0.0)) < 0.2
