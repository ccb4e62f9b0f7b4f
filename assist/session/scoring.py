"""How right a call's events were against what a person marked.

Matching. A label stands for one event at most, an event for one label at most. An event fits a label when they are about
the same thing (cue, act, verdict, feeling; and the side, if the label names one) and touch in time:

    prompt     the moment it was shown lies between 1 s before the label and `lateness` (3 s) after it
    the rest   its stretch of the call touches the label widened by 1 s on both sides

      label            [----------]
      window        [-1 s---------+3 s--]
      prompts     x    ^    ^            ^     the first hits, the second finds the label taken: false alarm; the rest miss

Events are taken in order of time, and each takes the fitting label that ends first, so that a later event can still have
a label that lasts longer. Prompts that fit no label are false alarms, also those of cues that nobody marked.

Where a label names several cues (`pause|reframe`), prompts of its first come first; one of the others takes what is left
and counts under the first. An optional label (`(pause)`) counts only when it is hit, and only by a prompt that hits no
wanted label.

Acts, overlaps and feelings are scored only under names (and sides) that the track uses, for who marks prompts has not
marked these. An act counts from probability 0.5; of an overlap the last verdict counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from assist.events import (
    SAMPLE_RATE,
    Act,
    AnyEvent,
    CallerState,
    OverlapJudged,
    PromptShown,
    Speaker,
)
from assist.profile.schema import Prompts, samples
from assist.session.labels import Label, LabelKind

_T = TypeVar("_T")
SLACK_SECONDS = 1.0
"""How exactly people mark."""
COUNTS_FROM = 0.5
"""Probabilities are calibrated so that this decides."""


@dataclass(frozen=True, slots=True)
class Score:
    """How one name did.

    Attributes:
        kind: prompt, act, overlap or caller.
        name: of the cue, act, verdict or feeling; `all prompts` for the sum.
        speaker: the side, if the labels name one.
        labels: how many were marked.
        found: how many the program gave.
        hits: how many of both are the same.
    """

    kind: LabelKind
    name: str
    speaker: Speaker | None
    labels: int
    found: int
    hits: int

    @property
    def precision(self) -> float | None:
        """Share of what was given that was wanted; None if nothing was given."""
        return self.hits / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Share of what was wanted that was given; None if nothing was wanted."""
        return self.hits / self.labels if self.labels else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both, 2 hits / (labels + found); None if there was neither."""
        together = self.labels + self.found
        return 2 * self.hits / together if together else None


@dataclass(frozen=True, slots=True)
class ScoreCard:
    """How a call's events did.

    Attributes:
        scores: one line a name; prompts first, their sum after them.
        prompts: prompts shown.
        minutes: length of the call.
    """

    scores: tuple[Score, ...]
    prompts: int
    minutes: float

    @property
    def prompts_a_minute(self) -> float:
        """How often the agent was prompted."""
        return self.prompts / self.minutes if self.minutes else 0.0


@dataclass(frozen=True, slots=True)
class _Found:
    """Something the program gave, where it is compared with labels."""

    kind: LabelKind
    name: str
    speaker: Speaker | None
    start: int
    end: int


def score(
    events: Sequence[AnyEvent], labels: Sequence[Label], lateness_seconds: float = Prompts().lateness_seconds
) -> ScoreCard:
    """Compare events with labels.

    Args:
        events: of one whole call.
        labels: what a person marked in it.
        lateness_seconds: how late after a label a prompt may still be shown.
    """
    found = sorted(_found(events), key=lambda item: (item.start, item.end))
    shown = [item for item in found if item.kind == "prompt"]
    prompts = [label for label in labels if label.kind == "prompt"]
    pairs = _prompt_pairs(shown, prompts, samples(lateness_seconds))
    hit = [label for _, label in pairs]
    wanted = [*hit, *(label for label in _without(prompts, hit) if not label.optional)]
    false = _without(shown, [item for item, _ in pairs])
    lines = []
    for name in dict.fromkeys([*(label.name for label in prompts), *(item.name for item in shown)]):
        hits, labelled, alarms = (sum(one.name == name for one in some) for some in (hit, wanted, false))
        if hits or labelled or alarms:
            lines.append(Score("prompt", name, None, labelled, hits + alarms, hits))
    lines.append(Score("prompt", "all prompts", None, len(wanted), len(shown), len(hit)))
    rest = [label for label in labels if label.kind != "prompt"]
    for kind, name, speaker in dict.fromkeys((label.kind, label.name, label.speaker) for label in rest):
        mine = [i for i in found if (i.kind, i.name) == (kind, name) and speaker in (None, i.speaker)]
        marked = [label for label in rest if (label.kind, label.name, label.speaker) == (kind, name, speaker)]
        hits = len(_pairs(mine, marked, samples(SLACK_SECONDS)))
        lines.append(Score(kind, name, speaker, len(marked), len(mine), hits))
    length = max((event.known_at for event in events), default=0)
    return ScoreCard(tuple(lines), len(shown), length / SAMPLE_RATE / 60)


def _prompt_pairs(shown: Sequence[_Found], labels: Sequence[Label], after: int) -> list[tuple[_Found, Label]]:
    """Prompts and the labels they hit: wanted before optional, the cue that is named first before the others."""
    pairs: list[tuple[_Found, Label]] = []
    for optional in (False, True):
        for others in (False, True):
            for name in dict.fromkeys(item.name for item in shown):
                mine = [item for item in _without(shown, [item for item, _ in pairs]) if item.name == name]
                free = _without(
                    [label for label in labels if label.optional == optional], [label for _, label in pairs]
                )
                fitting = [label for label in free if (name in label.also if others else name == label.name)]
                pairs += _pairs(mine, fitting, after)
    return pairs


def _pairs(found: Iterable[_Found], labels: Iterable[Label], after: int) -> list[tuple[_Found, Label]]:
    """Which event hits which label, as far as time goes."""
    before = samples(SLACK_SECONDS)
    free = list(labels)
    pairs = []
    for item in found:
        fitting = [label for label in free if label.start - before <= item.end and item.start <= label.end + after]
        if fitting:
            label = min(fitting, key=lambda label: (label.end, label.start))
            free.remove(label)
            pairs.append((item, label))
    return pairs


def _without(everything: Sequence[_T], taken: Sequence[_T]) -> list[_T]:
    """What is left, one for one: equal things may be there more than once."""
    left = list(everything)
    for one in taken:
        if one in left:
            left.remove(one)
    return left


def _found(events: Iterable[AnyEvent]) -> list[_Found]:
    out: list[_Found] = []
    verdicts: dict[tuple[Speaker, int], OverlapJudged] = {}
    for event in events:
        if isinstance(event, PromptShown):
            out.append(_Found("prompt", event.cue, None, event.known_at, event.known_at))
        elif isinstance(event, Act) and event.probability >= COUNTS_FROM:
            out.append(_Found("act", event.name, event.speaker, event.start, event.end))
        elif isinstance(event, CallerState) and event.probability >= COUNTS_FROM:
            out.append(_Found("caller", event.kind, "customer", event.start, event.end))
        elif isinstance(event, OverlapJudged):
            verdicts[event.speaker, event.onset] = event
    out.extend(_Found("overlap", v.verdict, v.speaker, v.onset, v.end) for v in verdicts.values())
    return out
