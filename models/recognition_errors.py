"""What a recogniser did to each word that was said: the observations that the Degrader is fitted to and checked with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assist.events import SAMPLE_RATE, TimedWord
from models.word_alignment import align, with_splits

ALONE_SAMPLES = round(0.5 * SAMPLE_RATE)
"""Silence of the same side that ends a stretch of words."""
LONE_SAMPLES = round(0.6 * SAMPLE_RATE)
"""A word longer than this is heard even when it stands alone."""
SHORT_SAMPLES = round(0.15 * SAMPLE_RATE)
LONG_SAMPLES = round(0.35 * SAMPLE_RATE)

FUNCTION_WORDS = frozenset(
    "a an the this that these those i you he she it we they me him her us them my your his its our their and or but so if "  # noqa: SIM905
    "because as than then of to in on at by for from with about into over up out off down is are was were be been being am "
    "do does did have has had having will would can could should may might must shall not don't isn't it's i'm i've i'll "
    "that's you're we're they're he's she's there there's here what which who when where how just all some any no".split()
)
LISTENER_WORDS = frozenset(
    "yeah yes yep yup right okay oh mmhm mm hm hmm mhm mm-hm mm-hmm um-hum uh-huh uhhuh uh huh no sure really wow".split()  # noqa: SIM905
)
"""What people say while the other speaks."""

Length = Literal["short", "middle", "long"]
Fortune = Literal["same", "other", "lost"]


@dataclass(frozen=True, slots=True)
class Place:
    """What about a word makes it easy or hard to hear.

    Attributes:
        length: short under 0.15 s, long over 0.35 s.
        lone: stands alone between silences of 0.5 s and is at most 0.6 s long.
        function: a function word ("the", "of", "it").
        first: begins a stretch of words.
        last: ends one.
    """

    length: Length
    lone: bool
    function: bool
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Fate:
    """One word that was said and what became of it.

    Attributes:
        said: the word.
        place: where it stood.
        kind: same, other or lost.
        heard: what was heard for it; empty if lost.
        half: it was split in two, or merged with a neighbour.
        added: words heard after it that nobody said, without the second half of a split.
        begins: nothing came before it in this recording.
    """

    said: str
    place: Place
    kind: Fortune
    heard: str
    half: Literal["", "split", "merge"]
    added: tuple[str, ...]
    begins: bool


def places(words: Sequence[TimedWord]) -> Iterator[Place]:
    """The place of every word of one side, in order."""
    end = len(words) - 1
    for index, word in enumerate(words):
        first = index == 0 or word.start - words[index - 1].end >= ALONE_SAMPLES
        last = index == end or words[index + 1].start - word.end >= ALONE_SAMPLES
        samples = word.end - word.start
        length: Length = "short" if samples < SHORT_SAMPLES else "long" if samples > LONG_SAMPLES else "middle"
        lone = first and last and samples <= LONE_SAMPLES
        yield Place(length, lone, word.text in FUNCTION_WORDS, first, last)


def fates(said: Sequence[TimedWord], heard: Sequence[str]) -> list[Fate]:
    """What became of the words of one side.

    Args:
        said: in spoken form, with times.
        heard: in spoken form.
    """
    texts = [word.text for word in said]
    steps = with_splits(align(texts, heard), texts, heard)
    added: list[list[str]] = [[] for _ in said]
    for step in steps:
        if step.kind == "added" and said and not step.half:
            added[max(step.said, 0)].append(heard[step.heard or 0])
    found: list[Fate] = []
    where = list(places(said))
    for step in steps:
        if step.kind == "added":
            continue
        index = step.said
        found.append(
            Fate(
                said=texts[index],
                place=where[index],
                kind=step.kind,
                heard="" if step.heard is None else heard[step.heard],
                half=step.half,
                added=tuple(added[index]),
                begins=index == 0,
            )
        )
    return found


def runs(found: Sequence[Fate]) -> list[int]:
    """Lengths of the runs of words, one after the other, that were not heard as said."""
    out: list[int] = []
    running = 0
    for fate in found:
        if fate.begins and running:
            out.append(running)
            running = 0
        if fate.kind != "same":
            running += 1
        elif running:
            out.append(running)
            running = 0
    return [*out, running] if running else out
