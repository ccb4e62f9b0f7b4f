"""Make 0.5 decide: python -m models.text.calibrate

Writes `classes.toml` beside the exported model: for every class a scale and an offset. GoEmotions: the offset puts the
threshold of best F1 on its dev part at 0.5. Caller kinds: the same on the tuning half of our labelled lines, together with the
dev templates of our own lines. Situations: on the dev templates and on ordinary chat turns, which hold none. Safety: as low as
six false alarms in a thousand other lines of ours, near misses included, allow. Acts: best F1 on the tuning half of the
labelled agent lines and on dev templates; a slip is besides said of at most two in a thousand statements of meetings.
"""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np

from models.text import acts_dev
from models.text.corpus import agent_lines, own_lines, spare_statements
from models.text.data import Example, goemotions, multidogo
from models.text.dev_lines import load
from models.text.export import OUT
from models.text.forms import plain
from models.text.heads import HEADS, SLIPS, Head
from models.text.running import logits
from models.text.thresholds import Bools, Floats, best_threshold

ORDINARY = 4000
MAY_SHIP = "train/"
"""Where the labelled lines lie whose licence lets something that ships be chosen on them."""
FALSE_ALARMS = 0.006
"""Safety is said of so many of the dev lines of callers in other trouble, near misses among them."""
FALSE_SLIPS = 0.002
"""A slip is said of so many statements of meetings."""
LEAST = 5
"""A class that is rarer than this is left as trained."""


def truth(examples: list[Example], head: Head) -> Bools:
    """What holds, bool of shape (lines, classes)."""
    return np.array([[name in e.targets.get(head.name, ()) for name in head.classes] for e in examples])


def forms(examples: list[Example]) -> list[Example]:
    """Every other line bare: thresholds serve cased and unpunctuated text alike."""
    return [e if i % 2 else Example(plain(e.text), e.targets, e.weight) for i, e in enumerate(examples)]


def tuning(head: Head) -> list[Example]:
    """The lines a head's thresholds are chosen on."""
    if head.name == "emotion":
        return goemotions("dev")
    if head.name == "act":
        labelled, _ = acts_dev.split(acts_dev.load())
        return agent_lines(dev=True)[::3] + [Example(line.text, {"act": line.acts}) for line in labelled]
    turns = sorted({t for t in multidogo("train") if 3 <= len(t.split()) <= 40})
    random.Random(11).shuffle(turns)  # noqa: S311
    nothing: frozenset[str] = frozenset()
    lines = own_lines(dev=True)
    if head.name == "kind":
        return lines[::3] + _tuning_lines()
    return lines + [Example(t, {head.name: nothing}) for t in turns[:ORDINARY]]


def _tuning_lines() -> list[Example]:
    return [Example(line.text, {"kind": line.kinds}) for line in load(split="tune") if line.source.startswith(MAY_SHIP)]


def thresholds(head: Head, folder: Path) -> dict[str, float]:
    """Logit from which each class is said to hold."""
    examples = forms(tuning(head))
    scores: Floats = logits(folder, [e.text for e in examples])[head.name]
    holds = truth(examples, head)
    if head.name == "safety":
        # It comes at once and without limit, so the other hard lines, not the calm turns, say how low it may go.
        other = scores[~holds[:, 0], 0][: (~holds[: len(own_lines(dev=True)), 0]).sum()]
        return {"safety": float(np.quantile(other, 1.0 - FALSE_ALARMS))}
    least = dict.fromkeys(head.classes, -np.inf)
    if head.name == "act":
        calm = logits(folder, [e.text for e in forms(spare_statements())])["act"]
        least |= {n: np.quantile(calm[:, head.classes.index(n)], 1.0 - FALSE_SLIPS) for n in SLIPS}
    return {
        name: max(best_threshold(holds[:, i], scores[:, i]), float(least[name])) if holds[:, i].sum() >= LEAST else 0.0
        for i, name in enumerate(head.classes)
    }


def main() -> None:
    """Choose and write."""
    lines = ["# Made by models/text/calibrate.py. Probability = sigmoid(scale * logit + offset); 0.5 decides."]
    for head in HEADS:
        lines += ["", f"[head.{head.name}]"]
        for name, threshold in thresholds(head, OUT).items():
            lines.append(f"{name} = {{ scale = 1.0, offset = {-threshold:.2f} }}")
    (OUT / "classes.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
