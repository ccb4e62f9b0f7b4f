"""Where the built program starts; an installed one starts at `assist.__main__`."""

from __future__ import annotations

import multiprocessing
import os
import sys

if __name__ == "__main__":
    # A windowed program on Windows has no terminal: both are None, and libraries that print would fail.
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: PTH123, SIM115 - open until the program ends
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: PTH123, SIM115
    multiprocessing.freeze_support()

    from assist.__main__ import main

    sys.exit(main())
