"""Both sides of a live call: microphone and softphone output, on one sample index.

duplex = Duplex(agent=find_device("Jabra", "microphone"), customer=find_device("Speakers", "output"))
duplex.start()
for item in duplex.read(0.1): ...     # StereoFrame | Gap | Trouble, in time order
duplex.stop()
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from assist.capture.choosing import chooser
from assist.capture.devices import Device, Kind, list_devices
from assist.capture.opening import make_source
from assist.capture.source import Source
from assist.capture.watch import Arrived, Closed, Opened, Watch
from assist.capture.watchdog import Notice
from assist.events import SPEAKERS, Gap, Speaker, Trouble, other
from assist.timeline.align import Aligner
from assist.timeline.frame import StereoFrame

KINDS: dict[Speaker, Kind] = {"agent": "microphone", "customer": "output"}
START_SECONDS = 1.5
"""The call's sample 0 waits so long for the first sound of both sides."""
WAKE_SECONDS = 0.02
"""Frames also become due by time alone."""
STOP_SECONDS = 2.0

Item = StereoFrame | Gap | Trouble


class Duplex:
    """Records one call. Start it once, read it from one thread, stop it from any."""

    def __init__(
        self,
        agent: Device | None,
        customer: Device | None,
        *,
        list_devices: Callable[[], list[Device]] = list_devices,
        make_source: Callable[[Device], Source] = make_source,
    ) -> None:
        """Prepare; nothing opens yet.

        Args:
            agent: the microphone, or None to do without.
            customer: the output on which the caller is heard, or None to do without.
            list_devices: what there is, asked again when a device is lost.
            make_source: the recording for a device.

        Raises:
            ValueError: neither side has a device.
        """
        devices: dict[Speaker, Device | None] = {"agent": agent, "customer": customer}
        if not any(devices.values()):
            raise ValueError("Nothing to listen to: choose a microphone or a softphone output with `assist devices`.")
        self._ready = threading.Event()
        self._watches = {
            speaker: Watch(
                KINDS[speaker], chooser(device, devices[other(speaker)], list_devices), make_source, self._ready
            )
            for speaker, device in devices.items()
            if device
        }
        self._aligner: Aligner | None = None
        self._started_at = 0.0
        self._stopped = threading.Event()
        self._finished = False

    @property
    def position(self) -> int:
        """Sample index up to which the call has been read."""
        return self._aligner.position if self._aligner else 0

    def rate_error_ppm(self, speaker: Speaker) -> float:
        """Estimated rate error of a side's device against this computer's clock, for diagnosis."""
        return self._aligner.rate_error_ppm(speaker) if self._aligner else 0.0

    def start(self) -> None:
        """Open both devices; returns at once, what goes wrong comes as Trouble."""
        self._started_at = time.monotonic()
        for watch in self._watches.values():
            watch.start()

    def read(self, timeout_seconds: float) -> list[Item]:
        """What has been heard and noticed since the last call, in time order; waits for the first of it.

        After `stop` it gives what is left, once, then nothing.
        """
        deadline = time.monotonic() + timeout_seconds
        while True:
            stopped = self._stopped.is_set()
            self._ready.clear()
            items = self._collect(stopped)
            remaining = deadline - time.monotonic()
            if items or stopped or remaining <= 0:
                return items
            self._ready.wait(min(remaining, WAKE_SECONDS))

    def devices_changed(self) -> None:
        """Something was plugged in or out: look for devices anew.

        The sound server on Linux is asked anyway. PortAudio's list is frozen, so its streams stop for a moment
        (one gap) and open again; call it from the system's own notice of a change, not on a timer.
        """
        from assist.capture.portaudio import HOST  # noqa: PLC0415  (device libraries load on demand)

        HOST.mark_stale()

    def stop(self) -> bool:
        """Close both devices and end their threads; may be called twice, and before `start`.

        Returns:
            False if a driver did not let go within 2 s; its thread ends with the program then.
        """
        for watch in self._watches.values():
            watch.ask_stop()
        deadline = time.monotonic() + STOP_SECONDS
        ended = [watch.join(max(deadline - time.monotonic(), 0.0)) for watch in self._watches.values()]
        self._stopped.set()
        self._ready.set()
        return all(ended)

    def _collect(self, stopped: bool) -> list[Item]:
        if self._finished:
            return []
        items: list[Item] = []
        if self._aligner is None:
            waited = time.monotonic() - self._started_at
            settled = all(watch.settled for watch in self._watches.values())
            if not (settled or stopped or waited > START_SECONDS):
                return []
            self._aligner = Aligner(time.monotonic())
            items += self._missing_side()
        notices: list[tuple[Speaker, Notice]] = []
        for speaker, watch in self._watches.items():
            for item in watch.take():
                match item:
                    case Arrived(block, at_seconds):
                        self._aligner.push(speaker, block, at_seconds)
                    case Opened(idle_is_silent):
                        self._aligner.opened(speaker, idle_is_silent=idle_is_silent)
                    case Closed():
                        # At the end of a call every device closes; what did not come any more is not lost.
                        if not stopped:
                            self._aligner.closed(speaker, "device_lost")
                    case Notice():
                        notices.append((speaker, item))
        now = time.monotonic()
        frames, gaps = self._aligner.finish(now) if stopped else self._aligner.frames(now)
        self._finished = stopped
        items += _in_order(frames, gaps)
        return items + [self._trouble(self._aligner, speaker, notice) for speaker, notice in notices]

    def _trouble(self, aligner: Aligner, speaker: Speaker, notice: Notice) -> Trouble:
        """In samples of the call; never about a moment that has not been read yet."""
        since = min(aligner.index(notice.since_seconds), aligner.position)
        until = None if notice.until_seconds is None else min(aligner.index(notice.until_seconds), aligner.position)
        return Trouble(
            at=since if until is None else until,
            known_at=aligner.position,
            what=notice.what,
            since=since,
            until=until,
            speaker=speaker,
            message=notice.message,
        )

    def _missing_side(self) -> list[Item]:
        return [
            Trouble(
                at=0, known_at=0, what="one_channel", since=0, speaker=speaker,
                message="Only the caller is heard: choose a microphone to get cues about your own speech."
                if speaker == "agent"
                else "Only your microphone is heard: choose the softphone's output to get cues about the caller.",
            )
            for speaker in SPEAKERS
            if speaker not in self._watches
        ]  # fmt: skip


def _in_order(frames: list[StereoFrame], gaps: list[Gap]) -> list[Item]:
    """Each gap right after the frame at whose end it is known."""
    items: list[Item] = []
    waiting = sorted(gaps, key=lambda gap: gap.known_at)
    for frame in frames:
        items.append(frame)
        while waiting and waiting[0].known_at <= frame.end:
            items.append(waiting.pop(0))
    return items + waiting
