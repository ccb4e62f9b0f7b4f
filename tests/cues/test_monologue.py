"""Let them in: when the agent has had the floor for long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from assist.events import SAMPLE_RATE, AnyEvent, CueRaised, PromptClosed, PromptShown, Trouble
from tests.cues.speaking import Said, hear


def cues(events: Sequence[AnyEvent]) -> list[CueRaised]:
    return [e for e in events if isinstance(e, CueRaised) and e.cue == "let_them_in"]


def count(agent: list[Said], customer: list[Said] | None = None) -> int:
    return len(cues(hear(agent=agent, customer=customer or [])))


def test_after_45_seconds_it_is_a_monologue_and_the_cue_does_not_wait_for_its_end() -> None:
    events = hear(agent=[(1, 80)])
    (cue,) = cues(events)
    assert round(cue.at / SAMPLE_RATE, 1) == 46.0 and cue.known_at - cue.at < 0.3 * SAMPLE_RATE
    assert cue.immediate and 0.3 <= cue.urgency <= 0.4
    (shown,) = [e for e in events if isinstance(e, PromptShown)]
    assert shown.cue == "let_them_in" and shown.known_at == cue.known_at
    assert cue.evidence[0].speaker == "agent" and cue.evidence[0].text == "(had the floor for 45 s)"


@pytest.mark.parametrize(("length", "expected"), [(44.9, 0), (45.1, 1), (200.0, 1)])
def test_the_length_is_exact_and_it_is_said_once(length: float, expected: int) -> None:
    assert count([(1, 1 + length)]) == expected


def test_breaths_and_pauses_belong_to_it_but_a_pause_in_which_the_caller_could_come_in_ends_it() -> None:
    assert count([(1, 20), (22.5, 48)]) == 1
    assert count([(1, 20), (23.5, 48)]) == 0


def test_words_of_listening_do_not_break_it() -> None:
    listening: list[Said] = [(t, t + 0.6, "uh huh") for t in range(5, 45, 4)]
    assert count([(1, 50)], listening) == 1
    assert count([(1, 20), (20.8, 50)], [(20.1, 20.7, "right")]) == 1


def test_a_reply_ends_it_even_if_the_agent_talks_on() -> None:
    assert count([(1, 50)], [(30, 32)]) == 0
    assert count([(1, 80)], [(30, 32)]) == 1


def test_many_short_pieces_are_one_reply() -> None:
    assert count([(1, 50)], [(30, 30.6), (30.9, 31.5)]) == 0
    assert count([(1, 50)], [(30, 30.6), (31.5, 32.1)]) == 1


def test_what_may_become_a_reply_is_waited_for() -> None:
    """The caller comes in half a second before the time is up."""
    assert count([(1, 48)], [(45.5, 48)]) == 0
    (cue,) = cues(hear(agent=[(1, 50)], customer=[(45.5, 46.2, "right")]))
    assert cue.known_at / SAMPLE_RATE > 46.6


def test_the_silence_before_the_callers_words_is_not_the_agents() -> None:
    assert count([(1, 45.8), (48.0, 50)], [(47.0, 47.6), (47.9, 48.5)]) == 0


def test_a_new_run_begins_with_the_end_of_the_reply() -> None:
    assert count([(1, 40), (42, 80)], [(39, 41.5)]) == 0
    assert count([(1, 40), (40.5, 90)], [(39, 41.5)]) == 1


def test_two_monologues_are_two_cues() -> None:
    assert count([(1, 50), (56, 110)], [(51, 55)]) == 2


def test_the_callers_monologue_is_good_listening() -> None:
    assert count([], [(1, 100)]) == 0


def test_while_the_caller_is_not_heard_there_is_no_monologue() -> None:
    lost = Trouble(at=0, known_at=10 * SAMPLE_RATE, what="no_audio", since=0, speaker="customer")
    back = replace(lost, known_at=40 * SAMPLE_RATE, until=40 * SAMPLE_RATE)
    assert not cues(hear(agent=[(1, 80)], notes=[lost, back]))
    (cue,) = cues(hear(agent=[(1, 100)], notes=[lost, back]))
    assert round(cue.at / SAMPLE_RATE) == 85


def test_handing_over_is_what_was_asked_for() -> None:
    closed = [e.why for e in hear(agent=[(1, 48)], customer=[(48.5, 52)]) if isinstance(e, PromptClosed)]
    assert closed == ["followed"]
    closed = [e.why for e in hear(agent=[(1, 60)], customer=[(48.5, 49, "right")]) if isinstance(e, PromptClosed)]
    assert closed == ["expired"]
