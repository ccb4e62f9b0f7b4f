"""Ask the Linux sound server (PulseAudio, or PipeWire's PulseAudio side) what there is and who records what."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

from assist.capture.devices import Device

STREAM_PROPERTY = "leap.assist.stream"
"""Property by which our own recordings are found again on the server."""
BACKEND = "PulseAudio"
USUAL_RATE = 48_000
"""Asked for if a device's own rate cannot be read; the server converts."""


class PulseError(Exception):
    """The sound server does not answer."""


class PulseClient:
    """A connection to the sound server; belongs to one thread.

    Raises:
        PulseError: from any call, when there is no server or it went away.
    """

    def __init__(self) -> None:
        import pulsectl  # noqa: PLC0415  (device libraries load on demand)

        # pulsectl (24.12) keeps `sample_spec` as a view on memory that the server's library reuses after each device.
        for info in (pulsectl.PulseSourceInfo, pulsectl.PulseSinkInfo):
            info._init_from_struct = _keep_rate
        self._error: type[Exception] = pulsectl.PulseError
        self._pulse = pulsectl.Pulse("Leap Assist", connect=False)
        try:
            # Without a timeout: pulsectl (24.12) waits it out in full even when connected. The socket is local.
            self._pulse.connect(autospawn=False)
        except self._error as error:
            self._pulse.close()
            raise PulseError("no sound server answers") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the connection."""
        self._pulse.close()

    def devices(self) -> list[Device]:
        """Microphones (sources that are no monitors), then outputs."""
        server = self._call("server_info")
        sources, sinks = self._call("source_list"), self._call("sink_list")
        microphones = [
            _device("microphone", source, source.name, source.name == server.default_source_name)
            for source in sources
            if source.monitor_of_sink_name is None
        ]
        return microphones + [
            _device("output", sink, sink.monitor_source_name, sink.name == server.default_sink_name) for sink in sinks
        ]

    def recorded_source(self, stream: str) -> str | None:
        """Name of the source that our recording `stream` hears; None if the server knows no such recording."""
        for output in self._call("source_output_list"):
            if output.proplist.get(STREAM_PROPERTY) == stream:
                names = {source.index: str(source.name) for source in self._call("source_list")}
                return names.get(output.source)
        return None

    def _call(self, name: str) -> Any:
        try:
            return getattr(self._pulse, name)()
        except self._error as error:
            raise PulseError("the sound server went away") from error


def devices() -> list[Device]:
    """All devices of the sound server; empty without one."""
    try:
        with PulseClient() as client:
            return client.devices()
    except (PulseError, ImportError, OSError):
        return []


def _keep_rate(info: Any, struct: Any) -> None:
    """Copy a device's rate while its memory is still its own."""
    info.own_rate = int(struct.sample_spec.rate)


def _device(kind: Any, item: Any, address: str, is_default: bool) -> Device:
    return Device(
        kind=kind,
        name=item.name,
        label=item.description,
        backend=BACKEND,
        channels=item.channel_count,
        rate=getattr(item, "own_rate", USUAL_RATE),
        access="pulse_microphone" if kind == "microphone" else "pulse_monitor",
        address=address,
        is_default=is_default,
        master=item.proplist.get("device.master_device", ""),
    )
