"""Does calm talk stay calm, and are complaints heard: python -m models.text.calm [--reader rules] [--vader] [--worst 10]

Customer turns of service chats (train/multidogo_turns_dev) are ordinary and calm: the share of them in which a reader finds a
kind that may raise the tension, at 0.5, should be near nothing. Tweets to airlines (measured only) are negative, neutral or
positive: trouble is negative, easing positive. Both as written, lower-case unpunctuated and misheard.
"""

from __future__ import annotations

import argparse
import collections
from collections.abc import Sequence
from pathlib import Path

from models.text.dev_lines import DATA, TROUBLED
from models.text.forms import forms, vocabulary
from models.text.readers import Kinds, reader, sentiment, three_way, trouble, vader, vader_sentiment
from models.text.scores import mean, score
from models.text.sources import airline, multidogo


def calm_line(texts: Sequence[str], said: Sequence[Kinds]) -> str:
    """How many of all turns were called troubled, and as what."""
    raised = [kinds for kinds in said if trouble(kinds) >= 0.5]
    names = collections.Counter(name for kinds in raised for name in TROUBLED if kinds.get(name, 0.0) >= 0.5)
    parts = ", ".join(f"{name} {names[name]}" for name in TROUBLED)
    return f"{len(raised)} of {len(texts)} = {100 * len(raised) / max(len(texts), 1):.2f} per 100 ({parts})"


def sentiment_line(truth: Sequence[str], said: Sequence[str]) -> str:
    """Macro-F1 over three classes and its parts."""
    scores = {name: score(*pair) for name, pair in three_way(truth, said).items()}
    parts = ", ".join(f"{name} n={found.count} F1={found.f1:.3f}" for name, found in scores.items())
    return f"macro-F1 {mean([found.f1 for found in scores.values()]):.3f} ({parts})"


def main() -> None:
    """Read everything and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--reader", default="rules", help="rules, or module:class with read_caller")
    parser.add_argument("--vader", action="store_true")
    parser.add_argument("--limit", type=int, default=0, help="only so many lines of each")
    parser.add_argument("--worst", type=int, default=0, help="print so many calm turns that were called troubled")
    options = parser.parse_args()
    read = reader(options.reader)
    compound = vader() if options.vader else None
    turns = [line.text for line in multidogo(options.data)][: options.limit or None]
    tweets = list(airline(options.data))[: options.limit or None]
    words = vocabulary(options.data)
    for form, texts in forms(turns, words).items():
        said = [read(text) for text in texts]
        print(f"calm turns, {form}, {options.reader}: {calm_line(texts, said)}")
        if compound is not None:
            negative = sum(vader_sentiment(compound(text)) == "negative" for text in texts)
            print(f"calm turns, {form}, VADER negative: {negative} = {100 * negative / max(len(texts), 1):.2f} per 100")
        surest = sorted(zip((trouble(kinds) for kinds in said), texts, strict=True), reverse=True)
        for probability, text in surest[: options.worst]:
            print(f"    {probability:.2f} {text[:100]}")
    truth = [line.kind for line in tweets]
    if compound is not None:
        line = sentiment_line(truth, [vader_sentiment(compound(tweet.raw)) for tweet in tweets])
        print(f"tweets with their @names (one airline's is a word VADER likes), VADER: {line}")
    for form, texts in forms([line.text for line in tweets], words).items():
        print(f"tweets, {form}, {options.reader}: {sentiment_line(truth, [sentiment(read(text)) for text in texts])}")
        if compound is not None:
            line = sentiment_line(truth, [vader_sentiment(compound(text)) for text in texts])
            print(f"tweets, {form}, VADER: {line}")


if __name__ == "__main__":
    main()
