"""Moments that a person marked in a call: an Audacity label track, `start TAB end TAB label`, in seconds.

What a label may say:

    pause                    a prompt is wanted here; any cue name, as `assist.events.CueName` lists them
    agent:dead_end           this side did this: an act or a slip, what an overlap was (`agent:interruption`,
                             `customer:backchannel`), or what the caller's words carried (`customer:distress`)
    dead_end, interruption   the same by either side, as long as no cue has that name
    acknowledge|reframe      Acknowledge is wanted, and Reframe would be right too
    (pause)                  this prompt would be fine here, but nothing is missed without it

`acknowledge`, `reframe` and `offer_choices` are cues and acts: without a side they mean the prompt, with `agent:` the act.
Capitals and blanks do not matter (`Offer choices`). Empty lines, lines that begin with `#`, and the frequency lines
that Audacity writes for spectral selections (they begin with a backslash) are passed over.
"""

from __future__ import annotations

import difflib
import math
import re
import typing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assist.events import SAMPLE_RATE, SPEAKERS, ActName, CallerKind, CueName, Speaker, Verdict

LabelKind = Literal["prompt", "act", "overlap", "caller"]
"""What a label is compared with: PromptShown, Act, OverlapJudged or CallerState."""

_NAMES: dict[LabelKind, tuple[str, ...]] = {
    "prompt": typing.get_args(CueName),
    "act": typing.get_args(ActName),
    "overlap": typing.get_args(Verdict),
    "caller": typing.get_args(CallerKind),
}
_LONGEST_SECONDS = 48 * 3600.0


class LabelError(Exception):
    """A label track cannot be used; the message names file, line and remedy."""


@dataclass(frozen=True, slots=True)
class Label:
    """One marked stretch of a call; a point when it ends where it starts.

    Attributes:
        start: in samples.
        end: in samples.
        kind: what it is compared with.
        name: name of the cue, act, verdict or feeling.
        speaker: whose; None for prompts and where either side will do.
        also: other cues that would be right too.
        optional: the prompt is right when it comes, and not missed when it does not.
    """

    start: int
    end: int
    kind: LabelKind
    name: str
    speaker: Speaker | None = None
    also: tuple[str, ...] = ()
    optional: bool = False


def read_labels(path: Path) -> list[Label]:
    """The labels of a track, in order of their start. None at all is fine: nothing is wanted in that call.

    Raises:
        LabelError: the file cannot be read, a line is not a label, or a label is unknown.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as problem:
        raise LabelError(f"{path}: this is not a text file; export the label track from Audacity again.") from problem
    except OSError as problem:
        raise LabelError(f"{path}: cannot read these labels: {problem.strerror}; check the name.") from problem
    labels = [
        _label(f"{path}:{number}", line)
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.startswith(("#", "\\"))
    ]
    return sorted(labels, key=lambda label: (label.start, label.end))


def _label(where: str, line: str) -> Label:
    parts = line.split("\t")
    if len(parts) != 3:
        raise LabelError(f"{where}: a label line is: start, TAB, end, TAB, label (times in seconds).")
    start, end = _seconds(where, "start", parts[0]), _seconds(where, "end", parts[1])
    if end < start:
        raise LabelError(
            f"{where}: it ends ({parts[1].strip()}) before it starts ({parts[0].strip()}); swap the times."
        )
    text = parts[2].strip()
    optional = text.startswith("(") and text.endswith(")")
    first, *others = (text[1:-1] if optional else text).split("|")
    kind, name, speaker = _meaning(where, first)
    also = [_meaning(where, other) for other in others]
    if (optional or also) and any(what != "prompt" for what, _, _ in [(kind, name, speaker), *also]):
        raise LabelError(f'{where}: "{text}" is not all prompts; only prompts stand in brackets or beside each other.')
    samples = round(start * SAMPLE_RATE), round(end * SAMPLE_RATE)
    return Label(*samples, kind, name, speaker, tuple(other for _, other, _ in also), optional)


def _meaning(where: str, text: str) -> tuple[LabelKind, str, Speaker | None]:
    side, colon, rest = text.rpartition(":")
    name = re.sub(r"[\s-]+", "_", rest.strip().lower())
    speaker = next((speaker for speaker in SPEAKERS if speaker == side.strip().lower()), None)
    if colon and speaker is None:
        raise LabelError(f'{where}: "{side.strip()}" is not a side of the call; write agent: or customer:.')
    kinds = [kind for kind in _NAMES if name in _NAMES[kind] and not (colon and kind == "prompt")]
    if not kinds and colon and name in _NAMES["prompt"]:
        raise LabelError(f'{where}: "{name}" is a prompt and belongs to no side; write just {name}.')
    if not kinds:
        known = sorted({known for names in _NAMES.values() for known in names})
        near = difflib.get_close_matches(name, known, 1, 0.5)
        hint = f'did you mean "{near[0]}"?' if near else f"known are: {', '.join(known)}."
        raise LabelError(f'{where}: there is no label "{text.strip()}"; {hint}')
    return kinds[0], name, speaker


def _seconds(where: str, what: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value <= _LONGEST_SECONDS:
        raise LabelError(f'{where}: the {what} "{text.strip()}" must be a number of seconds, 0 or more.')
    return value
