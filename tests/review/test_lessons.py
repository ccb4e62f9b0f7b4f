"""One thing done well, one to try; excerpts of spikes."""

from __future__ import annotations

from assist.events import AnyEvent, TensionSpike, Words
from assist.review.lessons import Lesson, done_well, to_try
from assist.review.record import of_events
from assist.review.scorecard import scorecard
from assist.review.spikes import excerpts
from assist.review.wording import KEEP_GOING, NOTHING_HEARD, NOTHING_SPECIAL, UNHEARD, check_note
from assist.ui.review_states import empty_record, sample_record
from tests.review.making import act, beat, gap, s, step, tension


def _what(lesson: Lesson) -> str | None:
    return None if lesson.finding is None else lesson.finding.what


def lessons(*events: AnyEvent) -> tuple[str, str, str | None, str | None]:
    checks = scorecard(events)
    well, next_time = done_well(checks, events), to_try(checks, events)
    return well.text, next_time.text, _what(well), _what(next_time)


def test_a_calm_call_is_a_good_call() -> None:
    words = Words(at=s(2), known_at=s(2), speaker="agent", start=0, end=s(2), text="hello", stability="final")
    assert lessons(words)[:2] == (NOTHING_SPECIAL, KEEP_GOING)


def test_without_words_it_says_so() -> None:
    assert lessons()[0] == NOTHING_HEARD
    assert check_note(scorecard([])[1], heard=False) == UNHEARD


def test_the_moment_after_which_the_tension_fell_most() -> None:
    events: list[AnyEvent] = [
        gap(10, 12),
        beat(10, 12),
        tension(9, 0.8),
        step(40, "acknowledged"),
        tension(41, 0.75),
        tension(90, 0.2),
    ]
    assert lessons(*events)[2] == "acknowledged"
    assert "calmer" in lessons(*events)[0]


def test_without_a_fall_the_first_in_the_order_of_leap() -> None:
    events: list[AnyEvent] = [step(5, "disclosed"), step(8, "acknowledged"), gap(10, 12), beat(10, 12)]
    assert lessons(*events)[2] == "beat_kept"
    assert "calmer" not in lessons(*events)[0]


def test_the_miss_with_the_highest_tension() -> None:
    events: list[AnyEvent] = [gap(10, 10.1), tension(20, 0.3), gap(50, 50.1), act(60, "dead_end"), tension(75, 0.9)]
    assert (
        lessons(*events)[3] == "quick_reply"
    )  # the later reply and the dead end saw the same peak: LEAP's order decides
    assert lessons(gap(10, 10.1), tension(20, 0.3), act(60, "dead_end"), tension(75, 0.9))[3] == "dead_end"


def test_a_check_without_a_moment_is_tried_when_nothing_was_missed() -> None:
    text, moment = lessons(step(5, "disclosed"), step(8, "acknowledged"), step(9, "reframed"))[1::2]
    assert moment is None and "options" in text


def test_never_a_grade_a_comparison_or_a_time_on_the_phone() -> None:
    from assist.review import wording

    told = [*wording._PRAISE.values(), *wording._TRY.values(), *wording._FINDINGS.values(), *wording._NOT_YET.values()]
    for text in told:
        assert not {"score", "grade", "average", "others", "better than", "worse than", "handle time"} & set(
            text.lower().split()
        )


def test_an_excerpt_is_twenty_seconds_around_the_peak() -> None:
    call = sample_record()
    (found,) = excerpts(call, scorecard(call.events, call.turns))
    assert (found.start, found.end) == (s(17), s(37))
    assert [turn.start for turn in found.turns] == [s(14), s(19), s(24), s(32.4)]
    assert [prompt.prompt for prompt in found.prompts] == [1, 2]
    assert found.before is not None and found.before.what == "dead_end"
    assert found.calmed is not None and found.calmed.what == "acknowledged"


def test_a_spike_at_the_very_beginning() -> None:
    spike = TensionSpike(at=s(2), known_at=s(9), start=0, end=s(4), peak=0.9)
    (found,) = excerpts(of_events([spike]), ())
    assert (found.start, found.turns, found.before, found.calmed) == (0, (), None, None)
    assert excerpts(empty_record(), ()) == []
