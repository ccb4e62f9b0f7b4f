"""All checks, one after the other; what breaks inside a check is a finding too."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence

from assist.doctor.audio import check_devices, check_portaudio, check_sound_server
from assist.doctor.finding import Finding
from assist.doctor.machine import check_disk, check_display, check_python
from assist.doctor.models import check_pitch, check_recognition, check_text_model, check_voice_activity
from assist.doctor.own_files import check_own_files
from assist.modelstore import ModelStore

Check = Callable[[], Finding | list[Finding]]


def examine(models: ModelStore | None = None, system: str = sys.platform) -> Iterator[Finding]:
    """Look at everything a call needs.

    Args:
        models: where models are looked up.
        system: as `sys.platform` has it.
    """
    store = models or ModelStore()
    yield from run_check("program", check_python)
    if system.startswith("linux"):
        yield from run_check("sound server", check_sound_server)
    yield from run_check("PortAudio", check_portaudio)
    yield from run_check("sound devices", check_devices)
    yield from run_check("voice activity", lambda: check_voice_activity(store))
    yield from run_check("pitch", lambda: check_pitch(store))
    yield from run_check("text model", lambda: check_text_model(store))
    yield from run_check("own files", check_own_files)
    yield from run_check("recognition", lambda: check_recognition(store))
    yield from run_check("display", check_display)
    yield from run_check("disk", check_disk)


def run_check(part: str, check: Check) -> list[Finding]:
    """Run one check."""
    try:
        found = check()
    except Exception as problem:  # noqa: BLE001  (the doctor must not fall ill: it tells what happened and goes on)
        text = (str(problem) or type(problem).__name__).splitlines()[0]
        return [Finding(part, "missing", f"looking at it failed ({text}): reinstall the program.")]
    return found if isinstance(found, list) else [found]


def can_run(findings: Sequence[Finding]) -> bool:
    """Could a call run on this computer?"""
    return all(finding.state != "missing" for finding in findings)
