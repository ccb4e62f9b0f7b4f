"""An engine for calls of which the words are already known (CTM): it "hears" the words of the stretch it is fed."""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence

from assist.events import SPEAKERS, Speaker, TimedWord
from assist.timeline.frame import Samples


class WordsEngine:
    """Answers with the known words whose middle lies in the audio fed so far.

    Args:
        words: the words of each side, sorted by start.
    """

    name = "words"

    def __init__(self, words: Mapping[Speaker, Sequence[TimedWord]]) -> None:
        self._words = {speaker: words.get(speaker, []) for speaker in SPEAKERS}
        self._middles = {speaker: [(w.start + w.end) // 2 for w in self._words[speaker]] for speaker in SPEAKERS}
        self._span: dict[Speaker, tuple[int, int]] = dict.fromkeys(SPEAKERS, (0, 0))

    def begin(self, speaker: Speaker, start: int) -> None:
        """See `Engine`."""
        self._span[speaker] = (start, start)

    def feed(self, speaker: Speaker, samples: Samples) -> None:
        """See `Engine`."""
        start, end = self._span[speaker]
        self._span[speaker] = (start, end + len(samples))

    def hypothesis(self, speaker: Speaker) -> tuple[TimedWord, ...]:
        """See `Engine`."""
        start, end = self._span[speaker]
        middles = self._middles[speaker]
        return tuple(self._words[speaker][bisect.bisect_left(middles, start) : bisect.bisect_left(middles, end)])

    def finish(self, speaker: Speaker) -> tuple[TimedWord, ...]:
        """See `Engine`."""
        return self.hypothesis(speaker)

    def close(self) -> None:
        """See `Engine`."""
