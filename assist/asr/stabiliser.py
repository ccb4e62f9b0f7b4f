"""From successive hypotheses to words that stay: what two hypotheses in a row agree on is stable."""

from __future__ import annotations

from assist.events import Hypothesis, Speaker, Stability, TimedWord, Words


def normal(word: str) -> str:
    """A word as it is compared: lower case, letters, digits and apostrophes only."""
    return "".join(c for c in word.lower() if c.isalnum() or c == "'")


class Stabiliser:
    """Agreement of successive hypotheses (the LocalAgreement-2 policy of Liu, Spanakis and Niehues, 2020), for one side.

    A word is stable when two successive hypotheses have it in the same place after the same words. Stable words are
    published once; the final text may still differ from them, and replaces them.

    Args:
        speaker: the side.
    """

    def __init__(self, speaker: Speaker) -> None:
        self.speaker = speaker
        self._utterance = -1
        self._before: tuple[TimedWord, ...] = ()
        self._stable = 0
        self._partial = ""

    def take(self, hypothesis: Hypothesis) -> list[Words]:
        """Take the next hypothesis of this side."""
        if hypothesis.utterance != self._utterance:
            self._utterance, self._before, self._stable, self._partial = hypothesis.utterance, (), 0, ""
        words = hypothesis.words
        if hypothesis.complete:
            self._before, self._stable, self._partial = (), 0, ""
            return [self._words(hypothesis, words, "final")] if words else []
        agreed = self._stable
        while agreed < min(len(words), len(self._before)) and normal(words[agreed].text) == normal(
            self._before[agreed].text
        ):
            agreed += 1
        out: list[Words] = []
        if agreed > self._stable:
            out.append(self._words(hypothesis, words[self._stable : agreed], "stable"))
            self._stable = agreed
        self._before = words
        tail = words[self._stable :]
        text = " ".join(word.text for word in tail)
        if text and (text != self._partial or out):
            out.append(self._words(hypothesis, tail, "partial"))
        self._partial = text
        return out

    def _words(self, hypothesis: Hypothesis, words: tuple[TimedWord, ...], stability: Stability) -> Words:
        return Words(
            at=words[-1].end,
            known_at=hypothesis.known_at,
            speaker=self.speaker,
            start=words[0].start,
            end=words[-1].end,
            text=" ".join(word.text for word in words),
            stability=stability,
            utterance=hypothesis.utterance,
            words=words,
            confidence=round(sum(word.confidence for word in words) / len(words), 4),
        )
