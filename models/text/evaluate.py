"""The text model's figures: python -m models.text.evaluate [--out models/text/figures.toml]

GoEmotions test (original, Ekman, group), our labelled caller lines (the half kept aside), the dev templates of our own lines,
airline tweets, and calm support-chat turns; each cased, lower-case without punctuation, and misheard. Runs the exported int8
model as the program does, one line at a time. Thresholds come from models/text/calibrate.py and are not touched here.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from models.telephone_calls import SHARED
from models.text.calibrate import truth
from models.text.corpus import own_lines
from models.text.data import Example, goemotions, multidogo
from models.text.dev_lines import load
from models.text.export import OUT
from models.text.forms import forms, vocabulary
from models.text.heads import EKMAN, EMOTIONS, GROUPS, HEADS, KINDS
from models.text.running import logits
from models.text.scores import area
from models.text.sources import airline
from models.text.thresholds import Bools, Floats, best_threshold, f1, macro_f1

TROUBLED = [KINDS.index(name) for name in ("frustration", "distress", "anxiety", "shame")]
EASING = KINDS.index("easing")


class Model:
    """The exported model with its calibration."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        table = tomllib.loads((folder / "classes.toml").read_text(encoding="utf-8"))["head"]
        self._known: dict[int, dict[str, Floats]] = {}
        self.offsets = {h.name: np.array([table[h.name][c]["offset"] for c in h.classes]) for h in HEADS}

    def scores(self, texts: Sequence[str]) -> dict[str, Floats]:
        """Logits by head; 0 decides."""
        key = hash(tuple(texts))
        if key not in self._known:
            found = logits(self.folder, texts)
            self._known[key] = {name: found[name] + offset for name, offset in self.offsets.items()}
        return self._known[key]


def grouped(table: Mapping[str, Sequence[str]], scores: Floats) -> Floats:
    """Score of a group of emotions: that of its strongest member; `neutral` is a group of its own."""
    columns = [[EMOTIONS.index(name) for name in names] for names in table.values()] + [[EMOTIONS.index("neutral")]]
    return np.stack([scores[:, members].max(1) for members in columns], 1)


def group_truth(table: Mapping[str, Sequence[str]], holds: Bools) -> Bools:
    """The same of what holds."""
    return grouped(table, holds.astype(float)) > 0.5


def calm_turns() -> list[str]:
    """Ordinary turns of support chats."""
    return [turn for turn in multidogo("dev") if turn.strip()]


def emotion_rows(model: Model, words: Sequence[tuple[str, int]]) -> list[list[str]]:
    """GoEmotions test, thresholds of the groups from dev."""
    head = next(h for h in HEADS if h.name == "emotion")
    dev, test = goemotions("dev"), goemotions("test")
    on_dev, dev_holds = model.scores([e.text for e in dev])["emotion"], truth(dev, head)
    limits = {}
    for name, table in (("Ekman", EKMAN), ("group", GROUPS)):
        holds, scores = group_truth(table, dev_holds), grouped(table, on_dev)
        limits[name] = np.array([best_threshold(holds[:, i], scores[:, i]) for i in range(holds.shape[1])])
    holds = truth(test, head)
    rows = []
    for form, texts in forms([e.text for e in test], words).items():
        scores = model.scores(texts)["emotion"]
        row = [form, str(len(test)), f"{macro_f1(holds, scores >= 0):.3f}"]
        for name, table in (("Ekman", EKMAN), ("group", GROUPS)):
            row.append(f"{macro_f1(group_truth(table, holds), grouped(table, scores) >= limits[name]):.3f}")
        rows.append(row)
    return rows


def kind_rows(model: Model, words: Sequence[tuple[str, int]], lines: Sequence[Example]) -> list[list[str]]:
    """F1 of every kind, their mean, and trouble against the rest."""
    head = next(h for h in HEADS if h.name == "kind")
    holds = truth(list(lines), head)
    trouble: Bools = np.asarray(holds[:, TROUBLED].any(1))
    rows = []
    for form, texts in forms([e.text for e in lines], words).items():
        scores = model.scores(texts)["kind"]
        said = scores >= 0
        parts = [f"{f1(holds[:, i], said[:, i]):.2f}" for i in range(len(KINDS))]
        troubled = scores[:, TROUBLED].max(1)
        rows.append([form, str(len(lines)), f"{macro_f1(holds, said):.3f}", *parts, f"{f1(trouble, troubled >= 0):.3f}",
                     f"{area(trouble.tolist(), troubled.tolist()):.3f}"])  # fmt: skip
    return rows


