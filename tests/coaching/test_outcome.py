"""What became of every prompt: told once, with whether it was followed within two turns and whether the caller was calmer."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.coaching.outcome import Outcomes
from assist.events import (
    Act,
    ActName,
    AnyEvent,
    CueName,
    PromptClosed,
    PromptShown,
    Recovery,
    Speaker,
    Tension,
    TensionState,
    TurnEnded,
    UserActed,
)
from assist.profile.schema import Prompts
from tests.coaching.talk import Talk

SECOND, HOP = 16_000, 512
STATES: tuple[tuple[float, TensionState], ...] = ((0.2, "settled"), (0.5, "rising"), (0.9, "high"))


class Watch:
    """Outcomes on their own, in seconds."""

    def __init__(self) -> None:
        self.outcomes = Outcomes(Prompts())
        self.told: list[Recovery] = []

    def at(self, seconds: float, *events: AnyEvent) -> Watch:
        now = round(seconds * SECOND)
        self.told += self.outcomes.hop(now)
        for event in events:
            self.outcomes.take(event, now)
        return self

    def end(self, seconds: float) -> Recovery:
        self.at(seconds)
        self.told += self.outcomes.flush(round(seconds * SECOND))
        (recovery,) = self.told
        return recovery


def shown(at: float, cue: CueName = "acknowledge", prompt: int = 1) -> PromptShown:
    moment = round(at * SECOND)
    return PromptShown(at=moment, known_at=moment, prompt=prompt, cue=cue, title="", line="", reason="rule")


def tension(at: float, level: float) -> Tension:
    state = next(state for most, state in ((0.4, "settled"), (0.65, "rising"), (2.0, "high")) if level < most)
    return Tension(at=round(at * SECOND), known_at=round(at * SECOND), level=level, state=state)  # type: ignore[arg-type]


def did(at: float, name: ActName = "acknowledge") -> Act:
    end = round(at * SECOND)
    return Act(at=end, known_at=end, name=name, speaker="agent", start=end - SECOND, end=end, probability=0.9)


def turn(at: float, speaker: Speaker = "agent") -> TurnEnded:
    end = round(at * SECOND)
    return TurnEnded(at=end, known_at=end, speaker=speaker, start=end - SECOND, end=end)


def test_followed_and_calmer() -> None:
    watch = (
        Watch().at(1, tension(1, 0.8)).at(2, shown(2)).at(5, did(5)).at(20, tension(20, 0.5)).at(40, tension(40, 0.7))
    )
    recovery = watch.end(80)
    assert (recovery.followed, recovery.followed_at, recovery.calmer) == (True, 5 * SECOND, True)
    assert (recovery.before, recovery.after, recovery.at) == (0.8, 0.5, 65 * SECOND)


def test_a_fall_after_the_window_does_not_count() -> None:
    watch = Watch().at(1, tension(1, 0.8)).at(2, shown(2)).at(5, did(5)).at(65, tension(65, 0.1))
    recovery = watch.end(100)
    assert (recovery.followed, recovery.calmer, recovery.after) == (True, False, 0.8)


def test_a_fall_before_it_was_followed_is_not_its_merit() -> None:
    recovery = (
        Watch()
        .at(1, tension(1, 0.8))
        .at(2, shown(2))
        .at(4, tension(4, 0.6))
        .at(5, tension(5, 0.8))
        .at(6, did(6))
        .end(99)
    )
    assert (recovery.followed, recovery.calmer) == (True, False)


def test_a_small_fall_is_no_change() -> None:
    watch = Watch().at(1, tension(1, 0.8)).at(2, shown(2)).at(5, did(5)).at(20, tension(20, 0.72))
    assert not watch.end(99).calmer


@pytest.mark.parametrize(("turns", "followed"), [(0, True), (1, True), (2, False)])
def test_followed_within_the_agents_next_two_turns(turns: int, followed: bool) -> None:
    watch = Watch().at(2, shown(2))
    for number in range(turns):
        watch.at(5 + number, turn(5 + number), turn(5 + number, "customer"))
    assert watch.at(9, did(9)).end(99).followed is followed


def test_a_turn_that_ended_before_the_prompt_does_not_count() -> None:
    watch = Watch().at(2, shown(2)).at(2.5, turn(1.9)).at(5, turn(5)).at(8, did(8))
    assert watch.end(99).followed


def test_what_was_said_before_the_prompt_does_not_follow_it() -> None:
    assert not Watch().at(2, shown(2)).at(2.5, did(1.9)).end(99).followed


def test_what_the_screen_saw_followed_is_followed() -> None:
    closed = PromptClosed(at=4 * SECOND, known_at=4 * SECOND, prompt=1, cue="pause", why="followed")
    assert Watch().at(2, shown(2, "pause")).at(4, closed).end(99).followed_at == 4 * SECOND


def test_a_call_that_ends_early_tells_what_is_known() -> None:
    recovery = Watch().at(1, tension(1, 0.8)).at(2, shown(2)).at(5, did(5)).at(6, tension(6, 0.4)).end(7)
    assert recovery.calmer and recovery.at == recovery.known_at == 7 * SECOND


def test_nobody_is_calmer_before_it_shows() -> None:
    watch = Watch().at(1, tension(1, 0.8)).at(2, shown(2)).at(3, did(3))
    assert watch.outcomes.calmer(1) is None and watch.outcomes.calmer(7) is None
    assert watch.at(5, tension(5, 0.6)).outcomes.calmer(1) is True


LINES: tuple[tuple[Speaker, str], ...] = (
    ("customer", "I lost my job and I can't make this payment"),
    ("customer", "I don't want to live anymore"),
    ("customer", "thank you so much that helps"),
    ("agent", "So your current balance is two hundred dollars."),
    ("agent", "There's nothing I can do for you."),
    ("agent", "That must be really hard, I am sorry."),
    ("agent", "We could split it or move the date, which feels most doable?"),
    ("agent", "Let me look at the account for a moment please."),
)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(LINES), st.sampled_from(STATES), st.sampled_from(["", "dismiss", "not_helpful", "snooze"])
        ),
        max_size=25,
    ),
    st.sampled_from([0.3, 1.2, 30.0]),
)
def test_every_prompt_gets_exactly_one_recovery(
    story: list[tuple[tuple[Speaker, str], tuple[float, TensionState], str]], gap: float
) -> None:
    talk = Talk(gap=gap)
    for line, (level, state), action in story:
        talk.say(line)
        told: list[AnyEvent] = [Tension(at=talk.now, known_at=talk.now, level=level, state=state)]
        if action:
            told.append(UserActed(at=talk.now, known_at=talk.now, action=action))  # type: ignore[arg-type]
        talk.at(talk.now + HOP, *told)
    talk.events += talk.coaching.flush([], talk.now + 1)
    prompts = [(event.prompt, event.cue) for event in talk.events if isinstance(event, PromptShown)]
    recoveries = [event for event in talk.events if isinstance(event, Recovery)]
    assert Counter((event.prompt, event.cue) for event in recoveries) == Counter(prompts)
    assert len(set(prompts)) == len(prompts)
    for event in recoveries:
        assert (event.followed_at is None) == (not event.followed)
        assert event.at <= event.known_at
