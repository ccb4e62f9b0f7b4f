"""Wrap dist/leap-assist into a Debian package: dist/leap-assist_VERSION_ARCH.deb. What `make deb` calls.

The package holds the built program in /usr/lib/leap-assist, the command /usr/bin/leap-assist and a menu entry. It does not
start by itself and changes no setting.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from build_app import BUILT, build, check
from setup_errors import SetupError
from setup_system import RUN_PACKAGES
from setup_venv import ROOT

CONTROL = """\
Package: leap-assist
Version: {version}
Architecture: {architecture}
Maintainer: Leap Assist maintainers <leap-assist@localhost>
Section: sound
Priority: optional
Installed-Size: {size_kib}
Depends: {depends}
Description: reminders to pause, acknowledge or offer choices during a call
 Listens to both sides of a call on this computer, offline, and shows the
 agent one short reminder at the right moment. Nothing is sent anywhere.
"""

MENU_ENTRY = """\
[Desktop Entry]
Type=Application
Name=Leap Assist
Comment=Reminders during a hard call
Exec=leap-assist run
Icon=audio-headset
Terminal=false
Categories=AudioVideo;Audio;Office;
"""


def version() -> str:
    """The program's version."""
    found = re.search(r'__version__ = "([^"]+)"', (ROOT / "assist" / "__init__.py").read_text())
    if found is None:
        raise SetupError("assist/__init__.py names no __version__.")
    return found[1]


def lay_out(tree: Path) -> None:
    """Copy everything to where it belongs below `tree`."""
    shutil.copytree(BUILT, tree / "usr/lib/leap-assist", symlinks=True)
    (tree / "usr/bin").mkdir(parents=True)
    (tree / "usr/bin/leap-assist").symlink_to("../lib/leap-assist/leap-assist")
    documents = tree / "usr/share/doc/leap-assist"
    documents.mkdir(parents=True)
    notice = "Leap Assist is under the Apache License 2.0; the licence and those of all parts follow.\n\n"
    licence, third_party = ((ROOT / name).read_text() for name in ("LICENSE", "THIRD_PARTY.md"))
    (documents / "copyright").write_text(f"{notice}{licence}\n{third_party}")
    entry = tree / "usr/share/applications/leap-assist.desktop"
    entry.parent.mkdir(parents=True)
    entry.write_text(MENU_ENTRY)


def write_control(tree: Path, architecture: str) -> None:
    """Describe the package."""
    size = sum(file.stat().st_size for file in tree.rglob("*") if file.is_file() and not file.is_symlink())
    control = CONTROL.format(
        version=version(), architecture=architecture, size_kib=size // 1024, depends=", ".join(RUN_PACKAGES)
    )
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN/control").write_text(control)


def build_deb() -> Path:
    """Make the package from what `build_app` built.

    Raises:
        SetupError: this is not Debian or Ubuntu, or dpkg-deb failed.
    """
    if shutil.which("dpkg-deb") is None:
        raise SetupError("a .deb can only be made on Debian or Ubuntu, where dpkg-deb is.")
    ask = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True)
    architecture = ask.stdout.strip()
    package = BUILT.parent / f"leap-assist_{version()}_{architecture}.deb"
    with tempfile.TemporaryDirectory(prefix="leap-deb-") as folder:
        tree = Path(folder) / "root"
        tree.mkdir(mode=0o755)
        lay_out(tree)
        write_control(tree, architecture)
        command = ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(tree), str(package)]
        if subprocess.run(command, check=False).returncode != 0:
            raise SetupError("dpkg-deb failed, its reason is above.")
    return package


if __name__ == "__main__":
    try:
        build()
        check()
        print(f"==> {build_deb()}")
    except SetupError as error:
        print(f"Build stopped: {error}", file=sys.stderr)
        sys.exit(1)
