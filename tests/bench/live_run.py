"""One measured live call in a process of its own, with the real overlay: `python -m tests.bench.live_run OUT.json OPTIONS`.

`measure` starts such a process on a private X screen and reads what it wrote.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from assist.ui.app import run_app
from tests.bench.measuring import Measured, MeasuredCall, load
from tests.bench.played_calls import Playing
from tests.display import PrivateDisplay


@dataclass(frozen=True, slots=True)
class Run:
    """What to run; see `Playing` and `MeasuredCall`."""

    playing: Playing
    asr: str = "moonshine"
    keep_events: bool = True
    post: bool = False


def measure(run: Run) -> Measured:
    """Run it with the overlay on a screen that nobody sees.

    Raises:
        RuntimeError: the run failed; its last words follow.
    """
    display = PrivateDisplay()
    try:
        with tempfile.TemporaryDirectory(prefix="leap-bench-") as folder:
            out = Path(folder) / "measured.json"
            arguments = [str(out), "--asr", run.asr]
            for name, value in asdict(run.playing).items():
                if value is not None and value is not False:
                    arguments += [f"--{name.replace('_', '-')}", *([] if value is True else [str(value)])]
            arguments += ["--post"] if run.post else []
            arguments += [] if run.keep_events else ["--few-events"]
            done = subprocess.run(
                [sys.executable, "-m", __name__, *arguments], env={**os.environ, **display.environment},
                capture_output=True, text=True, check=False,
            )  # fmt: skip
            if done.returncode or not out.is_file():
                raise RuntimeError(f"the live run failed: {done.stderr[-2000:].strip()}")
            return load(out)
    finally:
        display.close()


def _tell(message: str) -> None:
    print(message, file=sys.stderr)


def main(arguments: Sequence[str]) -> int:
    """Be that process."""
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("--asr", default="moonshine")
    parser.add_argument("--shift-seconds", type=float, default=0.0)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--speed", type=float, default=1.0)
    parser.add_argument("--eager", action="store_true")
    parser.add_argument("--post", action="store_true")
    parser.add_argument("--few-events", action="store_true")
    o = parser.parse_args(arguments)
    playing = Playing(o.shift_seconds, o.minutes, o.eager, o.speed)
    call = MeasuredCall(playing, o.asr, keep_events=not o.few_events, post=o.post)
    code = run_app(call, quit_when_done=True, on_painted=call.painted, on_failure=_tell)
    call.measured.save(o.out)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
