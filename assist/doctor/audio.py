"""Is there something to hear the call with?"""

from __future__ import annotations

import ctypes.util
import shutil
import sys
from collections.abc import Sequence

from assist.capture.devices import Device, Kind, default_device, list_devices
from assist.doctor.finding import Finding

_NO_OUTPUT = {
    "win32": "enable a playback device in the system's sound settings",
    "darwin": "install a virtual device such as BlackHole and let the softphone play into it",
}


def check_sound_server() -> Finding:
    """Linux: does PulseAudio, or PipeWire in its place, answer? Only through it can the softphone be heard."""
    from assist.capture.pulse import PulseClient, PulseError  # noqa: PLC0415  (exists on every system, works on Linux only)

    part = "sound server"
    try:
        with PulseClient():
            pass
    except ImportError:
        return Finding(part, "missing", "the Python package pulsectl is missing: run 'pip install pulsectl'.")
    except OSError:
        return Finding(part, "missing", "the library libpulse is missing: install the package libpulse0.")
    except PulseError:
        return Finding(
            part, "missing", "neither PulseAudio nor PipeWire answers: start it (`pactl info` shows whether it runs)."
        )
    if shutil.which("parec") is None:
        return Finding(
            part, "missing", "the program parec, which records the softphone, is missing: install pulseaudio-utils."
        )
    return Finding(part, "ok", "answers, and parec is there to record the softphone.")


def check_portaudio() -> Finding:
    """The library behind the microphone. Wheels for Windows and macOS carry it; elsewhere the system has to."""
    part = "PortAudio"
    if sys.platform in ("win32", "darwin") or ctypes.util.find_library("portaudio"):
        return Finding(part, "ok", "the library is there.")
    return Finding(part, "missing", "the library is missing: install it (Debian and Ubuntu: libportaudio2).")


def check_devices(devices: Sequence[Device] | None = None) -> list[Finding]:
    """Microphone and output. With one of the two a call still runs, with fewer cues."""
    found = list_devices() if devices is None else devices
    lonely = len({device.kind for device in found}) == 1
    no_output = _NO_OUTPUT.get(sys.platform, "a playback device has to be connected and the sound server has to run")
    return [
        _device("microphone", "microphone", found, lonely, "connect a headset or allow the microphone in the settings"),
        _device("output", "softphone audio", found, lonely, no_output),
    ]


def _device(kind: Kind, part: str, devices: Sequence[Device], lonely: bool, remedy: str) -> Finding:
    mine = [device for device in devices if device.kind == kind]
    if not mine:
        side = "your" if kind == "microphone" else "the caller's"
        what = "microphone" if kind == "microphone" else "output whose sound can be heard"
        return Finding(
            part, "attention" if lonely else "missing", f"there is no {what}, so {side} side is not heard: {remedy}."
        )
    chosen = default_device(kind, mine)
    if chosen is None:
        return Finding(
            part, "attention", f"{len(mine)} are there and none is the default: choose one by name with --{kind}."
        )
    others = f" and {len(mine) - 1} more" if len(mine) > 1 else ""
    return Finding(part, "ok", f"\"{chosen.name}\" by default{others}; see 'assist devices'.")
