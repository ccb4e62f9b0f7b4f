"""Slow down, when the agent speaks much faster than the agent usually does."""

from __future__ import annotations

import bisect
from collections import deque

from assist.events import SAMPLE_RATE, AnyEvent, CueRaised, Evidence, Pace, SpeechEnded, SpeechStarted, Words
from assist.profile.schema import Conversation, samples

URGENCY = 0.3
MEASURED_EVERY = 3 * SAMPLE_RATE
"""Samples of own speech between two measurements."""
RECENT = 4
"""A window of own speech that took longer than this many times its length to collect says nothing about now."""
AFTER_CUE = 4
"""After a cue only what was said since counts, from this part of the window on: the agent who slows down sees it at once."""
QUOTE_WORDS = 14


class PaceMeter:
    """Words over own speech, pauses left out, against the own running median.

    One fast window is chance: fast speech must last before the cue is raised, and slow down before it is raised again.
    Only utterances whose words are known count, in words and in time alike: what recognition missed makes nobody slow. Stable
    words count at once; the final text of an utterance replaces them.

    Args:
        thresholds: window, baseline, and what is fast.
    """

    def __init__(self, thresholds: Conversation) -> None:
        self._window = samples(thresholds.pace_window_seconds)
        self._baseline = samples(thresholds.pace_baseline_seconds)
        self._fast_ratio = thresholds.pace_fast_ratio
        self._fast_words = thresholds.pace_fast_words
        self._stretches: deque[tuple[int, int]] = deque()
        self._forgotten = 0
        """Speech before this is no longer known; words that come so late are not counted."""
        self._speaking: int | None = None
        self._spoken = 0
        """Own speech in the utterances that are over: a clock that runs only while words are said."""
        self._said: deque[tuple[int, int]] = deque()
        """Of each word: where on that clock its middle is, and its start on the time axis."""
        self._running: list[Words] = []
        self._measured_at = 0
        self._measured: list[float] = []
        """All measurements, sorted."""
        self._lasts = samples(thresholds.pace_lasts_seconds)
        self._fast_since: int | None = None
        """On that clock; None while the pace is not fast."""
        self._raised = False
        self._from: int | None = None
        """On that clock: where the last cue was raised."""

    def take(self, event: AnyEvent, now: int) -> list[Pace | CueRaised]:
        """Take the agent's speech and words; others are ignored."""
        if isinstance(event, SpeechStarted) and event.speaker == "agent":
            self._speaking = event.start
        elif isinstance(event, SpeechEnded) and event.speaker == "agent":
            self._speaking = None
            self._stretches.append((event.start, event.end))
            while self._stretches[0][1] < event.end - RECENT * self._window:
                self._forgotten = self._stretches.popleft()[1]
        elif isinstance(event, Words) and event.speaker == "agent" and event.stability != "partial":
            return self._heard(event, now)
        return []

    def _heard(self, event: Words, now: int) -> list[Pace | CueRaised]:
        if event.start < self._forgotten:
            return []
        if event.stability == "final":
            self._running = [words for words in self._running if words.utterance > event.utterance]
            said, spoken = self._on_clock([event], now)
            self._said += said
            self._spoken += spoken
            said, spoken = [], 0
        else:
            self._running = [*(words for words in self._running if words.utterance == event.utterance), event]
            said, spoken = self._on_clock(self._running, now)
        return self._measure(event, said, self._spoken + spoken, now)

    def _on_clock(self, pieces: list[Words], now: int) -> tuple[list[tuple[int, int]], int]:
        """The words of an utterance on the clock of own speech, and how far it moves the clock."""
        start, end = pieces[0].start, pieces[-1].end
        voice = [*self._stretches, *([] if self._speaking is None else [(self._speaking, now)])]
        voice = [(max(s, start), min(e, end)) for s, e in voice if s < end and e > start]

        def clock(moment: int) -> int:
            return sum(min(e, moment) - s for s, e in voice if s < moment)

        said = [(self._spoken + clock((w.start + w.end) // 2), w.start) for piece in pieces for w in piece.words]
        return said, clock(end)

    def _measure(self, event: Words, said: list[tuple[int, int]], clock: int, now: int) -> list[Pace | CueRaised]:
        while self._said and self._said[0][0] <= self._spoken - self._window:
            self._said.popleft()
        window = min(self._window, clock - (self._from or 0))
        least = self._window if self._from is None else self._window // AFTER_CUE
        if window < least or clock - self._measured_at < MEASURED_EVERY:
            return []
        inside = [start for position, start in (*self._said, *said) if position > clock - window]
        if not inside or now - inside[0] > RECENT * self._window:
            return []
        self._measured_at = clock
        rate = len(inside) * 60 * SAMPLE_RATE / window
        trusted = clock >= self._baseline and self._measured
        ratio = rate / self._measured[len(self._measured) // 2] if trusted else 1.0
        if window == self._window:
            bisect.insort(self._measured, rate)
        fast = ratio > self._fast_ratio and rate > self._fast_words
        out: list[Pace | CueRaised] = [
            Pace(
                at=event.end,
                known_at=now,
                speaker="agent",
                words_per_minute=round(rate, 1),
                ratio=round(ratio, 3),
                fast=fast,
            )
        ]
        if not fast:
            self._fast_since, self._raised = None, False
            return out
        if self._fast_since is None:
            self._fast_since = clock
        if clock - self._fast_since >= self._lasts and not self._raised:
            self._raised, self._from = True, clock
            out.append(self._cue(event, now, rate))
        return out

    def _cue(self, event: Words, now: int, rate: float) -> CueRaised:
        said = " ".join(event.text.split()[-QUOTE_WORDS:])
        evidence = Evidence(
            speaker="agent", start=event.start, end=event.end, text=f"{said} ({rate:.0f} words a minute)"
        )
        return CueRaised(
            at=event.end,
            known_at=now,
            cue="slow_down",
            reason="fast",
            urgency=URGENCY,
            evidence=(evidence,),
        )
