"""Reads a recorded call back: its frames, and everything else that entered the pipeline at the time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assist.eventlog import EventLogError, read_events
from assist.events import AnyEvent, CallStarted, Gap, Hypothesis, Trouble, UserActed
from assist.session.call_files import InputError, SoundFile, open_sound, stereo_frames
from assist.session.recorder import ABOUT, AUDIO, EVENTS
from assist.timeline.frame import StereoFrame

LANE_TROUBLES = ("recognition_restarting", "recognition_behind", "recognition_off")
"""Troubles that came from the recognition lane; all others came from capture."""


@dataclass(frozen=True, slots=True)
class RecordedCall:
    """A recorded call.

    Attributes:
        folder: where it is.
        sound: its audio.
        started: its first event.
        from_lane: what recognition gave, in order.
        notes: what came from outside (gaps, troubles, clicks), in order.
        thresholds: values of the profile it was made with, by table and name; empty for the defaults.
        texts: the wordings it was made with, as `assist.session.texts_of_call` writes them; empty for those that ship.
    """

    folder: Path
    sound: SoundFile
    started: CallStarted
    from_lane: tuple[AnyEvent, ...]
    notes: tuple[AnyEvent, ...]
    thresholds: dict[str, dict[str, Any]]
    texts: dict[str, Any]

    def frames(self) -> Iterator[StereoFrame]:
        """The aligned frames."""
        return stereo_frames(self.sound)


def is_recorded_call(path: Path) -> bool:
    """Does this folder look like a recorded call?"""
    return path.is_dir() and (path / AUDIO).exists() and (path / EVENTS).exists()


def open_recorded_call(folder: Path) -> RecordedCall:
    """Open a recorded call, also one whose recording was cut short.

    Raises:
        InputError: a part is missing or broken.
    """
    try:
        events = list(read_events(folder / EVENTS))
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    except EventLogError as problem:
        raise InputError(str(problem)) from problem
    except (OSError, ValueError) as problem:
        raise InputError(f"{folder / ABOUT}: cannot be read; this recorded call is not whole.") from problem
    if not events or not isinstance(events[0], CallStarted):
        raise InputError(f"{folder / EVENTS}: it does not begin with call_started; this recorded call is not whole.")
    lane, notes = [], []
    for event in events:
        if isinstance(event, Hypothesis) or (isinstance(event, Trouble) and event.what in LANE_TROUBLES):
            lane.append(event)
        elif isinstance(event, Gap | Trouble | UserActed):
            notes.append(event)
    thresholds = about.get("thresholds", {}) if isinstance(about, dict) else None
    if not isinstance(thresholds, dict) or not all(isinstance(group, dict) for group in thresholds.values()):
        raise InputError(
            f"{folder / ABOUT}: it does not say which thresholds were used; this recorded call is not whole."
        )
    texts = about.get("texts", {})
    if not isinstance(texts, dict):
        raise InputError(f"{folder / ABOUT}: it does not say which texts were used; this recorded call is not whole.")
    return RecordedCall(folder, open_sound(folder / AUDIO), events[0], tuple(lane), tuple(notes), thresholds, texts)
