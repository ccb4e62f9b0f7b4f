"""Check in: when nobody has spoken for long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assist.events import SAMPLE_RATE, AnyEvent, CueRaised, PromptClosed, PromptShown, PromptWithheld, Trouble
from assist.profile.schema import Conversation, Profile, thresholds
from assist.timeline.frame import HOP
from tests.cues.speaking import HARD, Said, hear

SOON = Profile(conversation=replace(Conversation(), dead_air_seconds=5.0))


def check_ins(events: Sequence[AnyEvent]) -> list[CueRaised]:
    return [e for e in events if isinstance(e, CueRaised) and e.cue == "check_in"]


def moments(events: Sequence[AnyEvent]) -> list[int]:
    return [round(e.at / SAMPLE_RATE) for e in check_ins(events)]


def test_ten_seconds_of_silence_are_dead_air_at_once_and_once() -> None:
    events = hear(agent=[(1, 4)], seconds=60)
    (cue,) = check_ins(events)
    assert round(cue.at / SAMPLE_RATE, 1) == 14.0 and 0 <= cue.known_at - cue.at <= HOP
    assert not cue.immediate and 0.3 <= cue.urgency <= 0.4
    assert cue.evidence[0].text == "(nobody has spoken for 10 s)"
    (shown,) = [e for e in events if isinstance(e, PromptShown)]
    assert shown.cue == "check_in" and shown.known_at == cue.known_at


def test_less_is_a_pause() -> None:
    assert moments(hear(agent=[(1, 4), (13.9, 15)])) == []


def test_somebody_who_speaks_keeps_the_line_alive_whoever_it_is() -> None:
    assert moments(hear(agent=[(1, 4)], customer=[(12, 12.3, "hello")], seconds=20)) == []


def test_before_the_first_voice_the_call_has_not_begun() -> None:
    assert moments(hear(agent=[(30, 32)], seconds=35)) == []


def test_after_an_emotional_turn_it_takes_ten_seconds_whatever_the_profile_says() -> None:
    calm: list[Said] = [(1, 4, "i would like to know when it comes")]
    assert moments(hear(customer=calm, seconds=30, profile=SOON)) == [9]
    assert moments(hear(customer=[(1, 4, HARD)], seconds=30, profile=SOON)) == [14]
    assert thresholds(Conversation)["dead_air_after_emotion_seconds"][1].low == 10.0


def test_when_the_agent_spoke_last_the_ordinary_length_counts() -> None:
    events = hear(agent=[(5, 7)], customer=[(1, 4, HARD)], seconds=30, profile=SOON)
    assert moments(events) == [12]


def test_music_on_hold_with_a_voice_like_sound_here_and_there_does_not_repeat_it() -> None:
    blips: list[Said] = [(20 + 15 * n, 20.1 + 15 * n) for n in range(8)]
    assert moments(hear(agent=[(1, 4)], customer=blips, seconds=180)) == [14]


def test_after_some_speech_it_can_come_again() -> None:
    events = hear(agent=[(1, 4), (20, 21.5)], seconds=60)
    assert moments(events) == [14, 32] or moments(events) == [14, 31]
    assert [e.reason for e in events if isinstance(e, PromptWithheld)] == ["repeat"]


def test_while_a_side_is_not_heard_silence_is_no_evidence() -> None:
    lost = Trouble(at=0, known_at=6 * SAMPLE_RATE, what="device_lost", since=0, speaker="agent")
    back = replace(lost, known_at=12 * SAMPLE_RATE, until=12 * SAMPLE_RATE)
    assert moments(hear(agent=[(1, 4)], seconds=60, notes=[lost])) == []
    assert moments(hear(agent=[(1, 4)], seconds=60, notes=[lost, back])) == [22]


def test_speaking_is_what_was_asked_for() -> None:
    events = hear(agent=[(1, 4), (17, 18)])
    assert [e.why for e in events if isinstance(e, PromptClosed)] == ["followed"]
    events = hear(agent=[(1, 4)], customer=[(17, 18)])
    assert [e.why for e in events if isinstance(e, PromptClosed)] == ["followed"]
    assert [e.why for e in hear(agent=[(1, 4)], seconds=60) if isinstance(e, PromptClosed)] == ["expired"]
