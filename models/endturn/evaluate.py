"""Measure the end-of-turn model: python -m models.endturn.evaluate [--calls FOLDER] [--ring-only]

On the kept-aside MRDA meetings and on Switchboard telephone calls as `../shared/eval/switchboard.py export` writes them
(CTM): every tenth call but the 100 whose id has the smallest SHA-256. Those calls are measured, never trained on;
recognition errors are drawn from the MRDA vocabulary.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

from assist.cues.finished import shipped_end_of_turn
from assist.events import TimedWord
from assist.profile.schema import Conversation
from assist.session.ctm import read_ctm
from models.degrade import Degrader
from models.endturn.examples import Example, examples, meeting_words, vocabulary
from models.endturn.measuring import calibration, ring, table
from models.overlap.mrda import is_kept_aside
from models.telephone_calls import CALLS, SHARED, export

HELD = 100
EVERY = 10
LIKELY = (0.25, 0.3, 0.35, 0.4)


def chosen_calls(folder: Path) -> list[Path]:
    """The calls that are measured."""
    calls = sorted(folder.glob("*.ctm"))
    held = set(sorted(calls, key=lambda path: hashlib.sha256(path.stem.encode()).hexdigest())[:HELD])
    return [path for path in calls if path not in held][::EVERY]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=SHARED / "data" / "train" / "mrda_train.csv.gz")
    parser.add_argument("--calls", type=Path, default=CALLS)
    parser.add_argument("--ring-only", action="store_true", help="only what the ring would show")
    options = parser.parse_args()
    everyone = meeting_words(options.data)
    misheard = vocabulary(everyone)
    found: dict[str, list[Example]] = {"meetings": [], "telephone": []}
    for seed, (meeting, people) in enumerate(everyone.items()):
        if is_kept_aside(meeting):
            found["meetings"].extend(examples(people, Degrader(misheard, seed=seed)))
    for path in chosen_calls(export(options.calls)):
        sides: dict[str, list[TimedWord]] = {str(side): words for side, words in read_ctm(path).items()}
        found["telephone"].extend(examples(sides, Degrader(misheard, seed=int(path.stem))))
    estimate = shipped_end_of_turn()
    for name, pauses in found.items():
        if not options.ring_only:
            print(table(name, pauses, estimate))
            for words in ("said", "heard"):
                print(f"{name}, words {words}, probability -> share: {calibration(pauses, estimate, words)}")
        for beat_seconds in (1.0, 2.0):
            for likely in LIKELY:
                shown = ring(pauses, estimate, beat_seconds, Conversation().finished_probability, likely)
                print(f"{name}, beat {beat_seconds:g} s, nearly over green from {likely}: {shown}")


if __name__ == "__main__":
    main()
