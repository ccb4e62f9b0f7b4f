r"""The beat: the silence the agent chose to leave before replying.

caller  =====|                       =====|            =====
agent        |         =========          |  ==                 an "mm-hm" cuts nothing short
beat         ^opened  ^kept               ^opened      ^caller went on
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from assist.cues.finished import EndOfTurn
from assist.cues.last_words import MOST_WORDS
from assist.cues.voice_run import VoiceRun
from assist.events import (
    SAMPLE_RATE,
    AnyEvent,
    Availability,
    BeatClosed,
    BeatOpened,
    Credit,
    FloorChanged,
    Speaker,
    SpeechEnded,
    SpeechStarted,
    TimedWord,
    TurnStarted,
    Words,
)
from assist.profile.schema import Conversation, samples

NOTABLE = 0.15
"""A beat is told again when the probability that the caller has finished has moved by this much."""

TURN_WITHIN = SAMPLE_RATE // 3
"""Words are estimated to begin at most so long before the voice of their turn is heard."""

NEARLY_OVER = SAMPLE_RATE // 10
"""So long before its end a beat is nearly over: time enough to see the ring's colour."""

LAST_WORD_WITHIN = SAMPLE_RATE // 2
"""Words that end longer than this before the silence are not the last ones: those are still being recognised."""

BeatEvent = BeatOpened | BeatClosed | Credit
_Why = Literal["kept", "cut_short", "caller_went_on"]


@dataclass(slots=True)
class _Beat:
    start: int
    length: int
    told: float
    """Probability that the caller has finished, as last told."""
    breathing: bool
    """Whether the caller may well go on, as last told."""
    reply: VoiceRun
    """What the agent says in it."""


