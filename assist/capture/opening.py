"""Which source records which device."""

from __future__ import annotations

from assist.capture.devices import Device
from assist.capture.source import Source


def make_source(device: Device) -> Source:
    """The recording for a device, not yet open.

    A microphone on PulseAudio goes through sounddevice if ALSA has the server's plugin (libasound2-plugins), else
    through the server's own recorder.
    """
    if device.access == "wasapi_loopback":
        from assist.capture.wasapi import WasapiLoopbackSource  # noqa: PLC0415  (device libraries load on demand)

        return WasapiLoopbackSource(device)
    if device.access == "pulse_monitor":
        from assist.capture.parec import ParecSource  # noqa: PLC0415

        return ParecSource(device)
    from assist.capture.microphone import MicrophoneSource  # noqa: PLC0415
    from assist.capture.portaudio import HOST, pulse_index  # noqa: PLC0415

    if device.access == "pulse_microphone" and pulse_index() is None:
        HOST.mark_stale()  # the server may have started after PortAudio looked
        if pulse_index() is None:
            from assist.capture.parec import ParecSource  # noqa: PLC0415

            return ParecSource(device)
    return MicrophoneSource(device)
