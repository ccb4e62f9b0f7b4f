"""Calm talk in which a slip would be a false one: agents of real calls, and people in meetings.

Calls: the agent's side of a repairs call and of two more service calls of which only the agent is there, recognised as the
program does it and read as it does, alone and with what the turn held before. Meetings: statements of at least four words out
of the MRDA meetings that are only measured (never trained on), as people wrote them down. They are no calls and nobody is
served in them, but they are real, long and civil; refusals and orders among colleagues are counted like everything else, so
the figure is a little too high.
"""

from __future__ import annotations

import collections
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from assist.modelstore import ModelStore
from assist.timeline.frame import StereoFrame
from models.overlap.mrda import is_kept_aside, meetings
from models.telephone_words import AGENT_ONLY, BOTH_SIDES, recordings
from models.text.act_scores import decided, slips
from models.text.heard_agents import CACHE, Utterance, hear, kept

MEETINGS = "train/mrda_train.csv.gz"
LEAST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Alarms:
    """What a reader found in calm talk.

    Attributes:
        texts: read.
        turns: they belong to.
        false_texts: with at least one slip.
        false_turns: the same of turns.
        names: how often each slip was found.
        mistakes: every text with a slip: its slips with their probability, and the text.
    """

    texts: int
    turns: int
    false_texts: int
    false_turns: int
    names: dict[str, int]
    mistakes: list[tuple[str, str]]

    @property
    def per_100_turns(self) -> float:
        """Turns with a false slip."""
        return 100 * self.false_turns / max(self.turns, 1)


def calls(data: Path, cache: Path = CACHE) -> Iterator[tuple[str, list[Utterance]]]:
    """Name and agent of the calls that are there; heard once.

    Args:
        data: folder with `audio/`.
        cache: where what was heard is kept.
    """
    for call in recordings(data / "audio"):
        if call.name in (*BOTH_SIDES, *AGENT_ONLY):
            yield call.name, kept(cache / f"heard_{call.name}.json", call.name, partial(_hear, call.frames))


def _hear(frames: Callable[[], Iterable[StereoFrame]]) -> list[Utterance]:
    return hear(frames(), ModelStore())


def statements(path: Path) -> list[str]:
    """Statements of the meetings kept aside, in lower case and without punctuation.

    Args:
        path: the table of all meetings.
    """
    return [
        " ".join(word.text for word in utterance.words)
        for meeting, people in meetings(path)
        if is_kept_aside(meeting)
        for name in sorted(people)
        for utterance in people[name]
        if "s" in re.split(r"[^a-z0-9%]+", utterance.act) and len(utterance.words) >= LEAST_WORDS
    ]


def alarms(texts: Sequence[str], turns: Sequence[int], readings: Sequence[Mapping[str, float]]) -> Alarms:
    """Count what should not be in calm talk.

    Args:
        texts: what was said.
        turns: number of the turn each text belongs to.
        readings: what each was read as.
    """
    counts: collections.Counter[str] = collections.Counter()
    false_turns, mistakes = set(), []
    for text, turn, reading in zip(texts, turns, readings, strict=True):
        found = slips(decided(reading))
        if found:
            counts.update(found)
            false_turns.add(turn)
            mistakes.append((", ".join(f"{name} {reading[name]:.2f}" for name in found), text))
    return Alarms(len(texts), len(set(turns)), len(mistakes), len(false_turns), dict(counts), mistakes)


def together(parts: Sequence[Alarms]) -> Alarms:
    """Several sources as one."""
    counts: collections.Counter[str] = collections.Counter()
    for part in parts:
        counts.update(part.names)
    return Alarms(
        texts=sum(part.texts for part in parts),
        turns=sum(part.turns for part in parts),
        false_texts=sum(part.false_texts for part in parts),
        false_turns=sum(part.false_turns for part in parts),
        names=dict(counts),
        mistakes=[mistake for part in parts for mistake in part.mistakes],
    )
