"""What the words alone can tell: python -m models.overlap.ceiling [--split dev|held]

Two readers that know exactly what was said and where it was cut, on the reference's own onsets: the list of listener words
that the program knows, and one with hindsight, which gives every text the label that it has more often in the same calls.
What hindsight cannot tell apart ("yeah" that agrees and "yeah" that listens) nobody can from the words.
"""

from __future__ import annotations

import argparse
import collections
import json
import re

from assist.cues.backchannels import is_backchannel
from models.overlap.evaluate import f1_table
from models.telephone_calls import export, split


def main() -> None:
    """Read the onsets and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=("dev", "held"), default="dev")
    options = parser.parse_args()
    rows: list[tuple[str, bool]] = []
    for path in split(export(), options.split):
        for line in path.with_suffix(".onsets.jsonl").read_text().splitlines():
            onset = json.loads(line)
            rows.append((re.sub(r"\[[^\]]*\]", "", onset["text"]).strip(), onset["backchannel"]))
    counts: dict[str, collections.Counter[bool]] = collections.defaultdict(collections.Counter)
    for text, label in rows:
        counts[text][label] += 1
    readers = {
        "list of listener words": [is_backchannel(text) for text, _ in rows],
        "hindsight": [counts[text][True] > counts[text][False] for text, _ in rows],
        "hindsight, texts said once by the list": [
            counts[text][True] > counts[text][False] if counts[text].total() > 1 else is_backchannel(text)
            for text, _ in rows
        ],
    }
    for name, said in readers.items():
        macro, parts = f1_table(
            [(label, "backchannel" if yes else "interruption") for (_, label), yes in zip(rows, said, strict=True)]
        )
        print(f"{options.split}, {name}: n={len(rows)}: {parts} | macro-F1={macro:.3f}")


if __name__ == "__main__":
    main()