def other_rows(model: Model, words: Sequence[tuple[str, int]], name: str) -> list[list[str]]:
    """A head with few positive lines (situation, safety) on the dev templates: macro-F1, and false alarms on calm turns."""
    head = next(h for h in HEADS if h.name == name)
    lines = own_lines(dev=True)
    holds = truth(lines, head)
    calm = calm_turns()
    rows = []
    for (form, texts), quiet in zip(
        forms([e.text for e in lines], words).items(), forms(calm, words).values(), strict=True
    ):
        said = model.scores(texts)[name] >= 0
        false = int((model.scores(quiet)[name] >= 0).any(1).sum())
        recall = (said & holds).sum() / max(holds.sum(), 1)
        rows.append([form, str(len(lines)), f"{macro_f1(holds, said):.3f}", f"{recall:.3f}", f"{false} of {len(calm)}"])
    return rows


def tweet_rows(model: Model, words: Sequence[tuple[str, int]]) -> list[list[str]]:
    """Airline tweets: trouble is negative, easing positive, the rest neutral."""
    tweets = list(airline(SHARED / "data"))
    wanted = np.array([["negative", "neutral", "positive"].index(t.kind) for t in tweets])
    rows = []
    for form, texts in forms([t.text for t in tweets], words).items():
        scores = model.scores(texts)["kind"]
        troubled, easing = scores[:, TROUBLED].max(1), scores[:, EASING]
        said = np.where((troubled >= 0) & (troubled >= easing), 0, np.where(easing >= 0, 2, 1))
        each = [f1(wanted == i, said == i) for i in range(3)]
        rows.append([form, str(len(tweets)), f"{np.mean(each):.3f}", *(f"{value:.2f}" for value in each)])
    return rows


def calm_rows(model: Model, words: Sequence[tuple[str, int]]) -> list[list[str]]:
    """Calm support-chat turns called troubled, per 100."""
    calm = calm_turns()
    rows = []
    for form, texts in forms(calm, words).items():
        false = int((model.scores(texts)["kind"][:, TROUBLED].max(1) >= 0).sum())
        rows.append([form, str(len(calm)), f"{100 * false / len(calm):.2f}"])
    return rows


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=OUT)
    parser.add_argument("--only", default="", help="one table: emotion, kind, own, situation, safety, tweets, calm")
    options = parser.parse_args()
    model, words = Model(options.model), vocabulary(SHARED / "data")
    kinds = ("form", "n", "macro-F1", *KINDS, "trouble F1", "AUC")
    aside = [Example(line.text, {"kind": line.kinds}) for line in load(split="aside")]
    tables: dict[str, tuple[Sequence[str], Callable[[], list[list[str]]]]] = {
        "emotion": (("form", "n", "GoEmotions", "Ekman", "group"), lambda: emotion_rows(model, words)),
        "kind": (kinds, lambda: kind_rows(model, words, aside)),
        "own": (kinds, lambda: kind_rows(model, words, own_lines(dev=True))),
        "situation": (
            ("form", "n", "macro-F1", "recall", "false on calm"),
            lambda: other_rows(model, words, "situation"),
        ),
        "safety": (("form", "n", "F1", "recall", "false on calm"), lambda: other_rows(model, words, "safety")),
        "tweets": (("form", "n", "macro-F1", "negative", "neutral", "positive"), lambda: tweet_rows(model, words)),
        "calm": (("form", "n", "called troubled, per 100"), lambda: calm_rows(model, words)),
    }
    for name, (heads, rows) in tables.items():
        if options.only in ("", name):
            print(f"\n{name}\n| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
            for row in rows():
                print(f"| {' | '.join(row)} |", flush=True)


if __name__ == "__main__":
    main()
