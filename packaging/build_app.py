"""Build the program as a folder that runs without Python: dist/leap-assist. What `make app` calls.

It can only be built for the system it runs on. At the end the built program checks itself.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from setup_errors import SetupError
from setup_system import ensure_packages
from setup_venv import CONSTRAINTS, ROOT, RUN_KIT, VENV, ensure, in_venv

BUILT = ROOT / "dist" / "leap-assist"
INSTALLED_MODELS = VENV / "share" / "leap-assist" / "models"
"""Where `assist models install` puts models inside an environment."""


def built_program() -> str:
    """The program that was built."""
    return str(BUILT / ("leap-assist.exe" if os.name == "nt" else "leap-assist"))


def build_packages() -> tuple[str, ...]:
    """System packages PyInstaller needs: objdump, and the library form of a Python that came with the system."""
    libpython = f"libpython{sys.version_info[0]}.{sys.version_info[1]}"
    return ("binutils", libpython) if sys.base_prefix == "/usr" else ("binutils",)


def build() -> None:
    """Freeze the program and put its models beside it.

    Raises:
        SetupError: a step failed.
    """
    ensure(RUN_KIT)
    ensure_packages(build_packages())
    python = str(in_venv("python"))
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--constraint", str(CONSTRAINTS)]
    recipe = str(ROOT / "packaging" / "leap-assist.spec")
    for command in ([*pip, "pyinstaller"], [python, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", recipe]):
        print(f"==> {' '.join(command[2:5])} ...", flush=True)
        if subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode != 0:
            raise SetupError("the program was not built, the reason is above.")
    for model in RUN_KIT.models:
        shutil.copytree(INSTALLED_MODELS / model, BUILT / "models" / model, dirs_exist_ok=True)


def check() -> None:
    """Let the built program test itself, with nothing of the environment it was built in.

    Raises:
        SetupError: it does not work.
    """
    print(f"==> {built_program()} selftest", flush=True)
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    if subprocess.run([built_program(), "selftest"], env=clean, stdin=subprocess.DEVNULL, check=False).returncode != 0:
        raise SetupError("the program was built but its selftest failed, the reason is above.")


if __name__ == "__main__":
    try:
        build()
        check()
    except SetupError as error:
        print(f"Build stopped: {error}", file=sys.stderr)
        sys.exit(1)
