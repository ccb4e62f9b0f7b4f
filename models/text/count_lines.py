"""Counts the caller lines and prints some to read: python -m models.text.count_lines [--sample 40] [--seed 0]."""

from __future__ import annotations

import argparse
import collections
import random
import sys
from collections.abc import Sequence

from models.text.grammar import Line, LineError, is_dev, load
from models.text.heads import ACTS, KINDS, SITUATIONS
from models.text.spoken import spoken, written

MOST = 30
"""Expansions per template in the counts and samples."""


def labels(line: Line) -> list[str]:
    """What a line counts as."""
    if line.acts is not None:
        return [*(line.acts or ("no act",))]
    return [*(line.kinds or ("neutral",)), *line.situations, *(("safety",) if line.safety else ())]


def table(lines: Sequence[Line]) -> str:
    """Templates, templates of dev, distinct texts (at most MOST a template) and all ways, per label."""
    counts: dict[str, list[int]] = collections.defaultdict(lambda: [0, 0, 0, 0])
    for line in lines:
        texts = len(line.expansions(MOST))
        for label in ("all", *labels(line)):
            row = counts[label]
            row[0] += 1
            row[1] += is_dev(line.text)
            row[2] += texts
            row[3] += line.count
    order = [*KINDS, "neutral", *SITUATIONS, "safety", *ACTS, "no act", "all"]
    head = f"{'label':18}{'templates':>10}{'dev':>6}{f'texts (<={MOST})':>14}{'ways':>12}"
    return "\n".join([head, *(f"{n:18}{c[0]:10}{c[1]:6}{c[2]:14}{c[3]:12}" for n in order if (c := counts[n]))])


def sample(lines: Sequence[Line], wanted: int, seed: int) -> list[str]:
    """Lines as someone may say them, each with its labels."""
    draw = random.Random(seed)  # noqa: S311  (which lines to read)
    chosen = draw.sample(lines, min(wanted, len(lines)))
    return [
        f"{' '.join(labels(line)):32} {written(spoken(draw.choice(line.expansions(MOST)), draw))}" for line in chosen
    ]


def main() -> int:
    """Print the table and the sample."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=0, help="how many lines to print")
    parser.add_argument("--seed", type=int, default=0, help="of the sample")
    arguments = parser.parse_args()
    try:
        lines = load()
    except LineError as error:
        print(error, file=sys.stderr)
        return 1
    print(table(lines))
    print("\n".join(sample(lines, arguments.sample, arguments.seed)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
