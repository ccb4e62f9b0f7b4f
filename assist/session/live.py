"""A call from the devices of this computer."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from assist.asr.open_engine import resolve_engine
from assist.capture.devices import Device, Kind, NoDeviceError, default_device, find_device, list_devices
from assist.capture.duplex import Duplex
from assist.events import Gap, Trouble
from assist.modelstore import ModelStore
from assist.session.call_files import InputError
from assist.session.event_file import EventFile
from assist.session.played import live_parts
from assist.session.profile_of_call import described
from assist.session.recorder import Recorder
from assist.session.runner import Opened
from assist.session.settings import Choice, live_profile, remember, remembered
from assist.timeline.frame import StereoFrame


class LiveSource:
    """The devices as a source of frames that never ends by itself.

    Args:
        duplex: both devices.
    """

    def __init__(self, duplex: Duplex) -> None:
        self._duplex = duplex

    @property
    def ended(self) -> bool:
        """Never."""
        return False

    def start(self) -> None:
        """Open the devices."""
        self._duplex.start()

    def read(self, timeout_seconds: float) -> Sequence[StereoFrame | Gap | Trouble]:
        """See `Duplex.read`."""
        return self._duplex.read(timeout_seconds)

    def stop(self) -> None:
        """Close the devices."""
        self._duplex.stop()


@dataclass(slots=True)
class LiveCall:
    """What `assist run` opens for each call.

    Args:
        microphone: name of the agent's microphone; None for the one remembered, or the default.
        output: name of the output the softphone plays to; None likewise.
        asr: recognition engine.
        profile: threshold profile; None for the agent's own, looked for anew at each call, or the defaults.
        events: where to write events, if anywhere.
        record: folder to record into, if at all; a second call in one run goes to a folder with a number.
    """

    microphone: str | None
    output: str | None
    asr: str
    profile: Path | None = None
    events: Path | None = None
    record: Path | None = None

    def check(self) -> None:
        """Find out early what cannot work, before a window is up.

        Raises:
            Exception: in one sentence, a wrong profile, an unknown device or engine, a model that is missing, a folder
                that cannot be recorded into.
        """
        live_profile(self.profile)
        models = ModelStore()
        resolve_engine("auto" if self.asr == "none" else self.asr, models)
        models.path("silero-vad")
        if self.record is not None:
            _check_new(self.record)
        self._devices()

    def open(self) -> Opened:
        """Open everything for one call.

        Raises:
            Exception: in one sentence, whatever cannot be opened.
        """
        models, (profile, _) = ModelStore(), live_profile(self.profile)
        microphone, output = self._devices()
        about = {
            **described(profile),
            "started": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
            "microphone": None if microphone is None else microphone.name,
            "output": None if output is None else output.name,
        }
        with ExitStack() as undo:
            duplex = Duplex(microphone, output)
            parts = live_parts(profile, self.asr, models)
            undo.callback(parts.lane.close)
            log = None if self.events is None else EventFile(self.events)
            if log is not None:
                undo.callback(log.close)
            recorder = None if self.record is None else Recorder(_free(self.record), about)
            undo.pop_all()
        return Opened(LiveSource(duplex), parts, recorder, log)

    def _devices(self) -> tuple[Device | None, Device | None]:
        """The devices asked for, else remembered, else the system's; what was asked for is remembered by name.

        Raises:
            DeviceError: one that was asked for is not there, or there is nothing to listen to at all.
        """
        devices = list_devices()
        before = remembered()
        microphone = self._device("microphone", self.microphone, before.microphone, devices)
        output = self._device("output", self.output, before.output, devices)
        if microphone is None and output is None:
            raise NoDeviceError(
                "There is nothing to listen to: connect a headset, or choose with --microphone and --output what "
                "'assist devices' lists; 'assist doctor' checks this computer."
            )
        if self.microphone or self.output:
            remember(
                Choice(
                    before.microphone if microphone is None or not self.microphone else microphone.name,
                    before.output if output is None or not self.output else output.name,
                )
            )
        return microphone, output

    @staticmethod
    def _device(kind: Kind, asked: str | None, before: str | None, devices: list[Device]) -> Device | None:
        if asked:
            return find_device(asked, kind, devices)
        if before and any(device.kind == kind and device.name == before for device in devices):
            return find_device(before, kind, devices)
        return default_device(kind, devices)


def _check_new(folder: Path) -> None:
    """Make sure that a folder can be made."""
    if folder.exists():
        raise InputError(f"{folder}: there is something here already; give a new folder for this call.")
    above = next(parent for parent in folder.absolute().parents if parent.exists())
    if not above.is_dir() or not os.access(above, os.W_OK | os.X_OK):
        raise InputError(f"{folder}: no folder can be made in {above}; give another one.")


def _free(folder: Path) -> Path:
    """The folder itself, or with the first number that is free."""
    if not folder.exists():
        return folder
    return next(f for n in range(2, 10_000) if not (f := folder.with_name(f"{folder.name}-{n}")).exists())
