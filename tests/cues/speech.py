"""Words as a recogniser tells them, in seconds."""

from __future__ import annotations

from assist.events import Speaker, TimedWord, Words

SECOND = 16_000


def said(speaker: Speaker, text: str, start: float, end: float, *, utterance: int = 1, final: bool = True) -> Words:
    first, last = round(start * SECOND), round(end * SECOND)
    words = text.split()
    step = (last - first) // max(len(words), 1)
    timed = tuple(TimedWord(text=w, start=first + i * step, end=first + (i + 1) * step) for i, w in enumerate(words))
    return Words(
        at=last, known_at=last, speaker=speaker, start=first, end=last, text=text,
        stability="final" if final else "partial", utterance=utterance, words=timed,
    )  # fmt: skip
