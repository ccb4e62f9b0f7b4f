"""What can be heard on this computer: microphones, and outputs whose playback can be listened to.

A device is remembered by its name. Its identity is host API, name and channel count, never an index: indices shift when
something is plugged in, and then the wrong device opens silently.
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["microphone", "output"]
"""`microphone`: the agent's voice. `output`: where the softphone plays the customer."""

Access = Literal["portaudio", "pulse_microphone", "pulse_monitor", "wasapi_loopback"]
"""How a device is recorded."""

KIND_NAMES: dict[Kind, str] = {"microphone": "microphone", "output": "softphone output"}


class DeviceError(Exception):
    """A device cannot be found; the message is one sentence that says what to do."""


class NoDeviceError(DeviceError):
    """There is nothing of the kind at all: not the user's input is wrong, the computer lacks something."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Device:
    """Something that can be recorded.

    Attributes:
        kind: which side of the call it can be.
        name: stable name, remembered in the settings.
        label: what the system's own sound settings call it.
        backend: host API: PulseAudio, ALSA, Windows WASAPI, Core Audio...
        channels: the device's own channel count.
        rate: the device's own rate in Hz.
        access: how it is recorded.
        address: what the recorder is told; the PulseAudio source, or the name within PortAudio.
        is_default: the system's default of its kind.
        master: the PulseAudio source this one is derived from, if any.
    """

    kind: Kind
    name: str
    label: str
    backend: str
    channels: int
    rate: int
    access: Access
    address: str
    is_default: bool = False
    master: str = ""

    @property
    def identity(self) -> tuple[str, str, int]:
        """What makes it the same device after unplugging and plugging in."""
        return self.backend, self.name, self.channels

    def hears(self, output: Device) -> bool:
        """True if recording `output` would record this microphone: the wrong speaker on that side."""
        return output.address in (self.address, self.master)


def list_devices() -> list[Device]:
    """Everything that can be listened to now, microphones first.

    On Linux the sound server is asked; without one, PortAudio lists the microphones that ALSA knows. Never raises for
    a missing or broken sound system: the list is empty then.
    """
    from assist.capture import portaudio, pulse, wasapi  # noqa: PLC0415  (device libraries load on demand)

    if sys.platform == "win32":
        return [*portaudio.microphones(), *wasapi.outputs()]
    if sys.platform == "darwin":
        return [*portaudio.microphones(), *portaudio.virtual_outputs()]
    return pulse.devices() or portaudio.microphones()


def find_device(name: str, kind: Kind, devices: Iterable[Device] | None = None) -> Device:
    """Look up a remembered name.

    Args:
        name: `Device.name` or its label; upper and lower case are the same if that is unambiguous.
        kind: what it is wanted for.
        devices: where to look; all devices by default.

    Raises:
        DeviceError: there is no such device, or more than one.
    """
    candidates = [device for device in (list_devices() if devices is None else devices) if device.kind == kind]
    for wanted in (lambda d: d.name == name, lambda d: d.label == name, lambda d: name.casefold() in _folded(d)):
        found = [device for device in candidates if wanted(device)]
        if len(found) == 1:
            return found[0]
        if found:
            raise DeviceError(
                f'More than one {KIND_NAMES[kind]} is called "{name}": use one of {_quoted(d.name for d in found)}.'
            )
    if not candidates:
        raise NoDeviceError(f'There is no {KIND_NAMES[kind]} at all, so not "{name}" either: {_nothing_hint(kind)}')
    near = difflib.get_close_matches(name, [text for d in candidates for text in (d.name, d.label)], n=2, cutoff=0.4)
    suggestion = f"did you mean {_quoted(near)}?" if near else f"there is {_quoted(d.name for d in candidates[:4])}."
    raise DeviceError(f'There is no {KIND_NAMES[kind]} called "{name}": {suggestion}')


def default_device(kind: Kind, devices: Iterable[Device] | None = None) -> Device | None:
    """The system's default of a kind, or the only one there is; None if there is no such thing."""
    candidates = [device for device in (list_devices() if devices is None else devices) if device.kind == kind]
    chosen = [device for device in candidates if device.is_default]
    if chosen:
        return chosen[0]
    return candidates[0] if len(candidates) == 1 else None


def _folded(device: Device) -> tuple[str, str]:
    return device.name.casefold(), device.label.casefold()


def _quoted(names: Iterable[str]) -> str:
    return " or ".join(f'"{name}"' for name in dict.fromkeys(names))


def _nothing_hint(kind: Kind) -> str:
    if kind == "microphone":
        return "plug in a headset and check the system's sound settings."
    if sys.platform == "darwin":
        return "install a virtual device such as BlackHole and let the softphone play into it."
    if sys.platform == "win32":
        return "check that a playback device is enabled in the system's sound settings."
    return "check that PulseAudio or PipeWire runs (`pactl info`)."
