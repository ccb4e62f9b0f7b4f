"""Let them in, when the agent has held the floor for long without a reply."""

from __future__ import annotations

from assist.cues.voice_run import VoiceRun
from assist.events import (
    SAMPLE_RATE,
    AnyEvent,
    Availability,
    CueRaised,
    Evidence,
    Speaker,
    SpeechEnded,
    SpeechStarted,
)  # fmt: skip
from assist.profile.schema import Conversation, samples

URGENCY = 0.4


class OneSidedRun:
    """How long one side has had the floor for itself.

        own    ====.====..=======.=====        pauses under the pause limit belong to the run
        other       mm        mm       =====   a word of listening does not end it, a reply does, from its first sound on
               ^start                  ^end

    All lengths count what is sure: a voice that is running may have stopped `late` samples ago, and while the other side is
    saying something that may become a reply, the run reaches only to where that began.

    Args:
        speaker: whose run.
        pause: samples; an own pause of this length ends the run.
        reply: samples of voice that make a reply of what the other says.
        run_gap: samples; shorter pauses do not separate what the other says.
        late: samples by which the news that a voice began or ended may be late.
    """

    def __init__(self, speaker: Speaker, *, pause: int, reply: int, run_gap: int, late: int) -> None:
        self.speaker = speaker
        self._pause, self._reply, self._late = pause, reply, late
        self._other = VoiceRun(run_gap)
        self._yielded = False
        """The other side is replying."""
        self._stretches: list[SpeechEnded] = []
        """Own speech since the other began to say something."""
        self._end_before_other = 0
        """End of the own speech before that."""
        self._speaking: int | None = None
        self.start: int | None = None
        """Start of the run; None while there is none."""
        self._end = 0

    def take(self, event: SpeechStarted | SpeechEnded) -> None:
        """Take a speech event of either side."""
        if event.speaker != self.speaker:
            if isinstance(event, SpeechStarted) and self._other.over(event.start):
                if self._yielded:
                    self._resume()
                self._stretches, self._end_before_other = [], self._end
            self._other.take(event)
        elif isinstance(event, SpeechStarted):
            self._speaking = event.start
            if not self._yielded:
                self._go_on(event.start)
        else:
            self._speaking = None
            if not self._other.over(event.end):
                self._stretches.append(event)
            if not self._yielded:
                self._end = event.end

    def hop(self, now: int) -> int:
        """It is `now`: samples that the run surely lasts, 0 if there is none."""
        length = self._length(now)
        if not self._yielded and self._other.voiced(now - self._late) >= self._reply and not self._other_is_over(now):
            self._yielded, self.start = True, None
        elif self._yielded and self._other_is_over(now):
            self._resume()
        return length

    def restart(self, now: int) -> None:
        """What was before `now` does not count."""
        self.start, self._end = None, now
        if self._speaking is not None and not self._yielded:
            self._go_on(now)

    def _go_on(self, start: int) -> None:
        if self.start is None or start - self._end >= self._pause:
            self.start = start

    def _other_is_over(self, now: int) -> bool:
        return self._other.over(now - self._late)

    def _resume(self) -> None:
        """The reply is over: what was said since its end is the beginning of the next run."""
        self._yielded, reply_end = False, self._other.end
        for stretch in self._stretches:
            if stretch.end > reply_end:
                self._go_on(max(stretch.start, reply_end))
                self._end = stretch.end
        if self._speaking is not None:
            self._go_on(max(self._speaking, reply_end))

    def _length(self, now: int) -> int:
        if self.start is None:
            return 0
        sure = now - self._late
        if self._other.start is None or self._other_is_over(now):
            end = self._end if self._speaking is None else max(sure, self._end)
        else:
            end = self._end_before(self._other.start, sure)
        return max(end - self.start, 0)

    def _end_before(self, moment: int, sure: int) -> int:
        """End of the last own sound before the other side began to say something."""
        ends = [min(stretch.end, moment) for stretch in self._stretches if stretch.start < moment]
        if self._speaking is not None and self._speaking < moment:
            ends.append(min(sure, moment))
        return max(ends, default=self._end_before_other)


class Monologue:
    """Raises Let them in once for every one-sided run of the agent that is longer than it should be.

    Args:
        thresholds: how long, and what ends it.
        run_gap: samples; shorter pauses do not separate what the caller says.
        late: samples by which the news that a voice began or ended may be late.
    """

    def __init__(self, thresholds: Conversation, run_gap: int, late: int) -> None:
        self._most = samples(thresholds.monologue_seconds)
        self._run = OneSidedRun(
            "agent",
            pause=samples(thresholds.monologue_pause_seconds),
            reply=samples(thresholds.reply_least_seconds),
            run_gap=run_gap,
            late=late,
        )
        self._raised: int | None = None
        """Start of the run that the last cue was about."""
        self._available = True

    def take(self, event: AnyEvent) -> None:
        """Take speech and the availability of Let them in; others are ignored."""
        if isinstance(event, SpeechStarted | SpeechEnded):
            self._run.take(event)
        elif isinstance(event, Availability) and "let_them_in" in event.cues:
            self._available = event.available
            self._run.restart(event.at)

    def hop(self, now: int) -> list[CueRaised]:
        """It is `now`."""
        start = self._run.start
        length = self._run.hop(now)
        if start is None or length < self._most or start == self._raised or not self._available:
            return []
        self._raised = start
        text = f"(had the floor for {self._most / SAMPLE_RATE:g} s)"
        return [
            CueRaised(
                at=start + self._most,
                known_at=now,
                cue="let_them_in",
                reason="monologue",
                urgency=URGENCY,
                evidence=(Evidence(speaker="agent", start=start, end=now, text=text),),
                immediate=True,
            )
        ]
