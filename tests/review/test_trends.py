"""The agent's own checks by week."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from assist.events import AnyEvent
from assist.review.trends import since, trends
from tests.review.making import beat, gap, step

UNTIL = datetime(2026, 3, 4, 12, tzinfo=UTC)


def test_weeks_are_counted_by_calls_with_an_occasion() -> None:
    began = {1: UNTIL, 2: UNTIL - timedelta(days=1), 3: UNTIL - timedelta(days=7), 4: UNTIL - timedelta(days=200)}
    moments: list[tuple[int, AnyEvent]] = [
        (1, gap(1, 3)), (1, beat(1, 3)), (2, gap(1, 1.1)), (3, step(5, "disclosed")), (3, step(9, "offered_choices")),
        (4, gap(1, 3)),
    ]  # fmt: skip
    weeks = trends(began, moments, UNTIL, weeks=3, zone=UTC)
    assert [week.monday for week in weeks] == [date(2026, 2, 16), date(2026, 2, 23), date(2026, 3, 2)]
    assert [week.calls for week in weeks] == [0, 1, 2]
    assert weeks[2].share("paused") == 0.5
    assert weeks[2].share("acknowledged") is None
    assert weeks[1].share("offered_choices") == 1.0 and weeks[1].share("reframed") == 0.0
    assert weeks[0].share("paused") is None


def test_calls_before_the_first_monday_are_not_needed() -> None:
    first = trends({}, [], UNTIL, weeks=12, zone=UTC)[0].monday
    assert since(UNTIL, 12).date() <= first + timedelta(days=7)
