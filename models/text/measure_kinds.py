"""Measure a reader on the labelled lines: python -m models.text.measure_kinds [--reader rules] [--half aside] [--worst 10]

Prints, as written, lower-case unpunctuated and misheard: F1 by kind at 0.5, their mean over the six kinds and with neutral as a
seventh, and trouble against the rest. `--vader` prints VADER's trouble (compound at most -0.05) beside it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from models.text.dev_lines import DATA, FELT, TROUBLED, DevLine, DevLinesError, load
from models.text.forms import forms, vocabulary
from models.text.readers import VADER_NEGATIVE, Kinds, reader, trouble, vader
from models.text.scores import area, mean, score


def decided(kinds: Kinds) -> frozenset[str]:
    """The kinds that 0.5 decides for."""
    return frozenset(name for name in FELT if kinds.get(name, 0.0) >= 0.5)


def print_kinds(lines: Sequence[DevLine], said: Sequence[Kinds]) -> None:
    """F1 by kind and the averages."""
    sets = [decided(kinds) for kinds in said]
    scores = {name: score([name in x.kinds for x in lines], [name in x for x in sets]) for name in FELT}
    neutral = score([not x.kinds for x in lines], [not x for x in sets])
    for name, found in {**scores, "neutral": neutral}.items():
        print(f"  {name:12s} n={found.count:4d} P={found.precision:.3f} R={found.recall:.3f} F1={found.f1:.3f}")
    six = mean([found.f1 for found in scores.values()])
    seven = mean([*(found.f1 for found in scores.values()), neutral.f1])
    print(f"  macro-F1 of the six kinds {six:.3f}, with neutral {seven:.3f}")


def print_trouble(name: str, truth: Sequence[bool], value: Sequence[float], said: Sequence[bool]) -> None:
    """One line on trouble against the rest."""
    yes, no = score(truth, said), score([not t for t in truth], [not s for s in said])
    print(
        f"  trouble or not, {name}: macro-F1 {mean([yes.f1, no.f1]):.3f}"
        f" (trouble n={yes.count} P={yes.precision:.3f} R={yes.recall:.3f} F1={yes.f1:.3f}), AUC {area(truth, value):.3f}"
    )


def print_worst(lines: Sequence[DevLine], said: Sequence[Kinds], count: int) -> None:
    """The surest mistakes."""
    wrong = [
        (max(abs(kinds.get(name, 0.0) - (name in line.kinds)) for name in FELT), line, decided(kinds))
        for line, kinds in zip(lines, said, strict=True)
        if decided(kinds) != line.kinds
    ]
    for _, line, kinds in sorted(wrong, key=lambda item: -item[0])[:count]:
        print(f"    is {','.join(sorted(line.kinds)) or '-'}, said {','.join(sorted(kinds)) or '-'}: {line.text[:90]}")


def main() -> None:
    """Load, read, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--reader", default="rules", help="rules, or module:class with read_caller")
    parser.add_argument("--half", choices=("tune", "aside", "all"), default="all")
    parser.add_argument("--misheard", action="store_true", help="with recognition errors too")
    parser.add_argument("--vader", action="store_true")
    parser.add_argument("--worst", type=int, default=0, help="print so many mistakes")
    options = parser.parse_args()
    try:
        lines = load(options.data, None if options.half == "all" else options.half)
    except DevLinesError as error:
        sys.exit(str(error))
    read = reader(options.reader)
    compound = vader() if options.vader else None
    truth = [bool(line.kinds & set(TROUBLED)) for line in lines]
    words = vocabulary(options.data) if options.misheard else []
    for form, texts in forms([line.text for line in lines], words).items():
        said = [read(text) for text in texts]
        print(f"{form}, {options.half}, n={len(lines)}")
        print_kinds(lines, said)
        values = [trouble(kinds) for kinds in said]
        print_trouble(options.reader, truth, values, [value >= 0.5 for value in values])
        if compound is not None:
            negative = [-compound(text) for text in texts]
            print_trouble("VADER", truth, negative, [value >= -VADER_NEGATIVE for value in negative])
        print_worst(lines, said, options.worst)


if __name__ == "__main__":
    main()
