"""Calls on an open line: real voices of the shipped call, tones and music made here, the real voice activity model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.events import SAMPLE_RATE
from assist.modelstore import ModelStore
from assist.profile.schema import CallBounds, Profile, Speech, samples
from assist.session.assemble import activity_model
from assist.speech.call_ear import CallEar
from assist.speech.call_watch import CallBegan, CallOver, CallWatch
from assist.speech.line_sound import LineSound, LineSoundMeter
from assist.timeline.frame import HOP, Samples, StereoFrame
from tests.cli.command import needs_voice_activity
from tests.speech.line_sounds import RINGING, Sound, line, music, noise, quiet, ringing, speech, tone, voice
from tests.speech.two_tones import LoudIsVoice

Heard = list[CallBegan | CallOver]
QUICK = replace(
    CallBounds(), both_silent_seconds=10.0, nothing_played_seconds=6.0, caller_silent_seconds=20.0, tone_longest_seconds=20.0
)  # fmt: skip


def ear(calls: CallBounds = QUICK) -> CallEar:
    return CallEar(activity_model(ModelStore()), Profile(calls=calls))


def listen(audio: Samples, to: CallEar | None = None, block: int = 320) -> Heard:
    listener = to or ear()
    start = listener.now
    return [
        heard
        for at in range(0, len(audio), block)
        for heard in listener.take(StereoFrame(start + at, audio[at : at + block]))
    ]


def whole_hops(audio: Samples) -> Samples:
    return audio[: len(audio) - len(audio) % HOP]


def seconds(sample: int) -> float:
    return sample / SAMPLE_RATE


def one_call(heard: Heard) -> tuple[CallBegan, CallOver]:
    began, over = heard
    assert isinstance(began, CallBegan)
    assert isinstance(over, CallOver)
    return began, over


# ------------------------------------------------------------------------------------------- what is no beginning
NO_CALL: dict[str, Sound] = {
    **{where: ringing(where, 15.0) for where in RINGING},
    "music": music(15.0),
    "loud_music": 1.8 * music(30.0, seed=3),
    "music_on_noise": music(15.0) + noise(15.0),
    "beep": np.concatenate([quiet(2.0), tone(0.5, 1_400.0, level=9_000.0), quiet(8.0)]),
    "beeps": np.concatenate([part for _ in range(10) for part in (tone(0.2, 1_000.0, level=9_000.0), quiet(1.0))]),
    "keys": np.concatenate([part for _ in range(20) for part in (tone(0.12, 770.0, 1_336.0), quiet(0.1))]),
    "noise": noise(10.0, level=300.0),
    "a_word": np.concatenate([quiet(1.0), voice(1.2), quiet(12.0)]),
    "nothing": quiet(20.0),
}


@pytest.mark.model
@needs_voice_activity
@pytest.mark.parametrize("what", NO_CALL)
def test_no_call_begins_with(what: str) -> None:
    assert listen(line(NO_CALL[what])) == []


@pytest.mark.model
@needs_voice_activity
def test_own_voice_alone_is_no_call() -> None:
    assert listen(line(quiet(20.0), agent=voice(20.0))) == []
    assert listen(line(ringing("america", 20.0), agent=voice(20.0))) == []


@pytest.mark.model
@needs_voice_activity
def test_a_voice_that_never_pauses_is_singing() -> None:
    singing = voice(20.0) + 2.0 * music(20.0)
    assert listen(line(singing)) == []


# ------------------------------------------------------------------------------------------------- a call begins
@pytest.mark.model
@needs_voice_activity
def test_a_conversation_begins_with_its_first_word() -> None:
    audio = np.concatenate([line(quiet(20.0)), speech(), line(quiet(7.0))])
    began, over = one_call(listen(audio))
    assert 15.0 < seconds(began.at) < 20.3, "the pre-roll of 5 s, and never after the first word"
    assert 21.0 < seconds(began.known_at) < 25.5
    assert over.why == "nothing_played" and 32.0 < seconds(over.known_at) < 37.0


@pytest.mark.model
@needs_voice_activity
def test_after_ringing_the_caller_alone_is_enough() -> None:
    before = np.concatenate([ringing("europe", 14.0), noise(1.0)])
    audio = line(np.concatenate([before, voice(10.0)]) + noise(25.0))
    (began,) = listen(audio)
    assert isinstance(began, CallBegan)
    assert 9.0 < seconds(began.at) < 15.5 and seconds(began.known_at) < 25.0


@pytest.mark.model
@needs_voice_activity
@settings(max_examples=4)
@given(st.lists(st.integers(1, 4_000), min_size=1, max_size=6))
def test_the_size_of_blocks_changes_nothing(sizes: Sequence[int]) -> None:
    audio = np.concatenate([line(ringing("britain", 4.0)), speech(), line(quiet(8.0)), speech()[: 4 * SAMPLE_RATE]])
    listener, at, turn, heard = ear(), 0, 0, Heard()
    while at < len(audio):
        size = sizes[turn % len(sizes)]
        heard += listener.take(StereoFrame(at, audio[at : at + size]))
        at, turn = at + size, turn + 1
    assert heard == listen(audio)
    assert [type(each) for each in heard] == [CallBegan, CallOver, CallBegan]


# ------------------------------------------------------------------------------------------------- a call goes on
@pytest.mark.model
@needs_voice_activity
@pytest.mark.parametrize("hold", ["music", "music_on_noise", "ringing"])
def test_a_long_hold_keeps_the_call_open(hold: str) -> None:
    sounds = {
        "music": music(40.0),
        "music_on_noise": music(40.0, seed=5) + noise(40.0),
        "ringing": ringing("america", 19.0),
    }
    audio = np.concatenate([speech(), line(sounds[hold]), speech(), line(quiet(7.0))])
    began, over = one_call(listen(audio))
    assert seconds(began.at) == 0.0 and over.known_at > len(audio) - 4 * SAMPLE_RATE


@pytest.mark.model
@needs_voice_activity
def test_music_does_not_keep_it_open_for_ever() -> None:
    heard = listen(np.concatenate([speech(), line(music(70.0))]), ear(replace(QUICK, hold_longest_seconds=60.0)))
    _, over = one_call(heard)
    assert over.why == "held_too_long" and 68.0 < seconds(over.known_at) < 71.0


@pytest.mark.model
@needs_voice_activity
def test_a_busy_tone_after_the_caller_hung_up_does_not_keep_it_open() -> None:
    _, over = one_call(listen(np.concatenate([speech(), line(ringing("busy", 40.0))])))
    assert over.why == "both_silent" and 38.0 < seconds(over.known_at) < 42.0


@pytest.mark.model
@needs_voice_activity
@pytest.mark.parametrize("level", [20.0, 150.0])
def test_a_noisy_line_on_which_nobody_speaks_is_over(level: float) -> None:
    _, over = one_call(listen(np.concatenate([speech(), line(noise(15.0, level))])))
    assert over.why == "both_silent" and 18.0 < seconds(over.known_at) < 21.5


@pytest.mark.model
@needs_voice_activity
def test_talking_to_somebody_else_does_not_keep_it_open() -> None:
    _, over = one_call(listen(np.concatenate([speech(), line(noise(25.0), agent=voice(25.0))])))
    assert over.why == "caller_silent" and 25.0 < seconds(over.known_at) < 31.0


# ------------------------------------------------------------------------------------------------ back to back
@pytest.mark.model
@needs_voice_activity
def test_two_calls_three_seconds_apart_ended_from_outside() -> None:
    listener = ear()
    (first,) = listen(whole_hops(speech()), listener)
    listener.ended()
    ended = listener.now
    (second,) = listen(np.concatenate([line(quiet(3.0)), speech()]), listener)
    assert isinstance(first, CallBegan) and isinstance(second, CallBegan)
    assert second.at >= ended, "nothing of the first call is in the second"
    assert seconds(second.at - ended) < 3.3, "and the first word of the second is"


@pytest.mark.model
@needs_voice_activity
def test_ended_by_hand_while_the_caller_goes_on_talking_it_does_not_begin_again() -> None:
    listener = ear()
    talking = line(np.resize(voice(10.0)[4_000:70_000], 12 * SAMPLE_RATE))
    assert len(listen(whole_hops(talking), listener)) == 1
    listener.ended()
    assert listen(talking, listener) == []


# ------------------------------------------------------------------------------------- with words and times alone
def hops(
    watch: CallWatch, length: float, caller: float, own: float = 0.0, start: int = 0
) -> list[CallBegan | CallOver]:
    """Feed `length` seconds in which the two voices are as likely as given; pauses are thrown in."""
    out: list[CallBegan | CallOver] = []
    for index in range(samples(length) // HOP):
        pause = index % 5 == 4
        level = -80.0 if pause or caller < 0.5 else -25.0
        sound = LineSound(level, nothing=False, tone=False, sounding=level > -50)
        heard = watch.hop((own, 0.0 if pause else caller), sound, start + (index + 1) * HOP)
        out += [heard] if heard is not None else []
    return out


@given(st.floats(0.0, 8.0), st.floats(0.0, 8.0))
def test_less_voice_than_the_thresholds_never_begins_a_call(caller: float, own: float) -> None:
    limits = CallBounds()
    watch = CallWatch(limits, Speech())
    heard = hops(watch, caller, 1.0, 1.0 if own > caller else 0.0)
    voiced = 0.8 * caller
    answered = own > caller and voiced > limits.caller_answered_seconds + 0.2
    if voiced > limits.caller_alone_seconds + 0.2 or answered:
        assert len(heard) == 1
    elif voiced < limits.caller_answered_seconds - 0.2:
        assert heard == []


def test_a_call_begun_by_hand_ends_like_any_other() -> None:
    watch = CallWatch(QUICK, Speech())
    watch.begun(0)
    (over,) = hops(watch, 12.0, 0.0)
    assert isinstance(over, CallOver) and over.why == "both_silent" and not watch.on_call


def test_a_call_begun_by_hand_waits_for_the_softphone_to_play_something() -> None:
    nothing = LineSound(-120.0, nothing=True, tone=False, sounding=False)
    watch = CallWatch(QUICK, Speech())
    watch.begun(0)
    heard = [watch.hop((0.0, 0.0), nothing, (index + 1) * HOP) for index in range(samples(12.0) // HOP)]
    (over,) = [each for each in heard if each is not None]
    assert isinstance(over, CallOver) and over.why == "both_silent"


def test_frames_must_follow_one_another() -> None:
    listener = CallEar(LoudIsVoice(), Profile())
    listener.take(StereoFrame(0, np.zeros((700, 2), np.int16)))
    with pytest.raises(ValueError, match="expected 700"):
        listener.take(StereoFrame(701, np.zeros((10, 2), np.int16)))


# --------------------------------------------------------------------------------------------- the sound itself
def share(sound: Sound, what: str) -> float:
    meter = LineSoundMeter(CallBounds())
    audio = line(sound)[:, 1]
    measured = [meter.hop(audio[at : at + HOP]) for at in range(0, len(audio) - HOP, HOP)]
    return float(np.mean([getattr(each, what) for each in measured]))


def test_tones_are_told_from_voices_and_music() -> None:
    for hertz, _ in RINGING.values():
        assert share(tone(5.0, *hertz), "tone") > 0.9
        assert share(tone(5.0, *hertz) + noise(5.0), "tone") > 0.9
    assert share(voice(10.0), "tone") < 0.02
    assert share(music(20.0), "tone") < 0.02


def test_noise_is_told_from_music() -> None:
    assert share(noise(10.0, 300.0), "sounding") < 0.02
    assert share(music(10.0), "sounding") > 0.95
    assert share(quiet(3.0), "nothing") == 1.0
