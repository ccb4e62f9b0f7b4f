"""System packages: which ones the program and its tests need, which are missing, and how to get them.

Only Debian and Ubuntu are handled by name. Elsewhere the list is printed once as a hint and the set-up goes on. Uses the
standard library only and also parses on Pythons that are too old for the program, so that those get a clear sentence.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from setup_errors import SetupError

RUN_PACKAGES = (
    "libportaudio2",  # sounddevice: the microphone
    "libpulse0", "pulseaudio-utils",  # pulsectl and parec: what the softphone plays
    "libasound2-plugins",  # PortAudio reaches the sound server through ALSA
    "libegl1", "libgl1", "libfontconfig1", "libfreetype6", "libdbus-1-3", "libglib2.0-0",  # Qt itself
    "libx11-6", "libx11-xcb1", "libxkbcommon0", "libxkbcommon-x11-0", "libxcb1", "libxcb-cursor0", "libxcb-glx0",
    "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1", "libxcb-randr0", "libxcb-render0", "libxcb-render-util0",
    "libxcb-shape0", "libxcb-shm0", "libxcb-sync1", "libxcb-util1", "libxcb-xfixes0", "libxcb-xkb1",  # Qt on X11
    "fonts-dejavu-core",  # a bare machine has no font at all
)  # fmt: skip
"""What the program needs to run."""

TEST_PACKAGES = (
    "xvfb", "openbox", "xdotool", "x11-utils",  # a private screen, a window manager, a typist, and xprop to look
    "pulseaudio",  # a private sound server
    "espeak-ng",  # the Korean test speech for the Vosk adapter
)  # fmt: skip
"""What the tests need on top."""

APT_WAIT_SECONDS = 300
"""How long to wait for another apt run, such as the automatic updates of a machine that has just started."""


def is_linux() -> bool:
    """True on Linux; a function, so that the type checker looks at the code for every system."""
    return sys.platform.startswith("linux")


def parse_installed(listing: str) -> set[str]:
    """Names that are there, including the names a package provides for another.

    Args:
        listing: lines `status<TAB>package<TAB>provides` as dpkg-query prints them.
    """
    names: set[str] = set()
    for line in listing.splitlines():
        status, _, rest = line.partition("\t")
        if not status.startswith("install ok installed"):
            continue
        package, _, provides = rest.partition("\t")
        names.add(package)
        names.update(part.split("(")[0].strip() for part in provides.split(",") if part.strip())
    return names


def missing_packages(wanted: tuple[str, ...]) -> list[str]:
    """Those of `wanted` that dpkg does not know as installed; takes well under a second and changes nothing."""
    query = ["dpkg-query", "--show", "--showformat=${Status}\t${Package}\t${Provides}\n"]
    listing = subprocess.run(query, capture_output=True, text=True, check=False).stdout
    installed = parse_installed(listing)
    return [name for name in wanted if name not in installed]


def root_prefix() -> list[str] | None:
    """What to put before a command to run it as root: nothing, sudo, or None if neither works without a password."""
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def by_hand(packages: list[str]) -> str:
    """The command a person with the right to install would run."""
    return f"sudo apt-get update && sudo apt-get install -y {' '.join(packages)}"


def ensure_packages(wanted: tuple[str, ...]) -> None:
    """Install what is missing of `wanted`.

    Raises:
        SetupError: something is missing and cannot be installed from here; names it, with the command to run.
    """
    if not is_linux():
        return
    if not (shutil.which("dpkg-query") and shutil.which("apt-get")):
        print(f"==> Not Debian or Ubuntu: please see to the equivalents of: {' '.join(wanted)}", flush=True)
        return
    missing = missing_packages(wanted)
    if not missing:
        return
    prefix = root_prefix()
    if prefix is None:
        raise SetupError(
            f"{len(missing)} system packages are missing and only an administrator can install them; run\n"
            f"    {by_hand(missing)}\nand then the same command again."
        )
    print(f"==> Installing {len(missing)} system packages with apt-get: {' '.join(missing)}", flush=True)
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o",
           f"DPkg::Lock::Timeout={APT_WAIT_SECONDS}"]  # fmt: skip
    # A failing update may concern a source we do not need, so only the install decides.
    subprocess.run([*apt, "update"], stdin=subprocess.DEVNULL, check=False)
    quiet = ["-o", "Dpkg::Use-Pty=0", "install", "-y", "--no-install-recommends", *missing]
    done = subprocess.run([*apt, *quiet], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        raise SetupError(
            f"apt-get could not install the system packages (its reason is above); mend that or run\n"
            f"    {by_hand(missing)}\nand then the same command again."
        )
