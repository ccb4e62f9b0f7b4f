"""Entry point: `assist`, `python -m assist`, and the frozen program."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main() -> int:
    """Run the command line; returns the exit code.

    0 done, 1 the run failed, 2 bad arguments or input. Errors are one sentence on stderr; set LEAP_ASSIST_DEBUG=1 to see
    where an unexpected one came from.
    """
    # A windowed program has no streams; libraries that print would break.
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  (lives as long as the program)
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    if sys.argv[1:2] == ["recognition-worker"]:
        from assist.asr.worker import main as worker

        return worker(sys.argv[2:])
    from assist.cli.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
