"""A call on one channel through the pipeline: what is known, when, and what is said to be off."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest

from assist.asr.still_lanes import NoLane
from assist.coaching.promptbook import default_book
from assist.cues.rules import RuleReader
from assist.events import (
    SAMPLE_RATE,
    AnyEvent,
    Availability,
    Bleed,
    CallEnded,
    Dynamics,
    OverlapStarted,
    ResponseGap,
    Trouble,
    TurnEnded,
)
from assist.profile.schema import Profile
from assist.session.one_channel import not_told_apart, told_apart
from assist.session.pipeline import Parts
from assist.speech.attribution import Attributor
from tests.speech.two_tones import HIGH_HZ, LOW_HZ, LoudIsVoice, Mono, ToneModel, talk, tone

AGENT = ToneModel().voiceprint(tone(LOW_HZ, 1.0))
CALL = talk(
    (0, 0.5), (HIGH_HZ, 4), (0, 0.6), (LOW_HZ, 5), (0, 0.5), (HIGH_HZ, 3), (0, 0.8), (LOW_HZ, 4), (0, 12.0), (HIGH_HZ, 2)
)  # fmt: skip


def parts(profile: Profile) -> Parts:
    return Parts(profile, LoudIsVoice(), NoLane(), RuleReader(), default_book())


def blocks(sound: Mono, size: int) -> Iterable[Mono]:
    return (sound[at : at + size] for at in range(0, len(sound), size))


def apart(sound: Mono, size: int = 16_000) -> list[AnyEvent]:
    profile = Profile()
    attributor = Attributor(profile.attribution, ToneModel(), AGENT)
    return list(told_apart(blocks(sound, size), parts(profile), attributor, profile.attribution, "call.wav"))


def test_turns_gaps_and_shares_are_known() -> None:
    events = apart(CALL)
    turns = [(e.speaker, round(e.start / SAMPLE_RATE, 1)) for e in events if isinstance(e, TurnEnded)]
    assert turns == [("customer", 0.5), ("agent", 5.1), ("customer", 10.6), ("agent", 14.4), ("customer", 30.4)]
    gaps = [e for e in events if isinstance(e, ResponseGap) and e.speaker == "agent"]
    assert [round((e.end - e.start) / SAMPLE_RATE, 1) for e in gaps] == [0.6, 0.8]
    last = [e for e in events if isinstance(e, Dynamics)][-1]
    assert last.agent_seconds == pytest.approx(9.0, abs=0.3) and last.customer_seconds == pytest.approx(9.0, abs=0.3)


def test_overlaps_are_never_heard_and_that_is_said() -> None:
    events = apart(CALL)
    assert not any(isinstance(e, OverlapStarted | Bleed) for e in events)
    (trouble,) = [e for e in events if isinstance(e, Trouble)]
    assert trouble.what == "mixed_overlaps" and "talking over" in trouble.message
    off = next(e for e in events if isinstance(e, Availability) and "pause" in e.cues)
    assert off.cues == ("pause",) and "overlaps cannot be heard" in off.why


def test_dead_air_and_the_callers_words_stay_without_an_enrolled_voice() -> None:
    events = list(not_told_apart(blocks(CALL, 16_000), parts(Profile()), "call.wav"))
    (trouble,) = [e for e in events if isinstance(e, Trouble)]
    assert trouble.what == "mixed_channel" and "turn cues are off" in trouble.message
    off = {cue for e in events if isinstance(e, Availability) and "one channel" in e.why for cue in e.cues}
    assert off == {"pause", "let_them_in"}, "without recognition the others are off for that reason already"
    assert {e.speaker for e in events if isinstance(e, TurnEnded)} == {"customer"}


@pytest.mark.parametrize("size", [1, 511, 16_001], ids=str)
def test_the_length_of_the_blocks_does_not_matter(size: int) -> None:
    sound = CALL[: 8 * SAMPLE_RATE] if size > 1 else CALL[:20_000]
    assert apart(sound, size) == apart(sound)


def test_nothing_is_known_before_it_could_be() -> None:
    events = apart(CALL)
    assert all(e.known_at >= e.at for e in events)
    assert [e.known_at for e in events] == sorted(e.known_at for e in events)
    turn = next(e for e in events if isinstance(e, TurnEnded))
    least = round(Profile().attribution.delay_seconds * SAMPLE_RATE)
    assert turn.known_at - turn.end >= least + SAMPLE_RATE - 1_024
    ended = events[-1]
    assert isinstance(ended, CallEnded) and ended.at == len(CALL) and ended.known_at > len(CALL)


@pytest.mark.parametrize("seconds", [0.0, 0.01, 0.5], ids=str)
def test_very_short_calls(seconds: float) -> None:
    events = apart(tone(LOW_HZ, seconds))
    assert isinstance(events[-1], CallEnded) and events[-1].at == round(seconds * SAMPLE_RATE)


def test_too_much_doubt_takes_turn_cues_away_and_gives_them_back() -> None:
    """Shorter than can be compared, and between pauses that anybody may speak after: nobody's voice."""
    doubtful = [(LOW_HZ, 0.4), (0, 1.6)] * 60
    events = apart(talk((LOW_HZ, 3), (0, 1), (HIGH_HZ, 3), (0, 3), *doubtful, *[(LOW_HZ, 3), (0, 0.4)] * 10))
    began, over = [e for e in events if isinstance(e, Trouble) and e.what == "mixed_channel"]
    assert began.until is None and over.until is not None and over.since == began.since
    back = [e for e in events if isinstance(e, Availability) and e.available]
    assert back and "let_them_in" in back[-1].cues and "pause" not in back[-1].cues


def test_each_side_is_heard_without_the_other() -> None:
    from assist.session.one_channel import Splitter

    attributor = Attributor(Profile().attribution, ToneModel(), AGENT)
    splitter = Splitter(LoudIsVoice(), Profile().speech.background_margin_db, attributor)
    found = [*splitter.take(CALL), *filter(None, [splitter.finish()])]
    audio = np.concatenate([part.audio for part in found])
    assert len(audio) == len(CALL)
    agent, customer = audio[6 * SAMPLE_RATE : 9 * SAMPLE_RATE].T
    assert agent.any() and not customer.any()
