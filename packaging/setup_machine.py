"""Set up this machine for the project and do one thing with it; what the Makefile calls.

    python3 packaging/setup_machine.py setup            .venv with the program and its models
    python3 packaging/setup_machine.py demo [OPTIONS]   set up if needed, then `assist demo OPTIONS`
    python3 packaging/setup_machine.py test             set up if needed, then every check
    python3 packaging/setup_machine.py lint types ...   set up if needed, then the named checks

Needs nothing but Python 3.11 or newer; works the same on Linux, Windows and macOS.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from setup_checks import CHECKS, run_all
from setup_errors import SetupError
from setup_venv import ROOT, RUN_KIT, TEST_KIT, ensure, in_venv

OLDEST_PYTHON = (3, 11)
NEWER_PYTHONS = ("python3.13", "python3.12", "python3.11", "python3.14")
"""Tried in this order when `python3` is too old."""


def use_recent_python() -> None:
    """Go on under a newer Python if this one is too old for the program.

    Raises:
        SetupError: there is none.
    """
    if sys.version_info[:2] >= OLDEST_PYTHON:
        return
    for name in NEWER_PYTHONS:
        found = shutil.which(name)
        if found:
            os.execv(found, [found, *sys.argv])  # noqa: S606 - the same script, no shell wanted
    raise SetupError(
        f"Leap Assist needs Python 3.11 or newer and `{sys.executable}` is {sys.version.split()[0]}; install a newer one "
        "and name it, for example: make demo PYTHON=/path/to/python3.12"
    )


def demo(options: list[str]) -> int:
    """Play the shipped call."""
    command = [str(in_venv("assist")), "demo", *options]
    if os.name != "nt":
        os.chdir(ROOT)
        os.execv(command[0], command)  # noqa: S606 - so that Ctrl-C and the exit code are the demo's own
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def main(arguments: list[str]) -> int:
    """Do what the command line asks for."""
    checks = {check.name for check in CHECKS} | {"test"}
    action = arguments[0] if arguments else ""
    known = action in {"setup", "setup-test", "demo"} or (arguments and set(arguments) <= checks)
    if not known:
        print((__doc__ or "").strip(), file=sys.stderr)
        return 2
    try:
        use_recent_python()
        ensure(RUN_KIT if action in {"setup", "demo"} else TEST_KIT)
    except SetupError as error:
        print(f"Set-up stopped: {error}", file=sys.stderr)
        return 1
    if action in {"setup", "setup-test"}:
        return 0
    return demo(arguments[1:]) if action == "demo" else run_all(arguments)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
