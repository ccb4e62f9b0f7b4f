"""Importing the capture stage loads no device library."""

import subprocess
import sys


def test_import_is_light() -> None:
    code = (
        "import sys, assist.capture.devices, assist.capture.duplex; "
        "print([name for name in ('sounddevice', 'pulsectl', 'pyaudiowpatch') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
