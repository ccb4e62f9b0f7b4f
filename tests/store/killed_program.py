"""Writes a call into a store until it is killed, telling what it has taken: `python -m tests.store.killed_program FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from assist.store.call import NewCall
from assist.store.store import Store
from tests.store.making import BEGAN, long_call


def main(folder: Path) -> None:
    writer = Store.open(folder).begin(NewCall(BEGAN))
    print("began", flush=True)
    for step, events in enumerate(long_call(600.0)):
        writer.take(events)
        print(step, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
