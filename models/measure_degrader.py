"""Real recognition errors on telephone calls beside made ones: python -m models.measure_degrader [--fit]

Real: Moonshine tiny, through the program's own stages, on every telephone recording there is. What was said comes from
Whisper base on each whole side, from a person where one wrote it down, and exactly from the script of made calls.
Made: `models.degrade.Degrader` on the same words. The odds are chosen on some recordings and checked on others.
"""

from __future__ import annotations

import argparse
import collections
import csv
import gzip
import sys
from collections.abc import Sequence
from pathlib import Path

from assist.modelstore import ModelStore
from models.degrade import ODDS_FILE, Degrader, Rates, shipped_rates
from models.error_tables import commonest, print_side_by_side
from models.fit_degrader import fit, severity_for, write
from models.recognition_errors import Fate, fates
from models.telephone_words import Side, hear, load, save

DATA = Path(__file__).parents[2] / "shared" / "data"
CHOSEN = ("auto_repairs_40", "telephone_30s", "two_speakers_8k_a", "sales_call_mono")
"""Fitted on these, checked on the other real recordings; what ships is then fitted on all of them."""
WANTED = {"clean": 0.10, "third": 1 / 3}
REPEATS = 5
"""Seeds whose made errors are put together, so that chance does not blur the comparison."""
CONFUSIONS_SHOWN = 25
QUICK_REPEATS = 4

Vocabulary = tuple[tuple[str, int], ...]


def vocabulary(train: Path) -> Vocabulary:
    """The most common words of the meetings and the service chats that may train, with counts."""
    counts: collections.Counter[str] = collections.Counter()
    with gzip.open(train / "mrda_train.csv.gz", "rt", encoding="utf-8") as lines:
        for row in csv.reader(lines):
            counts.update(part.split("+", 2)[2] for part in row[5].split("|") if part.count("+") >= 2)
    kept = ((word.replace("_", ""), n) for word, n in counts.items() if word[:1].isalpha() and not word.endswith("-"))
    return tuple(sorted(kept, key=lambda item: (-item[1], item[0]))[:4000])


def real(sides: Sequence[Side]) -> list[Fate]:
    """What became of all words of some recordings."""
    return [fate for side in sides for fate in side.fates()]


def made(sides: Sequence[Side], words: Vocabulary, rates: Rates, repeats: int = REPEATS) -> list[Fate]:
    """What the Degrader makes of the same words."""
    found: list[Fate] = []
    for seed in range(repeats):
        degrader = Degrader(words, rates, seed)
        for side in sides:
            found += fates(side.said, [word.text for word in degrader.words(side.said)])
    return found


def error_rate(found: Sequence[Fate]) -> float:
    """Substitutions, deletions and insertions per word said."""
    return sum((fate.kind != "same") + len(fate.added) + (fate.half == "split") for fate in found) / max(len(found), 1)


def quick_rate(sides: Sequence[Side], words: Vocabulary, rates: Rates) -> float:
    """Error rate as the Degrader made it, without alignment: a little above the one that is counted, and much faster."""
    errors = said = 0
    for seed in range(QUICK_REPEATS):
        degrader = Degrader(words, rates, seed)
        for side in sides:
            texts = {word.start: word.text for word in side.said}
            heard = degrader.words(side.said)
            kept = sum(texts.get(word.start) == word.text for word in heard)
            errors += len(texts) - kept + sum(word.start not in texts for word in heard)
            said += len(texts)
    return errors / said


def fitted(sides: Sequence[Side], words: Vocabulary) -> tuple[Rates, dict[str, float]]:
    """Rates and the severities with the wanted error rates."""
    found = real(sides)
    rates = fit(found)
    counted = error_rate(made(sides, words, rates, repeats=2)) / quick_rate(sides, words, rates)
    severities = {
        name: severity_for(wanted / counted, rates, lambda tried: quick_rate(sides, words, tried))
        for name, wanted in (("fitted", error_rate(found)), *WANTED.items())
    }
    return rates, severities


def main(arguments: Sequence[str]) -> int:
    """Measure, print and, with --fit, write the odds."""
    parser = argparse.ArgumentParser(prog="python -m models.measure_degrader", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder with audio/ and train/")
    parser.add_argument("--words", type=Path, help="keep what was heard in this file, or read it if it is there")
    parser.add_argument("--repeats", type=int, default=REPEATS, help="seeds of the made errors")
    parser.add_argument("--fit", action="store_true", help="fit again and write models/degrader.toml")
    options = parser.parse_args(arguments)
    if not (options.data / "audio").is_dir():
        print(f"there are no recordings in {options.data / 'audio'}: name their folder with --data", file=sys.stderr)
        return 2
    if options.words and options.words.is_file():
        sides = load(options.words)
    else:
        sides = list(hear(options.data / "audio", ModelStore()))
        if options.words:
            save(options.words, sides)
    words = vocabulary(options.data / "train")
    from_calls = [side for side in sides if side.reference != "made"]
    _print_recordings(sides)
    if options.fit:
        _fit(from_calls, words)
    _print_comparison(sides, from_calls, words, options.repeats)
    return 0


def _fit(from_calls: Sequence[Side], words: Vocabulary) -> None:
    chosen = [side for side in from_calls if side.call in CHOSEN]
    others = [side for side in from_calls if side.call not in CHOSEN]
    rates, severities = fitted(chosen, words)
    print("\nFitted on " + ", ".join(CHOSEN) + "; checked on the others (severity as fitted)\n")
    tried = Rates(rates.other, rates.lost, rates.added, rates.bands, rates.shares, severities["fitted"])
    print_side_by_side(
        (
            ("chosen: real", real(chosen)),
            ("chosen: made", made(chosen, words, tried)),
            ("others: real", real(others)),
            ("others: made", made(others, words, tried)),
        )
    )
    rates, severities = fitted(from_calls, words)
    write(
        ODDS_FILE,
        rates,
        severities,
        f"Fitted to {len(real(from_calls))} words of {len(from_calls)} sides of real recordings.",
    )


def _print_recordings(sides: Sequence[Side]) -> None:
    print(f"{'recording':<32}{'side':<10}{'reference':<11}{'words':>6}{'error rate':>12}")
    for side in sides:
        print(
            f"{side.call:<32}{side.speaker:<10}{side.reference:<11}{len(side.said):>6}{error_rate(side.fates()):>12.1%}"
        )


def _print_comparison(sides: Sequence[Side], from_calls: Sequence[Side], words: Vocabulary, repeats: int) -> None:
    exact = [side for side in sides if side.reference == "made"]
    made_third = made(from_calls, words, shipped_rates("third"), repeats)
    print("\nWhat ships\n")
    print_side_by_side(
        (
            ("real calls", real(from_calls)),
            ("made, fitted", made(from_calls, words, shipped_rates("fitted"), repeats)),
            ("made, third", made_third),
            ("made, clean", made(from_calls, words, shipped_rates("clean"), repeats)),
            ("real, made calls", real(exact)),
        )
    )
    print(f"\nThe {CONFUSIONS_SHOWN} most common errors: real, and made at 'third'\n")
    pairs = zip(commonest(real(from_calls), CONFUSIONS_SHOWN), commonest(made_third, CONFUSIONS_SHOWN), strict=False)
    for one, other in pairs:
        print(f"{one[0]:>14} -> {one[1]:<14}{one[2]:>5}      {other[0]:>14} -> {other[1]:<14}{other[2]:>5}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
