"""The project's own Python environment: `.venv` with pinned packages, the program itself, and the models it needs.

A stamp file per kit records what an environment was built from, so that a second run does nothing.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from setup_errors import SetupError
from setup_system import RUN_PACKAGES, TEST_PACKAGES, ensure_packages, is_linux

ROOT = Path(__file__).resolve().parent.parent
"""The project's folder."""

VENV = ROOT / ".venv"
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"

PYTHON = ".".join(map(str, sys.version_info[:3]))
"""The version only: installing python3-venv may bring a newer build of the same version, which changes nothing."""


@dataclass(frozen=True)
class Kit:
    """What one purpose needs.

    Attributes:
        name: of the stamp file.
        extras: of pyproject.toml.
        models: names in models/manifest.toml.
        system_packages: Debian package names.
    """

    name: str
    extras: tuple[str, ...]
    models: tuple[str, ...]
    system_packages: tuple[str, ...]


RUN_KIT = Kit("run", (), ("silero-vad", "swift-f0"), RUN_PACKAGES)
TEST_KIT = Kit("test", ("test", "train", "review"), ("silero-vad", "swift-f0", "vosk-ko"), RUN_PACKAGES + TEST_PACKAGES)


def in_venv(program: str) -> Path:
    """Path of a program inside the environment."""
    return VENV / "Scripts" / f"{program}.exe" if os.name == "nt" else VENV / "bin" / program


def fingerprint(kit: Kit) -> str:
    """Changes when anything that the environment was built from changes."""
    digest = hashlib.sha256()
    for path in (ROOT / "pyproject.toml", CONSTRAINTS, ROOT / "models" / "manifest.toml"):
        digest.update(path.read_bytes() + b"\0")
    for part in (PYTHON, str(ROOT), *kit.extras, "|", *kit.models):
        digest.update(part.encode() + b"\0")
    return digest.hexdigest()


def stamp(kit: Kit) -> Path:
    """File that holds the fingerprint of what was installed for a kit."""
    return VENV / f"leap-assist-{kit.name}.stamp"


def is_ready(kit: Kit) -> bool:
    """Was exactly this installed by an earlier run?"""
    try:
        return stamp(kit).read_text() == fingerprint(kit) and in_venv("python").exists()
    except OSError:
        return False


def _run(command: list[str], remedy: str) -> None:
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        raise SetupError(f"`{' '.join(command[:4])} ...` failed, its reason is above; {remedy}")


def _probe(python: Path | str, code: str) -> bool:
    try:
        return subprocess.run([str(python), "-c", code], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def venv_packages() -> tuple[str, ...]:
    """The system package that creates environments, where `.venv` is still to be made and Python came without it."""
    if not is_linux() or in_venv("python").exists() or _probe(sys.executable, "import ensurepip, venv"):
        return ()
    return (f"python{PYTHON.rpartition('.')[0]}-venv",)


def make_venv() -> None:
    """Create `.venv`, or create it anew if it was built elsewhere, by another Python, or is broken."""
    origin = VENV / "leap-assist-origin"
    built_from = f"{ROOT}\n{PYTHON}"
    # An environment somebody made by hand has no origin file; it is kept as long as its Python is ours.
    same_python = _probe(
        in_venv("python"), f"import pip, sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    )
    if same_python and (not origin.exists() or origin.read_text() == built_from):
        return
    print(f"==> Creating {VENV} with Python {PYTHON}", flush=True)
    _run([sys.executable, "-m", "venv", "--clear", str(VENV)], "delete the folder .venv and run this again.")
    origin.write_text(built_from)


def install_packages(kit: Kit) -> None:
    """Install the program, editable, with the pinned versions of everything it needs for a kit."""
    quiet = [] if sys.stdout.isatty() else ["--quiet"]
    pip = [str(in_venv("python")), "-m", "pip", "--disable-pip-version-check", "install", *quiet]
    pip += ["--constraint", str(CONSTRAINTS)]
    network = "check the network connection (or pip's index settings) and run this again."
    _run([*pip, "--upgrade", "pip"], network)
    target = f".[{','.join(kit.extras)}]" if kit.extras else "."
    print(f"==> Installing the pinned Python packages of {target} (hundreds of megabytes on the first run)", flush=True)
    _run([*pip, "--build-constraint", str(CONSTRAINTS), "--editable", target], network)


def install_models(kit: Kit) -> None:
    """Install the models of a kit through the program's own model store, which checks every SHA-256."""
    print(f"==> Installing models: {', '.join(kit.models)}", flush=True)
    for model in kit.models:
        _run([str(in_venv("assist")), "models", "install", model], "see `assist models` and run this again.")


def ensure(kit: Kit) -> None:
    """Make everything a kit needs be there; nothing to do takes a fraction of a second.

    Raises:
        SetupError: it cannot be done.
    """
    ensure_packages(kit.system_packages + venv_packages())
    if is_ready(kit) or (kit == RUN_KIT and is_ready(TEST_KIT)):
        return
    make_venv()
    stamp(kit).unlink(missing_ok=True)
    install_packages(kit)
    install_models(kit)
    stamp(kit).write_text(fingerprint(kit))
    print("==> Set-up is complete.", flush=True)
