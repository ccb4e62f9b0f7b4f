"""PortAudio through sounddevice: its device list, and the care its list needs.

PortAudio looks for devices once, when it starts; a headset plugged in later does not exist for it. Starting it anew is
only possible while no stream is open, and other streams may be. So: whoever misses a device marks the list as stale;
everyone with an open stream sees that, closes it, and the first to open again starts PortAudio anew.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from assist.capture.devices import Device

PREFERRED_APIS = {"win32": "Windows WASAPI", "darwin": "Core Audio"}
"""Windows lists every microphone once per host API; one is enough."""
VIRTUAL_NAMES = (
    "blackhole",
    "loopback audio",
    "soundflower",
    "vb-cable",
    "aggregate",
    "groundcontrol",
    "background music",
)
"""Names under which macOS shows devices that carry playback back as a recording."""
PULSE_DEVICES = ("pulse",)
"""ALSA's name for the sound server."""


class PortAudioHost:
    """The one PortAudio of this process. Safe from several threads."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._streams = 0
        self._stale = False

    @property
    def stale(self) -> bool:
        """True if the device list must be made anew; whoever has a stream open should close it for a moment."""
        return self._stale

    def mark_stale(self) -> None:
        """The devices have changed, or one is missing that should be there."""
        self._stale = True

    def inputs(self) -> list[tuple[int, dict[str, Any], str]]:
        """Index, properties and host API name of everything that records; empty if PortAudio does not work."""
        with self._lock:
            try:
                sounddevice = self._fresh()
                apis = [api["name"] for api in sounddevice.query_hostapis()]
                return [
                    (index, properties, apis[properties["hostapi"]])
                    for index, properties in enumerate(sounddevice.query_devices())
                    if properties["max_input_channels"] > 0
                ]
            except Exception:  # noqa: BLE001  (a missing library or a broken driver means: no devices)
                return []

    def default_input(self) -> int:
        """Index of the default microphone, -1 if there is none."""
        with self._lock:
            try:
                return int(self._fresh().default.device[0])
            except Exception:  # noqa: BLE001
                return -1

    def open(self, environment: dict[str, str], **arguments: Any) -> Any:
        """Open and start a raw input stream.

        Args:
            environment: environment variables in force while it opens; ALSA's way to PulseAudio takes its source,
                and the name it shows, only from there.
            arguments: for `sounddevice.RawInputStream`.

        Raises:
            sounddevice.PortAudioError: it cannot be opened.
        """
        with self._lock, _environment(environment):
            return self._started(self._fresh().RawInputStream(**arguments))

    def open_output(self, **arguments: Any) -> Any:
        """Open and start an output stream on the system's default output.

        Args:
            arguments: for `sounddevice.OutputStream`.

        Raises:
            sounddevice.PortAudioError: it cannot be opened.
        """
        with self._lock:
            return self._started(self._fresh().OutputStream(**arguments))

    def close(self, stream: Any) -> None:
        """Close a stream that `open` or `open_output` gave."""
        stream.abort(ignore_errors=True)
        stream.close(ignore_errors=True)
        with self._lock:
            self._streams -= 1

    def _started(self, stream: Any) -> Any:
        try:
            stream.start()
        except BaseException:
            stream.close(ignore_errors=True)
            raise
        self._streams += 1
        return stream

    def _fresh(self) -> Any:
        import sounddevice  # noqa: PLC0415  (loading it starts PortAudio)

        if self._stale and self._streams == 0:
            # The documented way to see new devices; sounddevice has no public name for it (python-sounddevice#125).
            sounddevice._terminate()
            sounddevice._initialize()
            self._stale = False
        return sounddevice


HOST = PortAudioHost()
"""PortAudio is one per process, so this is too."""


def microphones(host: PortAudioHost = HOST) -> list[Device]:
    """Everything PortAudio can record, but for what carries playback."""
    return [device for device in _inputs(host) if not _is_virtual(device.name)]


def virtual_outputs(host: PortAudioHost = HOST) -> list[Device]:
    """macOS: virtual devices through which the softphone can be heard."""
    return [
        Device(
            kind="output", name=device.name, label=device.label, backend=device.backend, channels=device.channels,
            rate=device.rate, access="portaudio", address=device.address,
        )
        for device in _inputs(host)
        if _is_virtual(device.name)
    ]  # fmt: skip


def index_of(device: Device, host: PortAudioHost = HOST) -> int | None:
    """Where a device is in PortAudio's list now, by identity; None if it is not there."""
    for index, properties, api in host.inputs():
        if (api, properties["name"], properties["max_input_channels"]) == (
            device.backend,
            device.address,
            device.channels,
        ):
            return index
    return None


def pulse_index(host: PortAudioHost = HOST) -> int | None:
    """ALSA's device for the sound server, if this system has the plugin (libasound2-plugins)."""
    for index, properties, api in host.inputs():
        if api == "ALSA" and properties["name"] in PULSE_DEVICES:
            return index
    return None


def _inputs(host: PortAudioHost) -> list[Device]:
    found = host.inputs()
    default = host.default_input()
    preferred = PREFERRED_APIS.get(sys.platform)
    default_name = next((properties["name"] for index, properties, _ in found if index == default), "")
    devices: list[Device] = []
    for index, properties, api in found:
        if preferred and api != preferred and any(other == preferred for _, _, other in found):
            continue
        name = properties["name"]
        # MME cuts names to 31 characters, so the default under another host API may be a beginning of this one.
        is_default = index == default or bool(preferred and default_name and name.startswith(default_name))
        devices.append(
            Device(
                kind="microphone", name=name, label=name, backend=api, channels=properties["max_input_channels"],
                rate=round(properties["default_samplerate"]), access="portaudio", address=name, is_default=is_default,
            )
        )  # fmt: skip
    return devices


def _is_virtual(name: str) -> bool:
    return any(word in name.casefold() for word in VIRTUAL_NAMES)


@contextmanager
def _environment(variables: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
