"""Where the built program starts. A file outside `assist/`, whose folder names would else hide modules of Python's own."""

from __future__ import annotations

import sys

from assist.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
