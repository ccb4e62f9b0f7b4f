"""Calls whose words are known: the shipped ones, and more under a data folder if it is there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assist.cli.playback import demo_call
from assist.events import SPEAKERS, Speaker
from assist.session.call_files import open_sound, paired_frames, stereo_frames
from assist.timeline.frame import COLUMN, Samples, StereoFrame
from tests.bench.spoken_form import spoken_form

Spoken = Mapping[Speaker, list[str]]
"""Words of each side, in spoken form."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call with its reference.

    Attributes:
        name: as printed.
        frames: gives its sound anew at each call.
        spoken: what is known to be said; None where no person wrote it down.
        note: what to know about the reference.
    """

    name: str
    frames: Callable[[], Iterator[StereoFrame]]
    spoken: Spoken | None
    note: str = ""

    def side(self, speaker: Speaker) -> Samples:
        """One side's whole sound."""
        return np.concatenate([frame.audio[:, COLUMN[speaker]] for frame in self.frames()])


def selftest_call() -> Call:
    """The shipped ten seconds."""
    return _with_truth(demo_call().parent.parent / "selftest" / "selftest_call.flac")


def shipped_call() -> Call:
    """The shipped demo call."""
    return _with_truth(demo_call())


def calls(data: Path) -> list[Call]:
    """Every call there is a reference for, or can be one.

    Args:
        data: folder with `audio/`; may be missing.
    """
    audio = data / "audio"
    found = [shipped_call(), *(_with_truth(path) for path in sorted((audio / "generated").glob("*.flac")))]
    if (audio / "telephone_30s.stm").is_file():
        found.append(_telephone(audio))
    if (audio / "auto_repairs_40_agent.flac").is_file():
        found.append(_auto_repairs(audio))
    return found


def _with_truth(path: Path) -> Call:
    truth = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    spoken: dict[Speaker, list[str]] = {speaker: [] for speaker in SPEAKERS}
    for utterance in sorted(truth["utterances"], key=lambda item: float(item["start"])):
        spoken[utterance["speaker"]] += spoken_form(" ".join(word["w"] for word in utterance["words"]))
    return Call(path.stem, lambda: stereo_frames(open_sound(path)), spoken)


def _telephone(audio: Path) -> Call:
    """Both talk on one channel: they are heard, and counted, as one side."""
    lines = (audio / "telephone_30s.stm").read_text(encoding="utf-8").splitlines()
    rows = sorted((line.split(maxsplit=5) for line in lines if line.strip()), key=lambda row: float(row[3]))
    words = spoken_form(" ".join(row[5] for row in rows))
    sound = audio / "telephone_30s.flac"
    return Call(
        "telephone_30s",
        lambda: paired_frames(None, open_sound(sound)),
        {"agent": [], "customer": words},
        "real call, both sides mixed, written by a person",
    )


def _auto_repairs(audio: Path) -> Call:
    sides = [audio / f"auto_repairs_40_{side}.flac" for side in ("agent", "caller")]
    return Call(
        "auto_repairs_40",
        lambda: paired_frames(*(open_sound(path) for path in sides)),
        None,
        "no person wrote it down: reference is Whisper base on each whole side",
    )
