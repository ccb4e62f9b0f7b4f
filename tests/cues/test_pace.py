"""Slow down: when the agent speaks much faster than this agent does."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assist.cues.pace import PaceMeter
from assist.events import (
    SAMPLE_RATE,
    AnyEvent,
    CueRaised,
    Pace,
    PromptClosed,
    SpeechEnded,
    SpeechStarted,
    TimedWord,
    Words,
)
from assist.profile.schema import Conversation
from tests.cues.speaking import Said, hear


def talk(*parts: tuple[float, float]) -> list[Said]:
    """Five-second stretches with pauses of a second: (seconds of speech, words a minute) in turn."""
    out: list[Said] = []
    at = 1.0
    for seconds, per_minute in parts:
        for _ in range(round(seconds / 5)):
            out.append((at, at + 5, " ".join(["word"] * round(per_minute / 12))))
            at += 6
    return out


def paces(events: Sequence[AnyEvent]) -> list[Pace]:
    return [e for e in events if isinstance(e, Pace)]


def cues(events: Sequence[AnyEvent]) -> list[CueRaised]:
    return [e for e in events if isinstance(e, CueRaised) and e.cue == "slow_down"]


def test_pace_leaves_out_pauses() -> None:
    found = paces(hear(agent=talk((60, 180))))
    assert found and all(e.words_per_minute == pytest.approx(180, rel=0.08) for e in found)


def test_too_little_speech_gives_no_pace() -> None:
    assert paces(hear(agent=talk((10, 180)))) == []


def test_the_ratio_is_one_while_the_median_forms() -> None:
    found = paces(hear(agent=talk((30, 120), (20, 240))))
    assert {e.ratio for e in found} == {1.0} and not any(e.fast for e in found)


def test_much_faster_than_before_is_fast_and_the_cue_comes_once_it_lasts() -> None:
    events = hear(agent=talk((90, 150), (60, 230)))
    assert paces(events)[-1].fast and paces(events)[-1].ratio > 1.25
    (cue,) = cues(events)
    first = next(e for e in paces(events) if e.fast)
    assert cue.at > first.at and not cue.immediate and 0.3 <= cue.urgency <= 0.4
    assert "words a minute" in cue.evidence[0].text


def test_one_fast_sentence_is_no_reason() -> None:
    assert not cues(hear(agent=talk((90, 150), (10, 210), (60, 150))))


def test_fast_is_also_a_number_of_words() -> None:
    assert not cues(hear(agent=talk((90, 96), (60, 150))))


def test_a_quick_speaker_is_measured_against_themselves() -> None:
    assert not cues(hear(agent=talk((90, 230), (60, 250))))


def test_after_slowing_down_it_can_come_again() -> None:
    assert len(cues(hear(agent=talk((90, 150), (40, 230), (60, 150), (40, 230))))) == 2


def test_the_callers_pace_is_their_own_business() -> None:
    assert not paces(hear(customer=talk((90, 150), (60, 230))))


def test_speech_scattered_over_minutes_says_nothing_about_now() -> None:
    scattered: list[Said] = [(1 + 40 * n, 5 + 40 * n) for n in range(10)]
    assert paces(hear(agent=scattered)) == []


def closings(agent: list[Said]) -> list[str]:
    """How Slow down ended; the caller speaks half way, so that all of it is no monologue."""
    events = hear(agent=agent, customer=[(46, 48), (90, 92)])
    return [e.why for e in events if isinstance(e, PromptClosed) and e.cue == "slow_down"]


def test_slowing_down_is_what_was_asked_for() -> None:
    assert closings(talk((90, 150), (40, 230))) == ["expired"]
    assert closings(talk((90, 150), (15, 230), (20, 120))) == ["followed"]


def test_what_was_said_before_the_cue_does_not_raise_it_again() -> None:
    assert len(cues(hear(agent=talk((90, 150), (20, 230), (60, 150))))) == 1


class Meter:
    """A pace meter fed by hand: ten seconds of speech at a time."""

    def __init__(self) -> None:
        self.meter, self.at, self.number = PaceMeter(Conversation()), 0, 0

    def say(
        self, words: int, *, stable_first: bool = False, heard_after: float = 0.5, lost: bool = False
    ) -> list[Pace]:
        start, end = self.at, self.at + 10 * SAMPLE_RATE
        self.number, self.at = self.number + 1, end + SAMPLE_RATE
        step = (end - start) // words
        timed = tuple(TimedWord(text="word", start=start + n * step, end=start + (n + 1) * step) for n in range(words))
        now = end + round(heard_after * SAMPLE_RATE)
        out = self.meter.take(SpeechStarted(at=start, known_at=start, speaker="agent", start=start), start)
        out += self.meter.take(SpeechEnded(at=end, known_at=end, speaker="agent", start=start, end=end), end)
        if stable_first:
            half = words // 2
            for part in (timed[:half], timed[half:]):
                out += self.meter.take(self._words(part, "stable", now), now)
        if not lost:
            out += self.meter.take(self._words(timed, "final", now), now)
        return [e for e in out if isinstance(e, Pace)]

    def _words(self, timed: tuple[TimedWord, ...], stability: str, now: int) -> Words:
        return Words(
            at=timed[-1].end, known_at=now, speaker="agent", start=timed[0].start, end=timed[-1].end, text="word",
            stability=stability, utterance=self.number, words=timed,  # type: ignore[arg-type]
        )  # fmt: skip


def test_words_that_were_stable_before_they_were_final_count_once() -> None:
    stable, final = Meter(), Meter()
    for _ in range(4):
        last = stable.say(30, stable_first=True), final.say(30)
    assert last[0][-1].words_per_minute == last[1][-1].words_per_minute == pytest.approx(180, rel=0.05)


def test_what_recognition_missed_makes_nobody_slow() -> None:
    meter = Meter()
    found = [meter.say(30, lost=n % 2 == 1) for n in range(10)]
    assert all(e.words_per_minute == pytest.approx(180, rel=0.05) for pace in found for e in pace)


def test_words_that_come_far_too_late_are_left_out() -> None:
    meter = Meter()
    for _ in range(12):
        meter.say(30, lost=True)
    meter.at = 0
    early = meter.meter.take(
        Words(
            at=SAMPLE_RATE, known_at=140 * SAMPLE_RATE, speaker="agent", start=0, end=SAMPLE_RATE, text="word " * 40,
            stability="final", utterance=1, words=tuple(TimedWord(text="word", start=0, end=9) for _ in range(40)),
        ),
        140 * SAMPLE_RATE,
    )  # fmt: skip
    assert early == []
