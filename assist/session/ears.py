"""Levels of both devices before a call, for a window with meters: devices are opened in a thread, the window only looks.

window --look, listen, check--> Ears (thread: devices, loudness, sound check)
window <------- heard --------- the newest picture, at once
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np

from assist.capture.devices import Device, list_devices
from assist.capture.duplex import Duplex, Item
from assist.events import SPEAKERS, Speaker, Trouble
from assist.profile.schema import SpeakerBleed
from assist.session.sound_check import HOP_STEPS, SoundCheck, Verdict
from assist.session.sound_check import Phase as CheckPhase
from assist.timeline.frame import COLUMN, Samples, StereoFrame
from assist.timeline.loudness import SILENT_DB, STEP, Loudness

READ_SECONDS = 0.05
CLOSE_SECONDS = 5.0
_HOP = HOP_STEPS * STEP


@dataclass(frozen=True, slots=True)
class Heard:
    """The newest picture.

    Attributes:
        devices: what can be chosen; None until it is known.
        levels_db: how loud each side is just now, dB of full scale.
        complaints: what is wrong with a side's device, one sentence each.
        phase: where the sound check is; None if none was asked for.
        check_seconds: how much of the check was heard.
        verdicts: what the check says; empty until it is done.
    """

    devices: tuple[Device, ...] | None = None
    levels_db: Mapping[Speaker, float] = field(default_factory=lambda: dict.fromkeys(SPEAKERS, SILENT_DB))
    complaints: Mapping[Speaker, str] = field(default_factory=dict)
    phase: CheckPhase | None = None
    check_seconds: float = 0.0
    verdicts: tuple[Verdict, ...] = ()


class Ears(Protocol):
    """What a window with meters needs; every call returns at once, but `close`."""

    def look(self) -> None:
        """Find out which devices there are."""
        ...

    def listen(self, microphone: Device | None, output: Device | None) -> None:
        """Hear these two from now on, or nothing."""
        ...

    def check(self) -> None:
        """Begin the sound check."""
        ...

    def heard(self) -> Heard:
        """The newest picture."""
        ...

    def close(self) -> None:
        """Let go of the devices."""
        ...


class DuplexLike(Protocol):
    """The part of `Duplex` that is needed here."""

    def start(self) -> None:
        """Open the devices."""
        ...

    def read(self, timeout_seconds: float) -> Sequence[Item]:
        """What was heard and noticed."""
        ...

    def stop(self) -> bool:
        """Close the devices."""
        ...


class LiveEars:
    """Hears the devices of this computer. Nothing of it is kept.

    Args:
        thresholds: for the sound check.
        find: lists the devices.
        open_both: opens them.
    """

    def __init__(
        self,
        thresholds: SpeakerBleed,
        find: Callable[[], list[Device]] = list_devices,
        open_both: Callable[[Device | None, Device | None], DuplexLike] = Duplex,
    ) -> None:
        self._find = find
        self._open = open_both
        self._bench = Bench(thresholds)
        self._duplex: DuplexLike | None = None
        self._commands: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._heard = Heard()
        self._thread = threading.Thread(target=self._run, name="ears", daemon=True)
        self._thread.start()

    def look(self) -> None:
        """See `Ears.look`."""
        self._commands.put(self._look)

    def listen(self, microphone: Device | None, output: Device | None) -> None:
        """See `Ears.listen`."""
        self._commands.put(lambda: self._listen(microphone, output))

    def check(self) -> None:
        """See `Ears.check`."""
        self._commands.put(self._bench.begin_check)

    def heard(self) -> Heard:
        """See `Ears.heard`."""
        with self._lock:
            return self._heard

    def close(self) -> None:
        """See `Ears.close`; waits until the devices are free for a call."""
        self._commands.put(None)
        self._thread.join(CLOSE_SECONDS)

    def _run(self) -> None:
        while True:
            try:
                command = self._commands.get(block=self._duplex is None)
            except queue.Empty:
                pass
            else:
                if command is None:
                    break
                command()
            if self._duplex is not None:
                for item in self._duplex.read(READ_SECONDS):
                    self._bench.take(item)
            with self._lock:
                self._heard = replace(self._bench.heard(), devices=self._heard.devices)
        self._stop()

    def _look(self) -> None:
        found = tuple(self._find())
        with self._lock:
            self._heard = replace(self._heard, devices=found)

    def _listen(self, microphone: Device | None, output: Device | None) -> None:
        self._stop()
        self._bench.restart()
        if microphone is not None or output is not None:
            self._duplex = self._open(microphone, output)
            self._duplex.start()

    def _stop(self) -> None:
        if self._duplex is not None:
            self._duplex.stop()
            self._duplex = None


class Bench:
    """Turns what is captured into levels, complaints and the state of the check: no device, no thread, no clock.

    Args:
        thresholds: for the sound check.
    """

    def __init__(self, thresholds: SpeakerBleed) -> None:
        self._thresholds = thresholds
        self._check: SoundCheck | None = None
        self.restart()

    def restart(self) -> None:
        """Begin anew, for other devices."""
        self._loudness = Loudness()
        self._rest: Samples = np.zeros((0, 2), np.int16)
        self._levels: dict[Speaker, float] = dict.fromkeys(SPEAKERS, SILENT_DB)
        self._troubles: dict[tuple[str, Speaker | None], Trouble] = {}
        self._check = None

    def begin_check(self) -> None:
        """Begin the sound check with what comes next."""
        self._check = SoundCheck(self._thresholds)

    def take(self, item: Item) -> None:
        """Take a frame or a trouble; a gap changes nothing."""
        if isinstance(item, StereoFrame):
            self._hear(item.audio)
        elif isinstance(item, Trouble) and item.what != "one_channel":
            if item.until is None:
                self._troubles[item.what, item.speaker] = item
            else:
                self._troubles.pop((item.what, item.speaker), None)

    def heard(self) -> Heard:
        """The picture, without devices."""
        check = self._check
        done = check is not None and check.phase == "done"
        return Heard(
            levels_db=dict(self._levels),
            complaints={t.speaker: t.message for t in self._troubles.values() if t.speaker is not None},
            phase=None if check is None else check.phase,
            check_seconds=0.0 if check is None else check.seconds,
            verdicts=check.verdicts() if check is not None and done else (),
        )

    def _hear(self, audio: Samples) -> None:
        whole = np.concatenate([self._rest, audio])
        end = len(whole) // _HOP * _HOP
        self._rest = whole[end:]
        if not end:
            return
        levels = self._loudness.levels(whole[:end])
        for speaker in SPEAKERS:
            self._levels[speaker] = float(levels[:, COLUMN[speaker]].max())
        if self._check is not None:
            self._check.take(levels)
