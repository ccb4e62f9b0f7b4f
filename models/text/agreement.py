"""How far the labels in dev/ can be trusted: python -m models.text.agreement [--data DIR]

Two readings against each other, by kind; the final labels against a second reader's, who labelled blind; and against what
other people said about the same lines: travellers' tweets were marked negative, neutral or positive, and forum comments with
emotions, by the makers of those data sets. Last, the agent lines: 300 of them drawn at random and labelled blind once more.
"""

from __future__ import annotations

import argparse
import collections
import sys
from collections.abc import Sequence
from pathlib import Path

from models.text.acts_dev import ActLine, ActLinesError
from models.text.acts_dev import load as load_acts
from models.text.dev_lines import DATA, FELT, TROUBLED, DevLine, DevLinesError, load
from models.text.heads import ACTS
from models.text.readers import sentiment
from models.text.scores import kappa
from models.text.sources import AIRLINE, GOEMOTIONS

SECOND_ACTS = Path(__file__).with_name("dev") / "agent_second_reader.tsv"
"""A second reader's labels of some agent lines, in the form of dev/agent_acts.tsv."""

OTHERS_WORDS = {
    "frustration": {"anger", "annoyance", "disapproval", "disgust"},
    "distress": {"sadness", "grief", "disappointment"},
    "anxiety": {"fear", "nervousness"},
    "shame": {"embarrassment", "remorse"},
    "confusion": {"confusion"},
    "easing": {"gratitude", "relief", "approval"},
}
"""GoEmotions' names for our kinds. They judge a comment, not a caller: "so sorry for your loss" is remorse or sadness there."""


def print_passes(lines: Sequence[DevLine]) -> None:
    """The two readings."""
    print(f"two readings by one reader, n={len(lines)} lines")
    for name in FELT:
        first, second = [name in x.first for x in lines], [name in x.second for x in lines]
        both = sum(a and b for a, b in zip(first, second, strict=True))
        print(
            f"  {name:12s} first {sum(first):4d} second {sum(second):4d} both {both:4d} kappa {kappa(first, second):.3f}"
        )
    same = sum(line.first == line.second for line in lines)
    print(
        f"  all kinds the same: {same} of {len(lines)} ({same / len(lines):.1%}); unclear {sum(x.unclear for x in lines)}"
    )


def print_second_reader(lines: Sequence[DevLine]) -> None:
    """The final labels against the blind second reader's: by kind, trouble against the rest, by data set."""
    print(f"final labels and a blind second reader, n={len(lines)} lines")
    for name in FELT:
        _print_pair(name, [name in x.kinds for x in lines], [name in x.second_reader for x in lines])
    trouble = frozenset(TROUBLED)
    _print_pair("trouble", [bool(trouble & x.kinds) for x in lines], [bool(trouble & x.second_reader) for x in lines])
    _print_pair("neutral", [not x.kinds for x in lines], [not x.second_reader for x in lines])
    same = [line for line in lines if line.kinds == line.second_reader]
    print(f"  all kinds the same: {_share(len(same), len(lines))}")
    for unclear in (False, True):
        some = sum(line.unclear == unclear for line in lines)
        agreed = sum(line.unclear == unclear for line in same)
        print(f"    {'unclear' if unclear else 'clear'}: {_share(agreed, some)}")
    agreed_by = collections.Counter(line.source for line in same)
    for source, n in collections.Counter(line.source for line in lines).items():
        print(f"    {source}: {_share(agreed_by[source], n)}")


def print_acts(table: Sequence[ActLine], second: Sequence[ActLine]) -> None:
    """The agent lines' labels against the blind second reader's, on the lines that both have.

    Raises:
        ActLinesError: the second reader has a line that is not in the table.
    """
    final = {line.text: line.acts for line in table}
    if gone := [line.text for line in second if line.text not in final]:
        raise ActLinesError(
            f"{SECOND_ACTS}: {gone[0]!r} is not among the agent lines; take it out or restore its wording"
        )
    print(f"agent lines and a blind second reader, n={len(second)} lines")
    for name in ACTS:
        _print_pair(name, [name in final[x.text] for x in second], [name in x.acts for x in second])
    _print_pair("none", [not final[x.text] for x in second], [not x.acts for x in second])
    print(f"  all acts the same: {_share(sum(final[x.text] == x.acts for x in second), len(second))}")


def _print_pair(name: str, final: Sequence[bool], second: Sequence[bool]) -> None:
    both = sum(a and b for a, b in zip(final, second, strict=True))
    print(f"  {name:18s} final {sum(final):4d} second {sum(second):4d} both {both:4d} kappa {kappa(final, second):.3f}")


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / max(whole, 1):.1%})"


def print_others(lines: Sequence[DevLine]) -> None:
    """Other people's labels."""
    tweets = [line for line in lines if line.source == AIRLINE]
    ours = [sentiment(dict.fromkeys(line.kinds, 1.0)) for line in tweets]
    same = sum(a == line.said for a, line in zip(ours, tweets, strict=True))
    print(
        f"against the makers of the data sets\n  tweets, three classes: {same} of {len(tweets)} ({same / len(tweets):.1%})"
    )
    for name in ("negative", "neutral", "positive"):
        pair = [a == name for a in ours], [line.said == name for line in tweets]
        print(f"    {name:9s} ours {sum(pair[0]):4d} theirs {sum(pair[1]):4d} kappa {kappa(*pair):.3f}")
    comments = [line for line in lines if line.source == GOEMOTIONS]
    print(f"  forum comments, n={len(comments)}")
    for name, words in OTHERS_WORDS.items():
        pair = [name in x.kinds for x in comments], [bool(words & set(x.said.split(","))) for x in comments]
        print(f"    {name:12s} ours {sum(pair[0]):4d} theirs {sum(pair[1]):4d} kappa {kappa(*pair):.3f}")


def print_counts(lines: Sequence[DevLine]) -> None:
    """How many lines of each kind, by half and by data set."""
    for half in ("tune", "aside"):
        some = [line for line in lines if line.split == half]
        counts = [f"{name} {sum(name in x.kinds for x in some)}" for name in FELT]
        print(f"{half}: n={len(some)}: {', '.join(counts)}, neutral {sum(not x.kinds for x in some)}")
    for source, n in collections.Counter(line.source for line in lines).items():
        print(f"  {source}: {n}, neutral {sum(not x.kinds for x in lines if x.source == source)}")


def main() -> None:
    """Print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    options = parser.parse_args()
    try:
        lines = load(options.data)
        acts, second = load_acts(), load_acts(SECOND_ACTS)
    except (DevLinesError, ActLinesError) as error:
        sys.exit(str(error))
    print_counts(lines)
    print_passes(lines)
    print_second_reader(lines)
    print_others(lines)
    try:
        print_acts(acts, second)
    except ActLinesError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