class Beat:
    """Opens a beat when the caller stops, closes it when its length has passed, the agent replies, or the caller goes on.

    No beat is opened while the floor is the agent's: there the caller's "mm-hm" waits for nothing. A voice is sure only a
    tenth of a second after it began; who replies in the last tenth of a beat is given the benefit of it.

    Args:
        thresholds: lengths.
        ordinary: samples of the ordinary beat.
        run_gap: samples; shorter pauses do not separate what the agent says.
        late: samples by which the news that a voice ended may be late.
        end_of_turn: says whether the caller has finished.
    """

    def __init__(
        self, thresholds: Conversation, ordinary: int, run_gap: int, late: int, end_of_turn: EndOfTurn
    ) -> None:
        self._ordinary = ordinary
        self._emotional = max(samples(thresholds.emotional_beat_seconds), ordinary)
        self._listener_most = samples(thresholds.listener_most_seconds)
        self._run_gap, self._late = run_gap, late
        self._end_of_turn = end_of_turn
        self._sure = thresholds.finished_probability
        self._likely = min(thresholds.finished_late_probability, self._sure)
        self._wait = samples(thresholds.finished_wait_seconds)
        self._turn_start: int | None = None
        """Start of the caller's last turn."""
        self._available = True
        self._floor: Speaker | None = None
        self._agent = VoiceRun(run_gap)
        self._caller_end: int | None = None
        """End of the caller's speech that no beat was opened for yet."""
        self._words: dict[int, tuple[TimedWord, ...]] = {}
        self._partial: tuple[TimedWord, ...] = ()
        self._credited = False
        self._open: _Beat | None = None

    def take(self, event: AnyEvent, now: int) -> list[BeatEvent]:
        """Take speech, changes of the floor, the caller's words, availability of Pause; others are ignored."""
        if isinstance(event, SpeechStarted | SpeechEnded):
            if event.speaker == "customer":
                return self._caller_spoke(event, now)
            self._agent.take(event)
            if self._open is not None:
                self._open.reply.take(event)
        elif isinstance(event, TurnStarted):
            if event.speaker == "customer":
                self._turn_start = event.start
        elif isinstance(event, FloorChanged):
            self._floor = event.holder
            self._credited = self._credited and event.holder != "agent"
        elif isinstance(event, Words) and event.speaker == "customer":
            self._heard(event)
        elif isinstance(event, Availability) and "pause" in event.cues:
            self._available, self._caller_end, self._open = event.available, None, None
        return []

    def hop(self, now: int, *, emotional: bool) -> list[BeatEvent]:
        """It is `now`.

        Args:
            now: the time.
            emotional: whether the caller's last turn was an emotional one, as far as is known.
        """
        length = self._emotional if emotional else self._ordinary
        out: list[BeatEvent] = []
        if self._caller_end is not None and self._available:
            out += self._try_to_open(self._caller_end, length, now)
        beat = self._open
        if beat is None:
            return out
        reply = beat.reply.start
        if reply is not None and reply >= beat.start + beat.length:
            reply = None
        if reply is not None and beat.reply.voiced(now - self._late) >= self._listener_most:
            out += self._close("cut_short", max(reply, beat.start), now)
            return out
        # A reply that may yet turn out to be a word of listening breaks the silence the estimate is about.
        finished, breathing = beat.told, beat.breathing
        if reply is None:
            finished, breathing = self._estimate(beat.start, length, now, breathing=beat.breathing)
        if beat.length != length or breathing != beat.breathing or abs(finished - beat.told) >= NOTABLE:
            beat.length, beat.told, beat.breathing = length, finished, breathing
            out.append(self._told(beat, now))
        undecided = reply is not None and not beat.reply.over(now)
        if now >= beat.start + beat.length and not undecided:
            out += self._close("kept", beat.start + beat.length, now)
        return out

    # ------------------------------------------------------------------------------------------------- what happened
    def _caller_spoke(self, event: SpeechStarted | SpeechEnded, now: int) -> list[BeatEvent]:
        if isinstance(event, SpeechEnded):
            self._caller_end = event.end
            return []
        self._caller_end = None
        return [] if self._open is None else self._close("caller_went_on", max(event.start, self._open.start), now)

    def _heard(self, event: Words) -> None:
        if event.stability == "partial":
            self._partial = event.words
            return
        self._partial = ()
        kept = () if event.stability == "final" else self._words.get(event.utterance, ())
        self._words = {**self._of_turn(self._words), event.utterance: kept + event.words}

    # ------------------------------------------------------------------------------------------------------ the beat
    def _try_to_open(self, caller_end: int, length: int, now: int) -> list[BeatEvent]:
        if self._agent.speaking:
            if self._agent.voiced(now - self._late) >= self._listener_most:
                self._caller_end = None
            return []
        if self._floor == "agent":
            return []
        self._caller_end = None
        self._open = _Beat(
            caller_end, length, *self._estimate(caller_end, length, now, breathing=True), VoiceRun(self._run_gap)
        )
        return [self._told(self._open, now)]

    def _told(self, beat: _Beat, now: int) -> BeatOpened:
        return BeatOpened(
            at=beat.start,
            known_at=now,
            start=beat.start,
            length=beat.length,
            finished=round(beat.told, 2),
            breathing=beat.breathing,
        )

    def _close(self, why: _Why, end: int, now: int) -> list[BeatEvent]:
        assert self._open is not None  # noqa: S101  (callers have looked)
        start, self._open = self._open.start, None
        out: list[BeatEvent] = [
            BeatClosed(at=end, known_at=now, start=start, end=end, why=why),
        ]
        if why == "kept" and not self._credited:
            self._credited = True
            out.append(Credit(at=end, known_at=now, name="beat_kept", start=start, end=end))
        return out

    def _estimate(self, start: int, length: int, now: int, *, breathing: bool) -> tuple[float, bool]:
        """Probability that the caller has finished, and whether the ring still takes it for a breath.

        Args:
            start: of the silence.
            length: of the beat.
            now: the time.
            breathing: what the ring took it for so far.
        """
        words = [word for utterance in self._of_turn(self._words).values() for word in utterance] + list(self._partial)
        known = bool(words) and start - words[-1].end <= LAST_WORD_WITHIN
        text = " ".join(word.text for word in words[-MOST_WORDS:]) if known else ""
        turn_seconds = None if self._turn_start is None else max(start - self._turn_start, 0) / SAMPLE_RATE
        finished = self._end_of_turn.finished(text, (now - start) / SAMPLE_RATE, turn_seconds)
        waits = not known and now - start < self._wait
        surely = breathing and now < start + length - NEARLY_OVER
        return finished, waits or finished < (self._sure if surely else self._likely)

    def _of_turn(self, utterances: Mapping[int, tuple[TimedWord, ...]]) -> dict[int, tuple[TimedWord, ...]]:
        """What of these belongs to the caller's last turn."""
        first = (self._turn_start or 0) - TURN_WITHIN
        return {number: words for number, words in utterances.items() if words and words[-1].end > first}
