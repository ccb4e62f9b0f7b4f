"""Which device to record right now: the chosen one, or a substitute while it is not there."""

from __future__ import annotations

from collections.abc import Callable

from assist.capture.devices import KIND_NAMES, Device, default_device
from assist.capture.source import SourceError
from assist.capture.watch import Choice, Chooser


def chooser(chosen: Device, other_side: Device | None, list_devices: Callable[[], list[Device]]) -> Chooser:
    """Make the chooser of one side.

    Args:
        chosen: what the agent chose.
        other_side: the device of the other side; a substitute must never be heard on both.
        list_devices: what there is now.
    """

    def choose() -> Choice:
        devices = list_devices()
        # A headset that comes back may offer another profile: same name and host API, other channels.
        for same in (
            lambda device: device.identity == chosen.identity,
            lambda device: (device.backend, device.name) == (chosen.backend, chosen.name),
        ):
            found = next((device for device in devices if device.kind == chosen.kind and same(device)), None)
            if found:
                return Choice(found, substitute=False)
        substitute = default_device(chosen.kind, devices)
        if substitute and not _mixes_up(substitute, other_side):
            return Choice(substitute, substitute=True)
        raise SourceError(
            "device_lost",
            f'The {KIND_NAMES[chosen.kind]} "{chosen.label}" is gone: plug it in again or choose another one.',
        )

    return choose


def _mixes_up(substitute: Device, other_side: Device | None) -> bool:
    """True if the substitute would record the other side's voice."""
    if other_side is None:
        return False
    if substitute.kind == "output":
        return other_side.hears(substitute)
    return substitute.hears(other_side)
