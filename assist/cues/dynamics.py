"""The call in numbers: who spoke how long, gaps, overlaps by verdict, longest turns."""

from __future__ import annotations

import statistics

from assist.events import (
    SAMPLE_RATE,
    SPEAKERS,
    AnyEvent,
    Dynamics,
    OverlapJudged,
    ResponseGap,
    Speaker,
    SpeechEnded,
    SpeechStarted,
    TurnEnded,
    TurnStarted,
    Verdict,
)  # fmt: skip
from assist.profile.schema import Conversation, samples

Span = tuple[int, int]


class TalkTime:
    """Time of each side's voice, of both at once and of neither, up to marks that move on."""

    def __init__(self) -> None:
        self._closed: dict[Speaker, list[Span]] = {speaker: [] for speaker in SPEAKERS}
        self._open: dict[Speaker, int | None] = dict.fromkeys(SPEAKERS)
        self.mark = 0
        self.spoken: dict[Speaker, int] = dict.fromkeys(SPEAKERS, 0)
        """Samples of voice before the mark."""
        self.both = 0
        """Samples before the mark in which both spoke."""
        self.silence = 0
        """Samples before the mark in which nobody spoke."""

    def take(self, event: SpeechStarted | SpeechEnded) -> None:
        """Take a speech event of either side."""
        if isinstance(event, SpeechStarted):
            self._open[event.speaker] = event.start
        else:
            self._open[event.speaker] = None
            self._closed[event.speaker].append((event.start, event.end))

    def move(self, mark: int) -> None:
        """Count what lies between the old mark and this one."""
        agent, customer = (self._between(speaker, mark) for speaker in SPEAKERS)
        for speaker, spans in zip(SPEAKERS, (agent, customer), strict=True):
            self.spoken[speaker] += sum(end - start for start, end in spans)
        both = sum(max(min(a[1], c[1]) - max(a[0], c[0]), 0) for a in agent for c in customer)
        alone = sum(end - start for start, end in (*agent, *customer)) - both
        self.both += both
        self.silence += mark - self.mark - alone
        self.mark = mark

    def _between(self, speaker: Speaker, mark: int) -> list[Span]:
        closed, running = self._closed[speaker], self._open[speaker]
        spans = closed if running is None else [*closed, (running, mark)]
        self._closed[speaker] = [span for span in closed if span[1] > mark]
        return [(max(s, self.mark), min(e, mark)) for s, e in spans if s < mark and e > self.mark]


class CallNumbers:
    """Tells the numbers of the call so far every minute from its first voice on, and once more at its end.

    Everything but the median and the longest turns is a sum: the difference between two is the stretch in between. A minute is
    told a moment late, when all voices in it are known.

    Args:
        thresholds: how often.
        late: samples by which the news that a voice began or ended may be late.
    """

    def __init__(self, thresholds: Conversation, late: int) -> None:
        self._every = samples(thresholds.numbers_every_seconds)
        self._late = late
        self._time = TalkTime()
        self._begun = False
        self._turn_start: dict[Speaker, int | None] = dict.fromkeys(SPEAKERS)
        self._turns: dict[Speaker, int] = dict.fromkeys(SPEAKERS, 0)
        self._longest: dict[Speaker, int] = dict.fromkeys(SPEAKERS, 0)
        self._last_voice: dict[Speaker, int] = dict.fromkeys(SPEAKERS, 0)
        self._gaps: list[int] = []
        self._verdicts: dict[tuple[Speaker, int], Verdict] = {}

    def take(self, event: AnyEvent) -> None:
        """Take speech, turns, gaps and verdicts; others are ignored."""
        if isinstance(event, SpeechStarted | SpeechEnded):
            if not self._begun:
                self._begun, self._time.mark = True, event.start
            self._time.take(event)
            self._last_voice[event.speaker] = event.at
        elif isinstance(event, TurnStarted):
            self._turns[event.speaker] += 1
            self._turn_start[event.speaker] = event.start
        elif isinstance(event, TurnEnded):
            self._turn_start[event.speaker] = None
            self._longest[event.speaker] = max(self._longest[event.speaker], event.end - event.start)
        elif isinstance(event, ResponseGap) and event.speaker == "agent":
            self._gaps.append(event.end - event.start)
        elif isinstance(event, OverlapJudged):
            self._verdicts[event.speaker, event.onset] = event.verdict

    def hop(self, now: int) -> list[Dynamics]:
        """It is `now`."""
        mark = self._time.mark + self._every
        return [self._told(mark, now, complete=False)] if self._begun and now >= mark + self._late else []

    def flush(self, now: int) -> list[Dynamics]:
        """The call is over. A call in which nobody spoke has no numbers."""
        return [self._told(max(now - 1, self._time.mark), now, complete=True)] if self._begun else []

    def _told(self, mark: int, now: int, *, complete: bool) -> Dynamics:
        self._time.move(mark)
        time = self._time
        gap = statistics.median(self._gaps) if self._gaps else None
        judged = list(self._verdicts.items())
        return Dynamics(
            at=mark,
            known_at=now,
            agent_seconds=_seconds(time.spoken["agent"]),
            customer_seconds=_seconds(time.spoken["customer"]),
            silence_seconds=_seconds(time.silence),
            both_seconds=_seconds(time.both),
            agent_turns=self._turns["agent"],
            customer_turns=self._turns["customer"],
            longest_agent_seconds=_seconds(self._longest_turn("agent")),
            longest_customer_seconds=_seconds(self._longest_turn("customer")),
            median_gap_seconds=None if gap is None else _seconds(gap),
            agent_interruptions=sum(key[0] == "agent" and v == "interruption" for key, v in judged),
            customer_interruptions=sum(key[0] == "customer" and v == "interruption" for key, v in judged),
            backchannels=sum(v == "backchannel" for _, v in judged),
            complete=complete,
        )

    def _longest_turn(self, speaker: Speaker) -> int:
        running = self._turn_start[speaker]
        return max(self._longest[speaker], 0 if running is None else self._last_voice[speaker] - running)


def _seconds(count: float) -> float:
    return round(count / SAMPLE_RATE, 3)
