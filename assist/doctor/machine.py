"""Python and its packages, room on the disk, and a screen."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from platformdirs import user_data_path

from assist import __version__
from assist.doctor.finding import Finding
from assist.ui.display import NoDisplay, choose_platform, require_display

DISTRIBUTION = "leap-assist"
OLDEST_PYTHON = (3, 11)
RECORDED_BYTES_AN_HOUR = 16_000 * 2 * 2 * 3600
LEAST_FREE_BYTES = 4 * RECORDED_BYTES_AN_HOUR
"""Room for half a shift of recorded calls."""


def check_python() -> Finding:
    """The interpreter, and every package that the program cannot do without."""
    part = "program"
    if getattr(sys, "frozen", False):
        return Finding(part, "ok", f"Leap Assist {__version__}, packaged with everything it needs.")
    if sys.version_info[:2] < OLDEST_PYTHON:
        return Finding(part, "missing", f"Python {platform.python_version()} is too old: install Python 3.11 or newer.")
    try:
        needed = _needed(importlib.metadata.requires(DISTRIBUTION) or [], sys.platform)
    except importlib.metadata.PackageNotFoundError:
        return Finding(
            part, "attention", f"{DISTRIBUTION} runs without being installed: run 'pip install {DISTRIBUTION}'."
        )
    lacking = [name for name in needed if not _installed(name)]
    if lacking:
        return Finding(part, "missing", f"packages are missing: run 'pip install {' '.join(lacking)}'.")
    return Finding(
        part, "ok", f"Leap Assist {__version__}, Python {platform.python_version()}, all {len(needed)} packages."
    )


def check_disk(folder: Path | None = None) -> Finding:
    """The folder that calls, choices and models go to; a call runs without it, but is not recorded."""
    part = "disk"
    wanted = folder or user_data_path(DISTRIBUTION, appauthor=False)
    place = next((place for place in (wanted, *wanted.parents) if place.exists()), wanted)
    try:
        with tempfile.TemporaryFile(dir=place) as file:
            file.write(b"\0" * 4096)
            file.flush()
        free = shutil.disk_usage(place).free
    except OSError as problem:
        return Finding(
            part,
            "attention",
            f"{wanted} cannot be written ({problem.strerror}), so no call can be recorded: make it writable.",
        )
    hours = free / RECORDED_BYTES_AN_HOUR
    if free < LEAST_FREE_BYTES:
        return Finding(
            part,
            "attention",
            f"{free / 1e6:.0f} MB are free, {hours:.1f} hours of recorded calls: make room in {wanted}.",
        )
    return Finding(part, "ok", f"{free / 1e9:.1f} GB are free in {wanted}.")


def check_display(environment: Mapping[str, str] = os.environ, system: str = sys.platform) -> Finding:
    """Can the overlay be shown, and on top of other windows? Without it a call runs with --headless."""
    part = "display"
    variables = dict(environment)
    choose_platform(variables, system)
    try:
        require_display(variables, system)
    except NoDisplay as problem:
        return Finding(part, "attention", f"{problem} Without a window: 'assist run --headless'.")
    if not system.startswith("linux"):
        return Finding(part, "ok", "windows can be opened.")
    if variables.get("WAYLAND_DISPLAY") and variables.get("QT_QPA_PLATFORM") != "xcb":
        return Finding(
            part,
            "attention",
            "this Wayland session lets no window stay on top or choose its place: install XWayland, and log in again.",
        )
    if variables.get("WAYLAND_DISPLAY"):
        return Finding(part, "ok", "windows can be opened, through XWayland, so that they stay on top.")
    return Finding(part, "ok", "windows can be opened.")


def _needed(requirements: list[str], system: str) -> list[str]:
    """Names of the packages that this system needs, without those of extras."""
    names = []
    for requirement in requirements:
        what, _, marker = requirement.partition(";")
        wanted_on = re.search(r"sys_platform\s*==\s*['\"](\w+)['\"]", marker)
        if "extra" in marker or (wanted_on and wanted_on[1] != system):
            continue
        names.append(re.split(r"[^A-Za-z0-9._-]", what.strip())[0])
    return names


def _installed(name: str) -> bool:
    try:
        importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True
