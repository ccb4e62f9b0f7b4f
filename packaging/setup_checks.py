"""The checks of this project, one function a kind; `make test` runs them all."""

from __future__ import annotations

import os
import subprocess
import time
from dataclasses import dataclass

from setup_system import is_linux
from setup_venv import ROOT, in_venv

HANG_SECONDS = 300
"""A single test that takes this long prints every thread's stack and ends the run."""


@dataclass(frozen=True)
class Check:
    """One command and what it is for."""

    name: str
    commands: tuple[tuple[str, ...], ...]
    purpose: str


def _pytest(*arguments: str) -> tuple[str, ...]:
    hang = ("-o", f"faulthandler_timeout={HANG_SECONDS}", "-o", "faulthandler_exit_on_timeout=true")
    return ("python", "-m", "pytest", *hang, *arguments)


def _folders_with_python() -> tuple[str, ...]:
    """What mypy is to look at; it refuses a folder that holds no Python."""
    folders = ("assist", "models", "packaging", "tests")
    return tuple(folder for folder in folders if next((ROOT / folder).rglob("*.py"), None))


CHECKS = (
    Check("lint", (("ruff", "check", "."), ("ruff", "format", "--check", ".")), "style and layout (ruff)"),
    Check("types", (("mypy", *_folders_with_python()),), "types (mypy --strict)"),
    Check("contracts", (("lint-imports",),), "who may import whom (import-linter)"),
    Check("unit", (_pytest("-m", "not gui and not audio"),), "tests without a screen or a sound server"),
    Check("gui", (_pytest("-m", "gui"),), "tests on a private X screen"),
    Check("audio", (_pytest("-m", "audio"),), "tests through a private PulseAudio"),
)
ALL_TESTS = Check("tests", (_pytest(),), "unit, GUI and audio tests in one run")


def environment() -> dict[str, str]:
    """Environment for the checks: on Linux nothing that `make test` promises may be skipped for want of a program."""
    variables = dict(os.environ)
    if is_linux():
        variables.setdefault("LEAP_REQUIRE", "gui,audio,model")
    return variables


def run_check(check: Check) -> bool:
    """Run one check with its output on the terminal; True if it passed."""
    passed = True
    for program, *arguments in check.commands:
        command = [str(in_venv(program)), *arguments]
        print(f"==> {check.name}: {program} {' '.join(arguments)}", flush=True)
        passed &= subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode == 0
    return passed


def run_all(names: list[str]) -> int:
    """Run the named checks, or all of them for `test`; every one is run even if an earlier one failed.

    Returns:
        Exit code: 0 if all passed.
    """
    by_name = {check.name: check for check in CHECKS}
    static = [by_name[name] for name in ("lint", "types", "contracts")]
    chosen = [*static, ALL_TESTS] if names == ["test"] else [by_name[name] for name in names]
    results = []
    for check in chosen:
        began = time.monotonic()
        passed = run_check(check)
        results.append((check, passed, time.monotonic() - began))
    print("==> " + ", ".join(f"{c.name} {'ok' if ok else 'FAILED'} ({t:.0f} s)" for c, ok, t in results), flush=True)
    return 0 if all(ok for _, ok, _ in results) else 1
