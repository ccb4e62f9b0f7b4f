"""Cuts the speech of one side into utterances for recognition."""

from __future__ import annotations

import numpy as np

from assist.asr.engine import Begin, Feed, Finish, Hypothesise, Request
from assist.events import Speaker, SpeechEnded, SpeechStarted
from assist.profile.schema import Recognition, samples
from assist.timeline.frame import Samples

QUIET = 0.3
"""Voice probability under which a hop of running speech is a place to cut."""


class UtteranceCutter:
    r"""Decides which audio an engine hears, and when its words are wanted.

        voice      ______/~~~~~~~~~~~~~~~~~~~~~\______________
        request       ^begin    ^words so far     ^guess   ^finish
                      pad before the voice        0.32 s   0.5 s of silence

    The guess is asked for before the utterance is surely over, so that its words are ready when it is; audio of the
    silence after the guess is held back and fed only if the speech goes on. So an engine may answer `finish` with the guess.

    Args:
        speaker: the side.
        thresholds: how speech is cut.
        hop: samples per step; audio before an utterance is kept in such steps.
    """

    def __init__(self, speaker: Speaker, thresholds: Recognition, hop: int) -> None:
        self.speaker = speaker
        self._pad = samples(thresholds.pad_seconds)
        self._guess_after = samples(thresholds.guess_after_seconds)
        self._end_after = max(samples(thresholds.end_after_seconds), self._guess_after + hop)
        self._longest = samples(thresholds.longest_utterance_seconds)
        self._quiet_wanted = self._longest // 4
        self._every = samples(thresholds.partial_every_seconds)
        self._contested_after = samples(thresholds.contested_partial_seconds)
        self._keep = self._pad + 32 * hop
        self._history: list[Samples] = []
        self._history_start = 0
        self._utterance = 0
        self._start: int | None = None
        self._spoken_until = 0
        """End of the last utterance's voice: the pad of the next one never holds words that were heard already."""
        self._asked = 0
        self._silent_since: int | None = None
        self._guessed = self._asked_once = self._quiet = False
        self._held: list[Samples] = []

    def hop(
        self,
        events: list[SpeechStarted | SpeechEnded],
        probability: float,
        audio: Samples,
        end: int,
        *,
        contested: bool = False,
    ) -> list[Request]:
        """Take one hop.

        Args:
            events: speech events of this side in this hop.
            probability: voice probability of the hop.
            audio: int16, shape (samples,), this side's audio of the hop.
            end: sample index after the hop.
            contested: the other side is speaking too; the first words are then wanted early, to tell "mm-hm" from coming in.
        """
        out: list[Request] = []
        running_before = self._start is not None
        for event in events:
            if isinstance(event, SpeechEnded):
                self._silent_since = event.end
            else:
                self._silent_since = None
                if self._start is None:
                    self._begin(max(event.start - self._pad, self._history_start, self._spoken_until), out)
        if running_before or self._start is None:
            self._store(audio, end)
        if self._start is None:
            return out
        if not running_before:
            self._store(audio, end)
            self._feed(self._history_since(self._start), out)
        else:
            self._cut_at_quiet(probability, end - len(audio), out)
            self._continue(audio, out)
        self._ask(end, out, contested=contested)
        return out

    def flush(self, end: int) -> list[Request]:
        """The call was over at `end`."""
        return [] if self._start is None else self._finish(end)

    def _begin(self, start: int, out: list[Request]) -> None:
        self._utterance += 1
        self._start = self._asked = start
        self._guessed = self._asked_once = self._quiet = False
        self._held = []
        out.append(Begin(self.speaker, self._utterance, start))

    def _store(self, audio: Samples, end: int) -> None:
        if not self._history:
            self._history_start = end - len(audio)
        self._history.append(audio)
        while end - self._history_start - len(self._history[0]) > self._keep:
            self._history_start += len(self._history.pop(0))

    def _history_since(self, start: int) -> Samples:
        return np.concatenate(self._history)[start - self._history_start :]

    def _feed(self, audio: Samples, out: list[Request]) -> None:
        out.append(Feed(self.speaker, self._utterance, audio))

    def _continue(self, audio: Samples, out: list[Request]) -> None:
        if self._guessed and self._silent_since is not None:
            self._held.append(audio)
            return
        if self._guessed:
            self._guessed = False
            audio = np.concatenate([*self._held, audio])
            self._held = []
        self._feed(audio, out)

    def _cut_at_quiet(self, probability: float, start: int, out: list[Request]) -> None:
        """Cut where the voice comes back after a quiet moment: only then is it sure that the speech goes on."""
        quiet_before, self._quiet = self._quiet, probability < QUIET
        goes_on = quiet_before and not self._quiet and self._silent_since is None and not self._guessed
        if self._start is not None and goes_on and start - self._start >= self._longest - self._quiet_wanted:
            self._cut(start, out)

    def _cut(self, at: int, out: list[Request]) -> None:
        """Too long for an engine: go on in a new utterance."""
        out.extend(self._finish(at))
        self._begin(at, out)

    def _ask(self, end: int, out: list[Request], *, contested: bool) -> None:
        assert self._start is not None  # noqa: S101  (only called while an utterance runs)
        if self._silent_since is not None:
            silence = end - self._silent_since
            if silence >= self._end_after:
                out.extend(self._finish(end))
            elif silence >= self._guess_after and not self._guessed:
                self._guessed, self._asked = True, end
                out.append(Hypothesise(self.speaker, self._utterance, end))
            return
        length = end - self._start
        if length >= self._longest and not self._quiet:
            self._cut(end, out)
        elif end - self._asked >= (self._first_wanted() if contested and not self._asked_once else self._every):
            self._asked_once = True
            self._asked = end
            out.append(Hypothesise(self.speaker, self._utterance, end))

    def _first_wanted(self) -> int:
        return self._pad + self._contested_after

    def _finish(self, end: int) -> list[Request]:
        self._start = None
        self._spoken_until = end if self._silent_since is None else min(self._silent_since, end)
        return [Finish(self.speaker, self._utterance, end)]
