"""Labelled agent lines as telephone speech: which lines, in whose voices, and one call for every voice.

The lines are a fixed draw out of the half kept aside. A voice says its lines one after the other on the agent's side, with
silence between them, so that recognition hears them as it hears a call: it looks for speech and cuts it itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from assist.events import SAMPLE_RATE
from assist.timeline.frame import COLUMN, StereoFrame
from models.text.acts_dev import ActLine, ActLinesError
from models.text.heads import ACTS
from tests.calls.line import LineConditions, apply_line
from tests.calls.script import Line
from tests.calls.sound import Sound, limited
from tests.calls.speaking import Studio
from tests.calls.styles import STYLES

LINES, LEAST = 300, 15
"""So many lines, and at least so many of every class."""
VOICES = (
    *(("bf_emma", "warm"), ("am_michael", "brisk"), ("af_heart", "neutral")),
    *(("am_fenrir", "calm"), ("bm_george", "neutral"), ("af_bella", "brisk")),
)
"""Voice and manner; the lines are dealt out to them in turn."""
GAP = 3 * SAMPLE_RATE // 2
"""Silence between two lines: long enough to end an utterance."""
TELEPHONE = LineConditions(telephone=True)


@dataclass(frozen=True, slots=True)
class Said:
    """A line and where it is heard, in samples at 16 kHz."""

    line: ActLine
    start: int
    end: int


def _place(line: ActLine) -> str:
    """What the draw is ordered by."""
    return hashlib.sha256(f"spoken {line.text}".encode()).hexdigest()


def draw(lines: Sequence[ActLine], total: int = LINES, least: int = LEAST) -> list[ActLine]:
    """The lines that are spoken, the same ones whatever order they come in.

    Lines without any act keep their share. Rare classes are served first until each has `least` lines; chance, by a hash of
    the text, does the rest.

    Args:
        lines: to draw from.
        total: how many.
        least: of every class.

    Returns:
        In the order of the hash.

    Raises:
        ActLinesError: there are too few lines, or too few of a class.
    """
    ordered = sorted(lines, key=_place)
    marked = [line for line in ordered if line.acts]
    rare = sorted(ACTS, key=lambda act: (sum(act in line.acts for line in marked), act))
    if len(ordered) < total:
        raise ActLinesError(f"{total} lines are to be drawn and there are {len(ordered)}; draw fewer")
    chosen: dict[str, ActLine] = {}
    for act in rare:
        having = [line for line in marked if act in line.acts]
        if len(having) < least:
            raise ActLinesError(f"{least} lines of {act} are to be drawn and there are {len(having)}; draw fewer")
        have = sum(act in line.acts for line in chosen.values())
        new = [line for line in having if line.text not in chosen]
        chosen.update((line.text, line) for line in new[: max(least - have, 0)])
    without = round(total * (len(ordered) - len(marked)) / len(ordered))
    for pool, wanted in ((marked, total - without), (ordered, total)):
        only = pool if pool is marked else [line for line in pool if not line.acts]
        rest = [line for line in only if line.text not in chosen]
        chosen.update((line.text, line) for line in rest[: max(wanted - len(chosen), 0)])
    return sorted(chosen.values(), key=_place)


def dealt(lines: Sequence[ActLine], voices: int = len(VOICES)) -> list[list[ActLine]]:
    """The lines of every voice."""
    return [list(lines[place::voices]) for place in range(voices)]


def sounds(lines: Sequence[ActLine], voice: str, style: str, studio: Studio) -> Iterator[Sound]:
    """Each line as clean speech of full bandwidth, float32 at 16 kHz.

    Raises:
        ScriptError: the voices or the model are missing.
    """
    for line in lines:
        yield studio.speak(Line(id="a1", speaker="agent", text=line.text), voice, STYLES[style]).sound


def call(lines: Sequence[ActLine], spoken: Sequence[Sound], seed: int) -> tuple[list[Said], list[StereoFrame]]:
    """One voice's lines as a telephone call in which nobody else speaks.

    Args:
        lines: in the order they are said.
        spoken: the sound of each.
        seed: of the line's noise.

    Returns:
        Where each line is, and the call.
    """
    said = []
    at = GAP
    for line, sound in zip(lines, spoken, strict=True):
        said.append(Said(line, at, at + len(sound)))
        at += len(sound) + GAP
    stereo = np.zeros((at, 2), np.float32)
    for one, sound in zip(said, spoken, strict=True):
        stereo[one.start : one.end, COLUMN["agent"]] = sound
    heard = limited(apply_line(stereo, TELEPHONE, np.random.default_rng(seed)))
    pcm = np.rint(heard * 32767).astype(np.int16)
    return said, [StereoFrame(start, pcm[start : start + SAMPLE_RATE]) for start in range(0, at, SAMPLE_RATE)]
