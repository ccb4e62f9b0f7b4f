"""Calls made of stretches of speech, through the whole pipeline; and what follows from the stretches by definition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from assist.cues.rules import RuleReader
from assist.events import SAMPLE_RATE, AnyEvent, Speaker, SpeechEnded, TimedWord
from assist.profile.schema import Profile
from assist.session.assemble import words_parts
from assist.session.replay import replay
from assist.timeline.frame import StereoFrame

Said = tuple[float, float, str] | tuple[float, float]
Span = tuple[int, int]
HARD = "i lost my job and i can not pay this"


def words(said: Sequence[Said]) -> list[TimedWord]:
    """Words that fill each stretch without a pause; without a text, two words a second."""
    out: list[TimedWord] = []
    for start, end, *rest in said:
        texts = str(rest[0]).split() if rest else ["word"] * max(round((end - start) * 2), 1)
        edges = [round((start + (end - start) * i / len(texts)) * SAMPLE_RATE) for i in range(len(texts) + 1)]
        out += [TimedWord(text=t, start=a, end=b) for t, (a, b) in zip(texts, pairwise(edges), strict=True)]
    return out


def hear(
    agent: Sequence[Said] = (),
    customer: Sequence[Said] = (),
    *,
    seconds: float | None = None,
    profile: Profile | None = None,
    cuts: Iterable[int] = (),
    notes: Sequence[AnyEvent] = (),
) -> list[AnyEvent]:
    """All events of a call in which this was said; it ends 3 s after the last word, or after `seconds`."""
    sides: dict[Speaker, list[TimedWord]] = {"agent": words(agent), "customer": words(customer)}
    last = max((side[-1].end for side in sides.values() if side), default=0)
    length = last + 3 * SAMPLE_RATE if seconds is None else round(seconds * SAMPLE_RATE)
    edges = sorted({0, length, *(cut for cut in cuts if 0 < cut < length)})
    frames = (StereoFrame(a, np.zeros((b - a, 2), np.int16)) for a, b in pairwise(edges))
    return list(replay(frames, words_parts(profile or Profile(), sides, reader=RuleReader()), "test", notes))


def stretches(events: Sequence[AnyEvent], speaker: Speaker) -> list[Span]:
    """The speech of one side, as it was heard."""
    return [(e.start, e.end) for e in events if isinstance(e, SpeechEnded) and e.speaker == speaker]


def common_silences(agent: Sequence[Span], customer: Sequence[Span], least: int) -> list[Span]:
    """Silences of both sides between the first voice and the last."""
    out: list[Span] = []
    end: int | None = None
    for span in sorted([*agent, *customer]):
        if end is not None and span[0] - end >= least:
            out.append((end, span[0]))
        end = max(end or 0, span[1])
    return out


def one_sided_runs(own: Sequence[Span], other: Sequence[Span], *, reply: int, gap: int, pause: int) -> list[Span]:
    """Own speech between two replies of the other, own pauses under `pause` included."""
    said: list[list[Span]] = []
    for span in other:
        if said and span[0] - said[-1][-1][1] < gap:
            said[-1].append(span)
        else:
            said.append([span])
    replies = [(run[0][0], run[-1][1]) for run in said if sum(end - start for start, end in run) >= reply]
    edges = [-(10**9), *(moment for span in replies for moment in span), 10**12]
    out: list[Span] = []
    for low, high in zip(edges[::2], edges[1::2], strict=True):
        inside = [(max(start, low), min(end, high)) for start, end in own if end > low and start < high]
        for number, (start, end) in enumerate(inside):
            if number and start - out[-1][1] < pause:
                out[-1] = (out[-1][0], end)
            else:
                out.append((start, end))
    return out
