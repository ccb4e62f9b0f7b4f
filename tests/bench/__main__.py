"""`python -m tests.bench NAME`: see `--help`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from assist.modelstore import ModelStore
from tests.bench import references

DATA = Path("..") / "shared" / "data"


def main(arguments: Sequence[str]) -> int:
    """Run one benchmark; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    names = parser.add_subparsers(dest="name", required=True)
    wer = names.add_parser("wer", help="word error rate of the engines")
    wer.add_argument("--data", type=Path, default=DATA, help="folder with more calls (audio/generated and so on)")
    wer.add_argument("--only", help="calls whose name contains this")
    wer.add_argument("--selftest", action="store_true", help="only the shipped ten seconds")
    wer.add_argument("--no-whisper", action="store_true", help="leave the slow second pass out")
    options = parser.parse_args(arguments)
    if options.name == "wer":
        from tests.bench.wer import run

        found = [references.selftest_call()] if options.selftest else references.calls(options.data)
        if options.only:
            found = [call for call in found if options.only in call.name]
        run(found, whisper=_has_whisper() and not options.no_whisper)
    return 0


def _has_whisper() -> bool:
    installed = any(model.name == "whisper-base" and model.installed for model in ModelStore().list())
    return installed and find_spec("faster_whisper") is not None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
