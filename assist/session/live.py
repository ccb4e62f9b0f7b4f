"""A call from the devices of this computer."""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from assist.asr.open_engine import resolve_engine
from assist.capture.devices import Device, Kind, NoDeviceError, default_device, find_device, list_devices
from assist.capture.duplex import Duplex
from assist.events import SAMPLE_RATE, Gap, Trouble
from assist.modelstore import ModelStore
from assist.profile.schema import samples
from assist.session.assemble import activity_model, reader_of
from assist.session.call_files import InputError
from assist.session.event_file import EventFile
from assist.session.line import CallFeed
from assist.session.played import live_parts
from assist.session.profile_of_call import described
from assist.session.recorder import Recorder
from assist.session.runner import FrameSource, Opened
from assist.session.settings import Choice, live_profile, remember, remembered
from assist.session.stored import begin_stored
from assist.session.taught import with_lessons
from assist.session.taught_file import Learner, load_taught
from assist.session.texts import Wanted, texts_of
from assist.session.texts_of_call import described_texts
from assist.speech.call_ear import CallEar
from assist.timeline.frame import StereoFrame

_MARGIN_SECONDS = 1.0
"""Frames and hops do not end together."""


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
        events: where to write events, if anywhere; a second call in one run goes to a file with a number.
        record: folder to record into, if at all; a second call in one run goes to a folder with a number.
        wanted: texts that were asked for.
    """

    microphone: str | None
    output: str | None
    asr: str
    profile: Path | None = None
    events: Path | None = None
    record: Path | None = None
    wanted: Wanted = field(default_factory=Wanted)
    _opened: int = 0
    """Calls of this run so far."""

    def check(self) -> None:
        """Find out early what cannot work, before a window is up.

        Raises:
            Exception: in one sentence, a wrong profile, an unknown device or engine, a model that is missing, a folder
                that cannot be recorded into, texts that were asked for and cannot be used.
        """
        live_profile(self.profile)
        models = ModelStore()
        texts = texts_of(self.wanted)
        resolve_engine("auto" if self.asr == "none" else self.asr, models)
        models.path("silero-vad")
        if self.record is not None:
            _check_new(self.record)
        self._devices()
        if self.wanted.text_model is not None:
            reader_of(texts, models)

    def open(self, source: FrameSource | None = None) -> Opened:
        """Open everything for one call.

        Args:
            source: the call's part of a line that is open already; None: the devices, for this call alone.

        Raises:
            Exception: in one sentence, whatever cannot be opened.
        """
        models, (profile, _), texts = ModelStore(), live_profile(self.profile), texts_of(self.wanted)
        microphone, output = self._devices()
        notices = list(texts.notices)
        learner = Learner(profile.prompts)
        profile = with_lessons(profile, load_taught(tell=lambda message: notices.append(_taught_unused(message))))
        reader, plain = reader_of(texts, models)
        notices += [] if plain is None else [plain]
        before = source.heard_before / SAMPLE_RATE if isinstance(source, CallFeed) else 0.0
        about = {
            **described(profile),
            **described_texts(texts, plain=plain is not None),
            "started": time.strftime("%Y-%m-%dT%H:%M:%S%z", _seconds_ago(before)),
            "microphone": None if microphone is None else microphone.name,
            "output": None if output is None else output.name,
        }
        with ExitStack() as undo:
            frames = source or LiveSource(Duplex(microphone, output))
            parts = live_parts(profile, self.asr, models, reader, texts.book)
            undo.callback(parts.lane.close)
            log = (
                None
                if self.events is None
                else EventFile(_free(self.events, self.events.suffix) if self._opened else self.events)
            )
            if log is not None:
                undo.callback(log.close)
            recorder = None if self.record is None else Recorder(_free(self.record), about)
            began = datetime.now().astimezone() - timedelta(seconds=before)
            stored, unstored = begin_stored(began, None if recorder is None else recorder.folder)
            notices += [] if unstored is None else [unstored]
            undo.pop_all()
        self._opened += 1
        return Opened(frames, parts, recorder, log, learner, stored, tuple(notices))

    def open_line(self) -> tuple[FrameSource, CallEar, int]:
        """The devices for the whole day, what notices calls on them, and how many samples back a call may begin.

        Raises:
            Exception: in one sentence, whatever cannot be opened.
        """
        profile, _ = live_profile(self.profile)
        microphone, output = self._devices()
        if output is None:
            raise NoDeviceError(
                "there is no output on which a caller could be heard; choose one with --output that 'assist devices' lists."
            )
        calls = profile.calls
        keep = samples(max(calls.preroll_seconds, calls.window_seconds + calls.lead_seconds) + _MARGIN_SECONDS)
        ear = CallEar(activity_model(ModelStore()), profile)
        return LiveSource(Duplex(microphone, output)), ear, keep

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


def _taught_unused(message: str) -> Trouble:
    return Trouble(at=0, known_at=0, what="taught_unused", since=0, message=message)


def _check_new(folder: Path) -> None:
    """Make sure that a folder can be made."""
    if folder.exists():
        raise InputError(f"{folder}: there is something here already; give a new folder for this call.")
    above = next(parent for parent in folder.absolute().parents if parent.exists())
    if not above.is_dir() or not os.access(above, os.W_OK | os.X_OK):
        raise InputError(f"{folder}: no folder can be made in {above}; give another one.")


def _free(path: Path, suffix: str = "") -> Path:
    """The path itself, or with the first number that is free: `call-2`, `events-2.jsonl`."""
    if not path.exists():
        return path
    stem = path.name.removesuffix(suffix)
    return next(p for n in itertools.count(2) if not (p := path.with_name(f"{stem}-{n}{suffix}")).exists())


def _seconds_ago(seconds: float) -> time.struct_time:
    return (datetime.now().astimezone() - timedelta(seconds=seconds)).timetuple()
