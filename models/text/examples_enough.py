"""Are three examples enough? python -m models.text.examples_enough

Every situation in turn is treated as one that nobody trained: three sentences of it, drawn from our own training lines, stand
for a supervisor's examples, and the dev templates and ordinary chat turns are searched by meaning alone. Prints recall, false
finds among the other dev lines and among calm turns, by the cosine from which a line counts; `ALIKE_FROM` in
assist/cues/playbooks.py is chosen here.
"""

from __future__ import annotations

import random

import numpy as np

from models.text.corpus import own_lines
from models.text.data import multidogo
from models.text.export import OUT
from models.text.heads import SITUATIONS
from models.text.running import logits

EXAMPLES, DRAWS, CALM = 3, 5, 2000
GRID = (0.40, 0.45, 0.50, 0.55, 0.60, 0.65, 0.70)


def main() -> None:
    """Measure and print."""
    train, dev = own_lines(dev=False), own_lines(dev=True)
    turns = sorted({t for t in multidogo("dev") if len(t.split()) >= 3})
    calm = random.Random(3).sample(turns, CALM)  # noqa: S311
    dev_points = logits(OUT, [e.text for e in dev])["embedding"]
    calm_points = logits(OUT, calm)["embedding"]
    found = {limit: [0, 0, 0, 0, 0, 0] for limit in GRID}
    for number, name in enumerate(SITUATIONS):
        own = [e.text for e in train if name in e.targets["situation"]]
        holds = np.array([name in e.targets["situation"] for e in dev])
        for draw in range(DRAWS):
            chosen = random.Random(100 * number + draw).sample(own, EXAMPLES)  # noqa: S311
            points = logits(OUT, chosen)["embedding"]
            near, near_calm = (dev_points @ points.T).max(1), (calm_points @ points.T).max(1)
            for limit, counts in found.items():
                said = near >= limit
                for i, value in enumerate(
                    (said & holds, holds, said & ~holds, ~holds, near_calm >= limit, np.ones(len(calm), bool))
                ):
                    counts[i] += int(value.sum())
    print(f"{len(SITUATIONS)} situations, {DRAWS} draws of {EXAMPLES} examples, dev n={len(dev)}, calm n={len(calm)}")
    for limit, (hit, all_hits, false, rest, alarms, quiet) in found.items():
        print(
            f"from {limit:.2f}: recall {hit / all_hits:.3f}, other dev lines {false / rest:.4f}, calm {alarms / quiet:.4f}"
        )


if __name__ == "__main__":
    main()
