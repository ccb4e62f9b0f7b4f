"""The agent's own checks over weeks: of the calls that gave an occasion, in how many was it done? Nobody else is in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from assist.events import AnyEvent
from assist.review.scorecard import CHECKS, CheckName, scorecard

WEEKS = 12


@dataclass(frozen=True, slots=True)
class Week:
    """One week.

    Attributes:
        monday: its first day.
        calls: that began in it.
        done: calls in which a check was done, by check.
        occasions: calls that gave an occasion for it.
    """

    monday: date
    calls: int
    done: Mapping[CheckName, int]
    occasions: Mapping[CheckName, int]

    def share(self, check: CheckName) -> float | None:
        """0..1; None if no call gave an occasion."""
        return self.done[check] / self.occasions[check] if self.occasions[check] else None


def trends(
    began: Mapping[int, datetime],
    moments: Iterable[tuple[int, AnyEvent]],
    until: datetime,
    weeks: int = WEEKS,
    zone: tzinfo | None = None,
) -> list[Week]:
    """The last weeks, the oldest first, also those without calls.

    Args:
        began: when each call began, by number, with time zone.
        moments: events of the kinds that the checks rest on, with the number of their call.
        until: a moment of the last week, with time zone.
        weeks: how many.
        zone: of the agent; None for this computer's.
    """
    events: dict[int, list[AnyEvent]] = defaultdict(list)
    for number, event in moments:
        events[number].append(event)
    last = _monday(until, zone)
    mondays = [last - timedelta(weeks=back) for back in reversed(range(weeks))]
    calls = dict.fromkeys(mondays, 0)
    done = {monday: dict.fromkeys(CHECKS, 0) for monday in mondays}
    occasions = {monday: dict.fromkeys(CHECKS, 0) for monday in mondays}
    for number, moment in began.items():
        monday = _monday(moment, zone)
        if monday not in calls:
            continue
        calls[monday] += 1
        for check in scorecard(events.get(number, [])):
            occasions[monday][check.name] += check.state != "no_occasion"
            done[monday][check.name] += check.state == "done"
    return [Week(monday, calls[monday], done[monday], occasions[monday]) for monday in mondays]


def since(until: datetime, weeks: int = WEEKS) -> datetime:
    """The moment from which on calls are needed for `trends`: never later than its first Monday."""
    return until - timedelta(weeks=weeks)


def _monday(moment: datetime, zone: tzinfo | None) -> date:
    day = moment.astimezone(zone).date()
    return day - timedelta(days=day.weekday())
