"""What a process lane owes: every utterance not yet answered, with its audio, and what to send to the worker next.

Pure bookkeeping without threads or clocks. An utterance's audio is kept until its final words are there, so that a new
worker can be fed again from the start. The worker has at most one question open at a time; a newer "words so far?"
replaces one that was not sent yet, which is how a lane that is behind drops them first.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from assist.asr.engine import Begin, Feed, Finish, Hypothesise, Request
from assist.asr.wire import Recognised
from assist.events import SAMPLE_RATE, Speaker, TimedWord
from assist.timeline.frame import Samples

_LONGEST_FEED = SAMPLE_RATE
"""Samples of one feed request: a new worker is fed again in pieces, so that its progress can be seen."""
_IN_FLIGHT = 15 * SAMPLE_RATE
"""Audio sent and not yet worked off; beyond it, audio waits here, where it can still be skipped."""


@dataclass(slots=True)
class _Utterance:
    """One utterance without final words."""

    speaker: Speaker
    number: int
    start: int
    blocks: list[Samples] = field(default_factory=list)
    length: int = 0
    begun: bool = False
    sent: int = 0
    """Blocks already sent."""
    sent_length: int = 0
    wanted: int | None = None
    """End given with a hypothesis that was asked for and is not answered."""
    finish: int | None = None
    """End given with the finish, once it is asked for."""
    finish_sent: bool = False
    known: tuple[TimedWord, ...] = ()
    """Last words the worker gave."""
    failures: int = 0
    skipped: bool = False


class LaneBook:
    """Requests in, requests for the worker out, answers in, answers for the pipeline out."""

    def __init__(self) -> None:
        self._utterances: list[_Utterance] = []
        self._open: tuple[_Utterance, Hypothesise | Finish] | None = None
        self._in_flight: deque[int] = deque()
        self._worked_off = 0

    def take(self, request: Request) -> Recognised | None:
        """Note a request; returns an answer at once if its utterance was skipped."""
        if isinstance(request, Begin):
            self._utterances.append(_Utterance(request.speaker, request.utterance, request.start))
            return None
        utterance = self._find(request.speaker, request.utterance)
        if utterance is None:
            return None
        match request:
            case Feed():
                if not utterance.skipped:
                    utterance.blocks.append(request.samples)
                    utterance.length += len(request.samples)
            case Hypothesise():
                utterance.wanted = request.end
            case Finish():
                utterance.finish = request.end
                if utterance.skipped:
                    return self._give_up(utterance)
        return None

    def next(self) -> Request | None:
        """The next request for the worker, or None while there is nothing to send."""
        return self._next_audio() or self._next_question()

    def progress(self, done: int) -> bool:
        """Note how many requests the worker has worked off; True if that is news."""
        news = done > self._worked_off
        while self._worked_off < done and self._in_flight:
            self._in_flight.popleft()
            self._worked_off += 1
        return news

    def answered(self, answer: Recognised) -> Recognised | None:
        """Note an answer; returns it unless it is about nothing that is still wanted."""
        if self._open is None:
            return None
        utterance, question = self._open
        if (utterance.speaker, utterance.number) != (answer.speaker, answer.utterance):
            return None
        self._open = None
        utterance.known = answer.words
        if isinstance(question, Finish):
            self._utterances.remove(utterance)
        return answer

    def restart(self, tolerated: int) -> list[Recognised]:
        """The worker is gone: everything has to be sent again.

        Args:
            tolerated: an utterance that was being worked on in more failures than this is given up.

        Returns:
            What is known of the utterances that were given up.
        """
        blamed = [self._open[0]] if self._open else [u for u in self._utterances if u.begun]
        if self._open and isinstance(self._open[1], Hypothesise) and self._open[0].wanted is None:
            self._open[0].wanted = self._open[1].end
        self._open = None
        self._in_flight.clear()
        self._worked_off = 0
        for utterance in self._utterances:
            utterance.begun = utterance.finish_sent = False
            utterance.sent = utterance.sent_length = 0
        answers: list[Recognised] = []
        for utterance in blamed:
            utterance.failures += 1
            if utterance.failures > tolerated:
                answers += self._skip(utterance)
        return answers

    def skip_down_to(self, samples: int) -> tuple[int, list[Recognised]]:
        """Give up the oldest utterances the worker has not begun while more audio than this waits.

        Returns:
            How many were given up, and the (empty) answers to those that are over.
        """
        count, answers = 0, []
        for utterance in list(self._utterances):
            if self.waiting <= samples:
                break
            if not utterance.begun and not utterance.skipped:
                count += 1
                answers += self._skip(utterance)
        return count, answers

    def give_up_all(self) -> list[Recognised]:
        """No worker will come: answer all finishes with what is known, skip the rest."""
        self._open = None
        return [answer for utterance in list(self._utterances) for answer in self._skip(utterance)]

    @property
    def waiting(self) -> int:
        """Samples that wait for recognition: unsent audio, and utterances whose final words are outstanding."""
        return sum(u.length - (u.sent_length if u.finish is None else 0) for u in self._utterances)

    @property
    def busy(self) -> bool:
        """Has the worker anything to do?"""
        return bool(self._in_flight)

    @property
    def owing(self) -> bool:
        """Are final words outstanding?"""
        return any(utterance.finish is not None for utterance in self._utterances)

    def _next_audio(self) -> Request | None:
        if sum(self._in_flight) >= _IN_FLIGHT:
            return None
        for utterance in self._sendable():
            if not utterance.begun:
                utterance.begun = True
                return self._sent(Begin(utterance.speaker, utterance.number, utterance.start), 0)
            if utterance.sent < len(utterance.blocks):
                taken: list[Samples] = []
                length = 0
                while utterance.sent < len(utterance.blocks) and length < _LONGEST_FEED:
                    taken.append(utterance.blocks[utterance.sent])
                    length += len(taken[-1])
                    utterance.sent += 1
                utterance.sent_length += length
                return self._sent(Feed(utterance.speaker, utterance.number, np.concatenate(taken)), length)
        return None

    def _next_question(self) -> Request | None:
        if self._open is not None:
            return None
        ready = [u for u in self._sendable() if u.begun and u.sent == len(u.blocks)]
        for utterance in ready:
            if utterance.finish is not None:
                utterance.finish_sent = True
                utterance.wanted = None
                return self._ask(utterance, Finish(utterance.speaker, utterance.number, utterance.finish))
        for utterance in ready:
            if utterance.wanted is not None:
                # Audio that came after the question was sent before it: the answer covers it too.
                end = max(utterance.wanted, utterance.start + utterance.sent_length)
                utterance.wanted = None
                return self._ask(utterance, Hypothesise(utterance.speaker, utterance.number, end))
        return None

    def _sendable(self) -> Iterator[_Utterance]:
        """Utterances whose turn it is: of each side the first one that the worker was not told to finish."""
        taken: set[Speaker] = set()
        for utterance in self._utterances:
            if utterance.finish_sent or utterance.skipped or utterance.speaker in taken:
                continue
            taken.add(utterance.speaker)
            yield utterance

    def _ask(self, utterance: _Utterance, question: Hypothesise | Finish) -> Request:
        self._open = (utterance, question)
        return self._sent(question, 0)

    def _sent(self, request: Request, samples: int) -> Request:
        self._in_flight.append(samples)
        return request

    def _skip(self, utterance: _Utterance) -> list[Recognised]:
        utterance.skipped = True
        utterance.blocks, utterance.length = [], 0
        utterance.sent = utterance.sent_length = 0
        return [] if utterance.finish is None else [self._give_up(utterance)]

    def _give_up(self, utterance: _Utterance) -> Recognised:
        self._utterances.remove(utterance)
        return Recognised(
            speaker=utterance.speaker,
            utterance=utterance.number,
            end=utterance.finish or utterance.start,
            complete=True,
            words=utterance.known,
            done=0,
        )

    def _find(self, speaker: Speaker, number: int) -> _Utterance | None:
        return next((u for u in self._utterances if (u.speaker, u.number) == (speaker, number)), None)
