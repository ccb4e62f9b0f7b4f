"""Enrols the agent's voice from a file or a microphone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from assist.capture.devices import Device, find_device, list_devices
from assist.capture.duplex import Duplex
from assist.events import SAMPLE_RATE, Trouble
from assist.modelstore import ModelStore
from assist.profile.schema import Profile
from assist.session.assemble import activity_model, voice_model
from assist.session.call_files import InputError, mixed_blocks, open_sound
from assist.session.enrolment import enrol
from assist.session.voice_file import EnrolledVoice, save_voice
from assist.speech.attribution import Mono
from assist.timeline.frame import COLUMN, StereoFrame

RECORDED_SECONDS = 30.0
WAIT_SECONDS = 0.2


def enrol_from_file(path: Path) -> tuple[EnrolledVoice, Path]:
    """Enrol from a recording; returns the voice and where it is kept.

    Raises:
        InputError: the file cannot be used, or holds too little voice.
        ModelError: a model is missing.
    """
    return _enrol(mixed_blocks(open_sound(path)), str(path))


def enrol_from_microphone(name: str) -> tuple[EnrolledVoice, Path]:
    """Record half a minute and enrol it; returns the voice and where it is kept.

    Raises:
        InputError: too little voice, or the microphone stopped working.
        DeviceError: there is no such microphone.
        ModelError: a model is missing.
    """
    device = find_device(name, "microphone", list_devices())
    models = ModelStore()
    activity_model(models), voice_model(models)  # before half a minute is spoken in vain
    return _enrol(recorded(device), device.name)


def recorded(device: Device, make: Callable[[Device, None], Duplex] = Duplex) -> Iterator[Mono]:
    """Half a minute of a microphone at 16 kHz, in blocks.

    Args:
        device: the microphone.
        make: opens it.

    Raises:
        InputError: it does not work; in the words of the capture.
    """
    duplex = make(device, None)
    left = round(RECORDED_SECONDS * SAMPLE_RATE)
    duplex.start()
    try:
        while left > 0:
            for item in duplex.read(WAIT_SECONDS):
                if isinstance(item, Trouble) and item.speaker == "agent" and item.until is None:
                    raise InputError(item.message)
                if isinstance(item, StereoFrame):
                    yield item.audio[:left, COLUMN["agent"]]
                    left -= len(item.audio)
    finally:
        duplex.stop()


def _enrol(blocks: Iterator[Mono], source: str) -> tuple[EnrolledVoice, Path]:
    models = ModelStore()
    voice = enrol(
        blocks,
        activity_model(models),
        voice_model(models),
        Profile().attribution,
        source,
        time.strftime("%Y-%m-%d"),
    )
    return voice, save_voice(voice)
