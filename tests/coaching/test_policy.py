"""The prompt budget of the behaviours, second by second: what is shown, when, and why the rest is not."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.coaching.mandatory import MandatoryText
from assist.coaching.outcome import Outcomes
from assist.coaching.policy import PromptPolicy
from assist.coaching.promptbook import CUES, default_book
from assist.coaching.weighing import Weighing
from assist.events import (
    Act,
    Action,
    ActName,
    AnyEvent,
    Availability,
    CueName,
    CueRaised,
    PromptClosed,
    PromptShown,
    PromptWithheld,
    SpeechEnded,
    SpeechStarted,
    UserActed,
)
from assist.profile.coaching import Urgency, Weights
from assist.profile.schema import Prompts

SECOND, HOP = 16_000, 512
BOOK = default_book()


def samples(seconds: float) -> int:
    return round(seconds * SECOND)


def policy(prompts: Prompts | None = None, *, again: float = 0.0, phrases: tuple[str, ...] = ()) -> PromptPolicy:
    """A policy on its own, in a hard call; without the rest after a prompt unless told."""
    prompts = prompts or Prompts()
    weighing = Weighing(Urgency(again_less=again), Weights(), prompts, lambda _: True)
    return PromptPolicy(
        prompts, BOOK, weighing, MandatoryText(phrases, prompts.disclosure_most_seconds), Outcomes(prompts)
    )


class Screen:
    """Runs the policy hop by hop, in seconds."""

    def __init__(self, thresholds: Prompts | None = None) -> None:
        self.policy = policy(thresholds)
        self.now = 0
        self.events: list[AnyEvent] = []

    def at(self, seconds: float, *events: AnyEvent) -> list[AnyEvent]:
        """Go on until then, and take these events there; returns what happened on the way."""
        before = len(self.events)
        while self.now + HOP < samples(seconds):
            self.now += HOP
            self.events += self.policy.hop([], self.now)
        self.now = max(samples(seconds), self.now)
        self.events += self.policy.hop([replace(event, known_at=self.now) for event in events], self.now)
        return self.events[before:]

    def end(self, *events: AnyEvent) -> list[AnyEvent]:
        out = self.policy.flush(list(events), self.now + 1)
        self.events += out
        return out

    def told(self) -> list[str]:
        """What happened, in short."""
        out = []
        for event in self.events:
            if isinstance(event, PromptShown):
                out.append(f"{event.cue}")
            elif isinstance(event, PromptWithheld):
                out.append(f"{event.cue}: {event.reason}")
            elif isinstance(event, PromptClosed):
                out.append(f"{event.cue} {event.why}")
        return out


def cue(name: CueName, at: float, *, urgency: float = 0.5, immediate: bool = False, reason: str = "rule") -> CueRaised:
    return CueRaised(
        at=samples(at), known_at=samples(at), cue=name, reason=reason, urgency=urgency, immediate=immediate
    )


def agent_speaks(start: float, end: float | None = None) -> SpeechStarted | SpeechEnded:
    if end is None:
        return SpeechStarted(at=samples(start), known_at=samples(start), speaker="agent", start=samples(start))
    return SpeechEnded(at=samples(end), known_at=samples(end), speaker="agent", start=samples(start), end=samples(end))


def act(name: ActName, start: float, end: float) -> Act:
    return Act(
        at=samples(end), known_at=samples(end), name=name, speaker="agent", start=samples(start), end=samples(end),
        probability=1.0,
    )  # fmt: skip


def click(action: Action, prompt: int | None = None) -> UserActed:
    return UserActed(at=0, known_at=0, action=action, prompt=prompt)


# ------------------------------------------------------------------------------------------------------- the moment
def test_a_prompt_at_a_turn_boundary_goes_away_after_eight_seconds() -> None:
    screen = Screen()
    screen.at(10.0, cue("acknowledge", 9.5))
    screen.at(30.0)
    assert screen.told() == ["acknowledge", "acknowledge expired"]
    shown, closed = screen.events
    assert shown.known_at == samples(10.0) and shown.at == samples(9.5)
    assert 0 <= closed.known_at - samples(18.0) < HOP


def test_it_waits_until_the_agent_has_been_silent_for_a_moment() -> None:
    screen = Screen()
    screen.at(9.0, agent_speaks(9.0))
    screen.at(10.0, cue("acknowledge", 9.9))
    assert screen.at(11.9) == []
    (shown,) = screen.at(12.0, agent_speaks(9.0, 11.8))
    assert isinstance(shown, PromptShown)


def test_it_is_dropped_when_no_boundary_comes_within_three_seconds() -> None:
    screen = Screen()
    screen.at(9.0, agent_speaks(9.0))
    screen.at(10.0, cue("acknowledge", 10.0))
    screen.at(14.0)
    assert screen.told() == ["acknowledge: late"]
    assert samples(13.0) < screen.events[0].known_at <= samples(13.0) + HOP


def test_three_seconds_after_its_moment_is_in_time_and_more_is_late() -> None:
    screen = Screen()
    screen.at(13.0, cue("acknowledge", 10.0))
    screen.at(60.0, replace(cue("reframe", 57.0), at=samples(57.0) - 1))
    assert screen.told() == ["acknowledge", "acknowledge expired", "reframe: late"]


def test_an_immediate_cue_does_not_wait_for_a_boundary() -> None:
    screen = Screen()
    screen.at(9.0, agent_speaks(9.0))
    screen.at(10.0, cue("pause", 9.7, immediate=True))
    assert screen.told() == ["pause"]


# ------------------------------------------------------------------------------------------------------- the budget
def test_twenty_seconds_between_prompts() -> None:
    screen = Screen()
    screen.at(10.0, cue("acknowledge", 10.0))
    screen.at(29.9, cue("reframe", 29.9))
    screen.at(30.0, cue("pause", 30.0))
    assert screen.told() == ["acknowledge", "acknowledge expired", "reframe: budget_gap", "pause"]


def test_one_prompt_on_screen() -> None:
    screen = Screen(Prompts(gap_seconds=5.0))
    screen.at(10.0, cue("acknowledge", 10.0))
    screen.at(16.0, cue("reframe", 16.0))
    assert screen.told() == ["acknowledge", "reframe: on_screen"]


def test_five_prompts_in_any_five_minutes() -> None:
    screen = Screen()
    names: list[CueName] = ["acknowledge", "reframe", "pause", "offer_choices", "slow_down", "let_them_in"]
    for number, name in enumerate(names):
        screen.at(10.0 + 25 * number, cue(name, 10.0 + 25 * number))
    assert screen.told()[-1] == "let_them_in: budget_rate"
    screen.at(309.9, cue("check_in", 309.9))
    screen.at(310.0, cue("ask_what_changed", 310.0))
    assert screen.told()[-2:] == ["check_in: budget_rate", "ask_what_changed"]


def test_the_same_prompt_not_again_within_two_minutes() -> None:
    screen = Screen()
    screen.at(10.0, cue("acknowledge", 10.0))
    screen.at(129.9, cue("acknowledge", 129.9))
    screen.at(130.0, cue("acknowledge", 130.0))
    shown = [event for event in screen.events if isinstance(event, PromptShown)]
    assert "acknowledge: repeat" in screen.told() and len(shown) == 2
    assert shown[0].line != shown[1].line


def test_what_was_withheld_costs_nothing() -> None:
    screen = Screen()
    screen.at(10.0, cue("acknowledge", 5.0))
    screen.at(11.0, cue("acknowledge", 11.0))
    assert screen.told() == ["acknowledge: late", "acknowledge"]


def test_the_more_urgent_of_two_wins_and_the_other_is_counted() -> None:
    screen = Screen()
    screen.at(10.0, cue("acknowledge", 10.0, urgency=0.6), cue("offer_choices", 10.0, urgency=0.7))
    assert screen.told() == ["acknowledge: outranked", "offer_choices"]


def test_of_two_equally_urgent_the_earlier_wins() -> None:
    screen = Screen()
    screen.at(10.0, cue("reframe", 9.9), cue("offer_choices", 9.0))
    assert screen.told() == ["reframe: outranked", "offer_choices"]


# ------------------------------------------------------------------------------------------------------------- safety
def test_safety_is_exempt_from_everything() -> None:
    screen = Screen()
    off = Availability(at=0, known_at=0, cues=CUES, available=False, why="no audio")
    screen.at(5.0, cue("acknowledge", 5.0))
    screen.at(6.0, off, click("snooze"), click("pause"), agent_speaks(6.0))
    for second in (7.0, 8.0, 30.0):
        screen.at(second, cue("safety", second - 5.0, urgency=1.0, immediate=True))
    assert [line for line in screen.told() if line == "safety"] == ["safety"] * 3
    assert not [line for line in screen.told() if line.startswith("safety:")]


def test_safety_takes_the_place_of_another_prompt_and_costs_it_nothing() -> None:
    screen = Screen(Prompts(after_safety_seconds=0.0))
    screen.at(5.0, cue("acknowledge", 5.0))
    screen.at(6.0, cue("safety", 6.0, immediate=True))
    assert screen.told() == ["acknowledge", "acknowledge expired", "safety"]
    screen.at(25.0, cue("pause", 25.0))
    assert screen.told()[-1] == "pause"


def test_after_safety_nothing_else_is_shown_for_a_minute() -> None:
    screen = Screen()
    screen.at(6.0, cue("safety", 6.0, immediate=True))
    screen.at(65.9, cue("pause", 65.9))
    screen.at(66.0, cue("pause", 66.0))
    assert screen.told() == ["safety", "safety expired", "pause: safety", "pause"]


# ---------------------------------------------------------------------------------------------------------- the agent
def test_following_a_prompt_closes_it_but_leaves_time_to_read_it() -> None:
    screen = Screen()
    screen.at(10.0, cue("acknowledge", 10.0))
    screen.at(11.5, act("acknowledge", 10.2, 11.4))
    assert screen.told() == ["acknowledge"]
    screen.at(20.0)
    assert screen.told() == ["acknowledge", "acknowledge followed"]
    assert 0 <= screen.events[-1].known_at - samples(12.5) < HOP


def test_what_was_said_before_the_prompt_does_not_follow_it() -> None:
    screen = Screen()
    screen.at(10.0, cue("acknowledge", 9.0))
    screen.at(10.5, act("acknowledge", 8.0, 9.9))
    screen.at(20.0)
    assert screen.told()[-1] == "acknowledge expired"


def test_a_second_of_silence_follows_pause() -> None:
    screen = Screen()
    screen.at(9.0, agent_speaks(8.0))
    screen.at(10.0, cue("pause", 9.5, immediate=True))
    screen.at(13.0, agent_speaks(8.0, 12.8))
    screen.at(13.7)
    assert screen.told() == ["pause"]
    screen.at(13.9)
    assert screen.told() == ["pause", "pause followed"]


def test_done_before_it_could_be_shown() -> None:
    screen = Screen()
    screen.at(9.0, agent_speaks(9.0))
    screen.at(10.0, cue("acknowledge", 9.5))
    screen.at(11.0, act("acknowledge", 9.8, 10.9))
    assert screen.told() == ["acknowledge: satisfied"]


@pytest.mark.parametrize(
    ("action", "told"),
    [("dismiss", "dismissed"), ("not_helpful", "not_helpful"), ("snooze", "dismissed"), ("pause", "dismissed")],
)
def test_a_click_closes_the_prompt(action: Action, told: str) -> None:
    screen = Screen()
    screen.at(10.0, cue("acknowledge", 10.0))
    screen.at(11.0, click(action, 1))
    assert screen.told() == ["acknowledge", f"acknowledge {told}"]


def test_a_click_on_a_prompt_that_is_gone_closes_no_other() -> None:
    screen = Screen()
    screen.at(10.0, cue("acknowledge", 10.0))
    screen.at(40.0, cue("reframe", 40.0))
    screen.at(41.0, click("dismiss", 1))
    assert screen.told()[-1] == "reframe"


def test_snooze_keeps_prompts_away_for_five_minutes() -> None:
    screen = Screen()
    screen.at(10.0, click("snooze"))
    screen.at(309.0, cue("acknowledge", 309.0))
    screen.at(310.0, cue("acknowledge", 310.0))
    assert screen.told() == ["acknowledge: snoozed", "acknowledge"]


def test_paused_until_resumed() -> None:
    screen = Screen()
    screen.at(10.0, click("pause"))
    screen.at(20.0, cue("acknowledge", 20.0))
    screen.at(30.0, click("resume"))
    screen.at(31.0, cue("acknowledge", 31.0))
    assert screen.told() == ["acknowledge: paused", "acknowledge"]


def test_a_cue_that_lacks_what_it_needs_is_unavailable_until_that_is_back() -> None:
    screen = Screen()
    screen.at(10.0, Availability(at=0, known_at=0, cues=("acknowledge",), available=False, why="no words"))
    screen.at(11.0, cue("acknowledge", 11.0))
    screen.at(12.0, Availability(at=0, known_at=0, cues=("acknowledge",), available=True, why=""))
    screen.at(13.0, cue("acknowledge", 13.0))
    assert screen.told() == ["acknowledge: unavailable", "acknowledge"]


# -------------------------------------------------------------------------------------------------------------- the end
def test_at_the_end_nothing_waits_and_nothing_stays_on_screen() -> None:
    screen = Screen()
    screen.at(10.0, cue("pause", 10.0))
    screen.at(11.0, agent_speaks(11.0), cue("reframe", 11.0))
    screen.end(cue("acknowledge", 11.0))
    assert screen.told() == ["pause", "reframe: on_screen", "acknowledge: late", "pause expired"]


def test_safety_in_the_last_words_of_a_call_is_still_shown() -> None:
    screen = Screen()
    screen.at(10.0)
    screen.end(cue("safety", 10.0, immediate=True))
    assert screen.told() == ["safety", "safety expired"]


STEPS = st.lists(
    st.tuples(
        st.integers(1, 400),
        st.one_of(
            st.builds(
                lambda name, back, urgency, immediate: ("cue", name, back, urgency, immediate),
                st.sampled_from(CUES), st.integers(0, 80_000), st.sampled_from([0.5, 0.7]), st.booleans(),
            ),
            st.sampled_from(["speak", "silent", "dismiss", "not_helpful", "snooze", "pause", "resume", "acknowledge"]),
        ),
    ),
    max_size=60,
)  # fmt: skip


@given(STEPS)
@settings(max_examples=150, deadline=None)
def test_every_cue_ends_in_exactly_one_way_and_the_budget_always_holds(steps: list[tuple[int, object]]) -> None:
    tried, now = policy(), 0
    out: list[AnyEvent] = []
    raised: list[CueRaised] = []
    for hops, step in steps:
        for _ in range(min(hops, 5)):
            now += HOP
            out += tried.hop([], now)
        now += HOP * hops
        event: AnyEvent
        if isinstance(step, tuple):
            _, name, back, urgency, immediate = step
            event = CueRaised(
                at=max(now - back, 0),
                known_at=now,
                cue=name,
                reason=str(len(raised)),
                urgency=urgency,
                immediate=immediate,
            )
            raised.append(event)
        elif step == "speak":
            event = SpeechStarted(at=now, known_at=now, speaker="agent", start=now)
        elif step == "silent":
            event = SpeechEnded(at=now, known_at=now, speaker="agent", start=0, end=now)
        elif step == "acknowledge":
            event = act("acknowledge", now / SECOND - 1, now / SECOND)
        else:
            event = UserActed(at=now, known_at=now, action=step)  # type: ignore[arg-type]
        out += tried.hop([event], now)
    out += tried.flush([], now + 1)

    ended = [e.reason if isinstance(e, PromptShown) else e.raised_by for e in out if not isinstance(e, PromptClosed)]  # type: ignore[union-attr]
    assert sorted(ended) == sorted(cue.reason for cue in raised)
    numbers = [(type(e), e.prompt) for e in out if isinstance(e, PromptShown | PromptClosed)]
    assert numbers == [(kind, n) for n in range(1, len(numbers) // 2 + 1) for kind in (PromptShown, PromptClosed)]
    shown = [e for e in out if isinstance(e, PromptShown) and e.cue != "safety"]
    assert all(b.known_at - a.known_at >= samples(20) for a, b in pairwise(shown))
    assert all(b.known_at - a.known_at >= samples(300) for a, b in zip(shown, shown[5:], strict=False))
    for name in CUES:
        same = [e for e in shown if e.cue == name]
        assert all(b.known_at - a.known_at >= samples(120) for a, b in pairwise(same))
    assert all(e.at <= e.known_at <= e.at + samples(3) for e in shown)
