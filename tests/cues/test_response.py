"""Gaps, the beat and its credits, on calls of a few stretches of speech."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assist.cues.conversation import ConversationCues
from assist.events import (
    SAMPLE_RATE,
    AnyEvent,
    BeatClosed,
    BeatOpened,
    Credit,
    ResponseGap,
    SpeechEnded,
    SpeechStarted,
    TimedWord,
    Trouble,
    Words,
)
from assist.profile.schema import Profile, Prompts
from assist.timeline.frame import HOP
from tests.cues.speaking import HARD, Said, hear

CALM: Said = (1.0, 4.0, "i would like to know when my parcel comes please")
SAD: Said = (1.0, 4.0, HARD)


def beats(events: Sequence[AnyEvent]) -> list[tuple[float, str]]:
    """Start in seconds and how it closed, of every beat."""
    return [(round(e.start / SAMPLE_RATE, 1), e.why) for e in events if isinstance(e, BeatClosed)]


def opened(events: Sequence[AnyEvent]) -> list[BeatOpened]:
    return [e for e in events if isinstance(e, BeatOpened)]


def gaps(events: Sequence[AnyEvent]) -> list[tuple[str, float]]:
    return [(e.speaker, (e.end - e.start) / SAMPLE_RATE) for e in events if isinstance(e, ResponseGap)]


def credit(events: Sequence[AnyEvent], name: str) -> list[Credit]:
    return [e for e in events if isinstance(e, Credit) and e.name == name]


def about(seconds: float) -> object:
    return pytest.approx(seconds, abs=2 * HOP / SAMPLE_RATE)


# ------------------------------------------------------------------------------------------------------------- gaps
def test_the_gap_is_the_silence_before_the_reply() -> None:
    events = hear(agent=[(4.6, 7.0)], customer=[CALM, (7.2, 9.0)])
    assert gaps(events) == [("agent", about(0.6)), ("customer", about(0.2))]


def test_a_reply_that_began_before_the_end_has_a_negative_gap() -> None:
    assert gaps(hear(agent=[(3.6, 7.0)], customer=[CALM])) == [("agent", about(-0.4))]


def test_a_word_of_listening_is_no_reply() -> None:
    assert gaps(hear(agent=[(4.3, 4.7, "right")], customer=[CALM, (4.9, 7.0)])) == []


def test_a_short_answer_to_a_turn_that_is_over_is_a_reply() -> None:
    assert gaps(hear(agent=[(1.0, 4.0)], customer=[(4.3, 4.7, "yes")])) == [("customer", about(0.3))]


def test_going_on_after_a_silence_is_no_reply() -> None:
    assert gaps(hear(agent=[(1.0, 4.0), (6.0, 8.0)])) == []


@pytest.mark.parametrize(("said", "emotional"), [(CALM, False), (SAD, True)])
def test_a_gap_knows_whether_the_turn_was_emotional(said: Said, emotional: bool) -> None:
    events = hear(agent=[(5.5, 8.0)], customer=[said, (8.5, 10.0)])
    assert [e.emotional for e in events if isinstance(e, ResponseGap)] == [emotional, False]


# --------------------------------------------------------------------------------------------------------- the beat
def test_the_beat_opens_a_fifth_of_a_second_after_the_end_and_is_dated_back() -> None:
    events = hear(customer=[CALM])
    first = opened(events)[0]
    assert first.start / SAMPLE_RATE == about(4.0) and first.length == SAMPLE_RATE
    assert (first.known_at - first.start) / SAMPLE_RATE == about(0.2)


def test_a_beat_is_kept_when_its_time_has_passed_not_when_the_agent_speaks() -> None:
    events = hear(agent=[(7.0, 9.0)], customer=[CALM])
    (closed,) = [e for e in events if isinstance(e, BeatClosed)]
    assert closed.why == "kept" and closed.end - closed.start == SAMPLE_RATE
    assert 0 <= closed.known_at - closed.end <= HOP
    (good,) = credit(events, "beat_kept")
    assert (good.start, good.end, good.known_at) == (closed.start, closed.end, closed.known_at)


def test_a_reply_within_the_beat_cuts_it_short() -> None:
    events = hear(agent=[(4.5, 7.0)], customer=[CALM])
    (closed,) = [e for e in events if isinstance(e, BeatClosed)]
    assert closed.why == "cut_short" and closed.end / SAMPLE_RATE == about(4.5)
    assert closed.known_at / SAMPLE_RATE < 5.5 and not credit(events, "beat_kept")


def test_a_word_of_listening_does_not_cut_it_short() -> None:
    events = hear(agent=[(4.3, 4.8, "mm hm")], customer=[CALM])
    assert beats(events) == [(4.0, "kept")]


def test_a_reply_of_short_pieces_cuts_it_short_at_its_first() -> None:
    events = hear(agent=[(4.3, 4.6, "okay"), (4.9, 7.0)], customer=[CALM])
    (closed,) = [e for e in events if isinstance(e, BeatClosed)]
    assert closed.why == "cut_short" and closed.end / SAMPLE_RATE == about(4.3)


def test_a_reply_at_the_very_end_of_the_beat_is_waited_for() -> None:
    assert beats(hear(agent=[(4.8, 7.0)], customer=[CALM])) == [(4.0, "cut_short")]
    assert beats(hear(agent=[(4.8, 5.1, "right")], customer=[CALM])) == [(4.0, "kept")]


def test_the_caller_goes_on() -> None:
    events = hear(agent=[(9.0, 11.0)], customer=[CALM, (4.6, 6.0)])
    assert beats(events) == [(4.0, "caller_went_on"), (6.0, "kept")]


def test_after_an_emotional_turn_the_beat_is_longer_as_soon_as_that_is_known() -> None:
    events = hear(agent=[(8.0, 9.0)], customer=[SAD])
    assert [e.length / SAMPLE_RATE for e in opened(events)][-1] == 2.0
    longer = next(e for e in opened(events) if e.length == 2 * SAMPLE_RATE)
    assert (longer.known_at - longer.start) / SAMPLE_RATE < 0.8
    (closed,) = [e for e in events if isinstance(e, BeatClosed)]
    assert closed.why == "kept" and closed.end - closed.start == 2 * SAMPLE_RATE


def test_a_second_is_enough_after_a_calm_turn_but_not_after_an_emotional_one() -> None:
    assert beats(hear(agent=[(5.4, 8.0)], customer=[CALM])) == [(4.0, "kept")]
    assert beats(hear(agent=[(5.4, 8.0)], customer=[SAD])) == [(4.0, "cut_short")]


def test_the_callers_word_of_listening_opens_no_beat_while_the_agent_has_the_floor() -> None:
    assert opened(hear(agent=[(1.0, 4.0), (4.8, 8.0)], customer=[(4.1, 4.4, "okay")])) == []


def test_a_short_answer_opens_a_beat_once_the_agents_turn_is_over() -> None:
    assert beats(hear(agent=[(1.0, 4.0)], customer=[(4.2, 4.6, "no")])) == [(4.6, "kept")]


def test_an_agent_who_talks_on_over_the_end_has_no_beat() -> None:
    assert opened(hear(agent=[(3.0, 8.0)], customer=[CALM])) == []


def test_a_word_of_listening_over_the_end_leaves_the_beat() -> None:
    assert beats(hear(agent=[(3.8, 4.3, "right")], customer=[CALM])) == [(4.0, "kept")]


def test_one_credit_until_the_agent_has_replied() -> None:
    customer: list[Said] = [CALM, (5.5, 7.0), (8.5, 10.0), (15.0, 18.0)]
    events = hear(agent=[(12.0, 14.0)], customer=customer)
    assert [why for _, why in beats(events)] == ["kept"] * 4
    assert [round(e.start / SAMPLE_RATE) for e in credit(events, "beat_kept")] == [4, 18]


def test_without_the_microphone_nothing_is_credited() -> None:
    lost = Trouble(at=0, known_at=HOP, what="device_lost", since=0, speaker="agent")
    events = hear(customer=[SAD, (9.0, 10.0)], notes=[lost])
    assert not opened(events) and not credit(events, "beat_kept")


# -------------------------------------------------------------------------------------------------------- listening
@pytest.mark.parametrize(
    ("said", "silence", "credited"),
    [(SAD, 2.5, 0), (SAD, 3.5, 1), (SAD, 8.5, 1), (SAD, 9.5, 0), (CALM, 5.0, 0)],
)
def test_some_seconds_of_silence_after_an_emotional_turn_are_credited(
    said: Said, silence: float, credited: int
) -> None:
    for agent, customer in (([(4 + silence, 20.0)], [said]), ([], [said, (4 + silence, 20.0)])):
        events = hear(agent=agent, customer=customer)
        found = credit(events, "listened_in_silence")
        assert len(found) == credited
        assert all((e.end - e.start) / SAMPLE_RATE == about(silence) for e in found)


def test_hanging_up_is_not_listening() -> None:
    assert not credit(hear(customer=[SAD], seconds=9.0), "listened_in_silence")


def test_once_the_agent_has_answered_the_next_turn_is_a_new_one() -> None:
    events = hear(agent=[(5.0, 7.0), (14.0, 16.0)], customer=[SAD, (7.5, 9.0, "my number is in the letter")])
    assert not credit(events, "listened_in_silence")


def test_the_turn_stays_emotional_while_the_caller_looks_for_words() -> None:
    events = hear(agent=[(14.0, 16.0)], customer=[SAD, (6.5, 8.0, "and then it just goes on")])
    (found,) = credit(events, "listened_in_silence")
    assert found.start / SAMPLE_RATE == about(8.0)


# --------------------------------------------------------------------------------------------------------- finished
class Told:
    """Says what it is told to say, and remembers what it was asked."""

    def __init__(self, curve: dict[float, float]) -> None:
        self.curve = curve
        self.asked: list[tuple[str, float, float | None]] = []

    def finished(self, words: str, silence_seconds: float, turn_seconds: float | None = None) -> float:
        self.asked.append((words, silence_seconds, turn_seconds))
        return [p for since, p in sorted(self.curve.items()) if since <= silence_seconds][-1]


def ring(curve: dict[float, float], *, words: bool = True, length: float = 1.0) -> list[tuple[float, bool]]:
    """When, in seconds of silence, a beat was told and whether the ring was amber, for these probabilities."""
    estimate = Told(curve)
    cues = ConversationCues(Profile(prompts=Prompts(beat_seconds=length)), estimate)
    started = SpeechStarted(at=0, known_at=0, speaker="customer", start=0)
    text = Words(
        at=SAMPLE_RATE, known_at=SAMPLE_RATE, speaker="customer", start=0, end=SAMPLE_RATE, text="yes", stability="final",
        utterance=1, words=(TimedWord(text="yes", start=0, end=SAMPLE_RATE),),
    )  # fmt: skip
    ended = SpeechEnded(at=SAMPLE_RATE, known_at=SAMPLE_RATE, speaker="customer", start=0, end=SAMPLE_RATE)
    cues.hop([started, *([text] if words else []), ended], SAMPLE_RATE)
    out = []
    for now in range(SAMPLE_RATE, round((1.0 + length) * SAMPLE_RATE), SAMPLE_RATE // 20):
        out += [
            ((now - SAMPLE_RATE) / SAMPLE_RATE, e.breathing) for e in cues.hop([], now) if isinstance(e, BeatOpened)
        ]
    return out


def test_the_ring_turns_green_as_soon_as_the_end_is_sure() -> None:
    assert ring({0.0: 0.2, 0.3: 0.61})[-1] == (0.3, False)
    assert ring({0.0: 0.2, 0.3: 0.59})[-1] == (0.9, False)


def test_a_likely_end_is_enough_when_the_beat_is_nearly_over() -> None:
    assert ring({0.0: 0.31})[-1] == (0.9, False)
    assert ring({0.0: 0.31}, length=2.0)[-1] == (1.9, False)
    assert all(amber for _, amber in ring({0.0: 0.29}))


def test_a_green_ring_stays_green_until_the_end_is_unlikely() -> None:
    assert [amber for _, amber in ring({0.0: 0.7, 0.4: 0.4})][-1] is False
    assert [amber for _, amber in ring({0.0: 0.7, 0.4: 0.2})][-1] is True


def test_while_the_last_words_may_still_be_recognised_the_ring_stays_amber() -> None:
    told = ring({0.0: 0.8}, words=False)
    assert told[-1] == (0.5, False) and all(amber for _, amber in told[:-1])


def test_what_the_caller_said_last_is_used_as_soon_as_it_is_known() -> None:
    hanging = opened(hear(customer=[(1.0, 3.0, "i called you because the")]))
    whole = opened(hear(customer=[(1.0, 3.0, "i called you on monday morning")]))
    assert hanging[-1].finished < whole[-1].finished
    assert all(e.start == hanging[0].start for e in hanging) and len(hanging) <= 6
