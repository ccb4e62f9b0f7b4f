"""Events against labels: what matches, what is a false alarm, what is missed."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from assist.events import (
    Act,
    ActName,
    AnyEvent,
    CallEnded,
    CallerState,
    CueName,
    OverlapJudged,
    PromptShown,
    Speaker,
    Stage,
    Verdict,
)
from assist.session.labels import Label
from assist.session.scoring import Score, ScoreCard, score

SECOND = 16_000


def prompt(cue: CueName, shown: float, number: int = 1) -> PromptShown:
    at = round((shown - 0.5) * SECOND)
    return PromptShown(
        at=at, known_at=round(shown * SECOND), prompt=number, cue=cue, title=cue, line="", reason="talk_over"
    )


def wanted(cue: CueName, start: float, end: float) -> Label:
    return Label(round(start * SECOND), round(end * SECOND), "prompt", cue)


def overlap(speaker: Speaker, onset: float, end: float, verdict: Verdict, stage: Stage = "late") -> OverlapJudged:
    return OverlapJudged(
        at=round(end * SECOND), known_at=round(end * SECOND), speaker=speaker, onset=round(onset * SECOND),
        end=round(end * SECOND), verdict=verdict, probability=0.9, stage=stage,
    )  # fmt: skip


def act(name: ActName, start: float, end: float, probability: float = 1.0) -> Act:
    samples = round(start * SECOND), round(end * SECOND)
    return Act(
        at=samples[1], known_at=samples[1], name=name, speaker="agent", start=samples[0], end=samples[1],
        probability=probability,
    )  # fmt: skip


def ended(seconds: float) -> CallEnded:
    return CallEnded(at=round(seconds * SECOND), known_at=round(seconds * SECOND))


def line(card: ScoreCard, name: str) -> Score:
    return next(line for line in card.scores if line.name == name)


def test_prompts_hit_miss_and_alarm_falsely() -> None:
    events: list[AnyEvent] = [prompt("pause", 11), prompt("pause", 30), prompt("reframe", 50), ended(120)]
    labels = [wanted("pause", 10, 12), wanted("pause", 80, 82), wanted("acknowledge", 90, 91)]
    card = score(events, labels)
    pause = line(card, "pause")
    assert (pause.labels, pause.found, pause.hits) == (2, 2, 1)
    assert (pause.precision, pause.recall, pause.f1) == (0.5, 0.5, 0.5)
    missed = line(card, "acknowledge")
    assert (missed.precision, missed.recall, missed.f1) == (None, 0.0, 0.0)
    alarm = line(card, "reframe")
    assert (alarm.precision, alarm.recall, alarm.f1) == (0.0, None, 0.0)
    together = line(card, "all prompts")
    assert (together.labels, together.found, together.hits) == (3, 3, 1)
    assert (card.prompts, card.minutes, card.prompts_a_minute) == (3, 2.0, 1.5)


def test_window_of_a_prompt() -> None:
    label = [wanted("pause", 10, 12)]
    for shown, hits in ((8.9, 0), (9.0, 1), (12.0, 1), (15.0, 1), (15.1, 0)):
        assert line(score([prompt("pause", shown)], label), "pause").hits == hits, shown
    assert line(score([prompt("pause", 13.5)], label, lateness_seconds=1.0), "pause").hits == 0


def test_a_label_is_hit_once() -> None:
    card = score([prompt("pause", 10, 1), prompt("pause", 11, 2)], [wanted("pause", 10, 12)])
    assert line(card, "pause").hits == 1 and line(card, "pause").precision == 0.5


def test_an_event_takes_the_label_that_ends_first() -> None:
    labels = [wanted("pause", 5, 30), wanted("pause", 9, 10)]
    assert line(score([prompt("pause", 10, 1), prompt("pause", 29, 2)], labels), "pause").hits == 2


def test_another_right_cue_counts_under_the_first() -> None:
    label = Label(10 * SECOND, 12 * SECOND, "prompt", "pause", None, ("acknowledge",))
    card = score([prompt("acknowledge", 11, 1), prompt("reframe", 12, 2)], [label])
    assert [(s.name, s.labels, s.found, s.hits) for s in card.scores] == [
        ("pause", 1, 1, 1),
        ("reframe", 0, 1, 0),
        ("all prompts", 1, 2, 1),
    ]
    both = score([prompt("acknowledge", 11, 1), prompt("pause", 12, 2)], [label])
    assert line(both, "pause").hits == 1 and line(both, "acknowledge").hits == 0, "its own cue comes first"


def test_an_optional_label_is_no_miss_and_no_alarm() -> None:
    label = Label(10 * SECOND, 12 * SECOND, "prompt", "pause", optional=True)
    assert [(s.name, s.labels) for s in score([], [label]).scores] == [("all prompts", 0)]
    card = score([prompt("pause", 11, 1), prompt("pause", 11.5, 2)], [label])
    assert (line(card, "pause").labels, line(card, "pause").found, line(card, "pause").hits) == (1, 2, 1)
    card = score([prompt("pause", 11)], [label, wanted("pause", 11, 14)])
    assert line(card, "pause").labels == 1, "a wanted label is taken before an optional one that ends sooner"


def test_a_calm_call_without_labels() -> None:
    card = score([ended(60)], [])
    assert [(s.name, s.labels, s.found) for s in card.scores] == [("all prompts", 0, 0)]
    assert card.scores[0].f1 is None and card.prompts_a_minute == 0.0
    assert score([], []).prompts_a_minute == 0.0


def test_the_last_verdict_on_an_overlap_counts() -> None:
    events = [overlap("agent", 10, 11, "interruption", "early"), overlap("agent", 10, 11.4, "backchannel")]
    labels = [Label(10 * SECOND, 11 * SECOND, "overlap", "interruption", "agent")]
    assert line(score(events, labels), "interruption").found == 0
    labels = [Label(10 * SECOND, 11 * SECOND, "overlap", "backchannel")]
    assert line(score(events, labels), "backchannel").hits == 1


def test_the_side_counts_if_the_label_names_one() -> None:
    events = [overlap("agent", 10, 11, "interruption"), overlap("customer", 20, 21, "interruption")]
    labels = [Label(10 * SECOND, 11 * SECOND, "overlap", "interruption", "agent")]
    assert (line(score(events, labels), "interruption").found, line(score(events, labels), "interruption").hits) == (
        1,
        1,
    )
    either = [Label(20 * SECOND, 21 * SECOND, "overlap", "interruption")]
    assert (line(score(events, either), "interruption").found, line(score(events, either), "interruption").hits) == (
        2,
        1,
    )


def test_acts_and_feelings_only_under_names_that_were_marked() -> None:
    feeling = CallerState(at=SECOND, known_at=SECOND, kind="distress", probability=0.8, start=0, end=SECOND)
    events: list[AnyEvent] = [
        act("dead_end", 10, 14),
        act("blame", 20, 21),
        act("dead_end", 30, 31, probability=0.4),
        feeling,
    ]
    labels = [Label(12 * SECOND, 13 * SECOND, "act", "dead_end"), Label(0, SECOND, "caller", "distress", "customer")]
    card = score(events, labels)
    assert [s.name for s in card.scores] == ["all prompts", "dead_end", "distress"]
    assert (line(card, "dead_end").found, line(card, "dead_end").hits) == (1, 1)
    assert line(card, "distress").hits == 1


def test_an_act_and_a_prompt_of_the_same_name_do_not_mix() -> None:
    labels = [Label(10 * SECOND, 11 * SECOND, "act", "acknowledge", "agent"), wanted("acknowledge", 40, 41)]
    card = score([act("acknowledge", 10, 11), prompt("acknowledge", 20)], labels)
    assert [(s.kind, s.hits) for s in card.scores if s.name == "acknowledge"] == [("prompt", 0), ("act", 1)]


@given(
    shown=st.lists(st.floats(0, 100), max_size=6),
    marked=st.lists(st.tuples(st.floats(0, 100), st.floats(0, 10)), max_size=6),
)
def test_no_other_pairing_of_prompts_and_labels_hits_more(
    shown: list[float], marked: list[tuple[float, float]]
) -> None:
    prompts = [prompt("pause", at + 1, number) for number, at in enumerate(shown)]
    labels = [wanted("pause", start, start + length) for start, length in marked]
    card = score(prompts, labels)
    hits = line(card, "all prompts").hits

    def fits(one: PromptShown, label: Label) -> bool:
        return label.start - SECOND <= one.known_at <= label.end + 3 * SECOND

    few, many = (prompts, labels) if len(prompts) <= len(labels) else (labels, prompts)
    best = 0
    for order in itertools.permutations(many, len(few)):
        pairs = zip(few, order, strict=True) if few is prompts else ((b, a) for a, b in zip(few, order, strict=True))
        best = max(best, sum(fits(p, lab) for p, lab in pairs if isinstance(p, PromptShown) and isinstance(lab, Label)))
    assert hits == best
