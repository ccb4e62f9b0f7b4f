"""Scores of acts and slips: what a reading decides for, per class precision, recall and F1, and how tables are printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from assist.cues.classifier import AgentReader
from models.text.heads import ACTS
from models.text.scores import Score, mean, score

GOOD, SLIPS = ACTS[:5], ACTS[5:]
DECIDES = 0.5
MOST_WORDS = 35
"""Longer texts are read in stretches, as the program cuts them where a speaker pauses."""

Acts = frozenset[str]


def decided(reading: Mapping[str, float]) -> Acts:
    """The acts that 0.5 decides for."""
    return frozenset(name for name in ACTS if reading.get(name, 0.0) >= DECIDES)


def slips(acts: Iterable[str]) -> list[str]:
    """The slips among some acts, in the order of the guide."""
    found = set(acts)
    return [name for name in SLIPS if name in found]


def names(acts: Iterable[str]) -> str:
    """Acts for people to read, `-` for none."""
    found = set(acts)
    return ",".join(name for name in ACTS if name in found) or "-"


def strongest(readings: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """Several readings as one: of each act the highest probability."""
    best = dict.fromkeys(ACTS, 0.0)
    for reading in readings:
        for name in ACTS:
            best[name] = max(best[name], reading.get(name, 0.0))
    return best


def stretches(text: str, most: int = MOST_WORDS) -> list[str]:
    """A text in stretches of whole sentences, of at most so many words unless one sentence is longer.

    Args:
        text: with punctuation.
        most: words.
    """
    out: list[str] = []
    count = 0
    sentence: list[str] = []
    words = text.split()
    for index, word in enumerate(words):
        sentence.append(word)
        if word.rstrip("\"')").endswith((".", "?", "!")) or index == len(words) - 1:
            if out and count + len(sentence) <= most:
                out[-1] += " " + " ".join(sentence)
                count += len(sentence)
            else:
                out.append(" ".join(sentence))
                count = len(sentence)
            sentence = []
    return out


def read_all(reader: AgentReader, texts: Iterable[str]) -> list[dict[str, float]]:
    """Every text by itself, as it is."""
    return [{str(name): p for name, p in reader.read_agent(text).items()} for text in texts]


def read_long(reader: AgentReader, text: str) -> dict[str, float]:
    """A text of any length, stretch by stretch; every act counts where it is surest."""
    return strongest(read_all(reader, stretches(text)))


def by_class(truth: Sequence[Acts], said: Sequence[Acts]) -> dict[str, Score]:
    """Every class of the guide, decided against labelled."""
    return {name: score([name in t for t in truth], [name in s for s in said]) for name in ACTS}


def macro(scores: Mapping[str, Score]) -> float:
    """The mean F1."""
    return mean([one.f1 for one in scores.values()])


def print_table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """One table as Markdown."""
    print(f"\n{title}\n\n| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    for row in rows:
        print(f"| {' | '.join(row)} |", flush=True)


def print_classes(title: str, truth: Sequence[Acts], columns: Mapping[str, Sequence[Acts]]) -> None:
    """Precision, recall and F1 of every class and their mean, a column for each way the same lines were read.

    Args:
        title: above the table.
        truth: what holds.
        columns: what was decided, by the column's name.
    """
    scored = {name: by_class(truth, said) for name, said in columns.items()}
    first = next(iter(scored.values()))
    rows = []
    for act in ACTS:
        cells = [f"{s[act].precision:.2f} {s[act].recall:.2f} **{s[act].f1:.2f}**" for s in scored.values()]
        rows.append([act, str(first[act].count), *cells])
    rows.append(["macro-F1", str(len(truth)), *(f"**{macro(s):.3f}**" for s in scored.values())])
    rows.append(["  of the five good acts", "", *(f"{mean([s[a].f1 for a in GOOD]):.3f}" for s in scored.values())])
    rows.append(["  of the eight slips", "", *(f"{mean([s[a].f1 for a in SLIPS]):.3f}" for s in scored.values())])
    quiet = [i for i, acts in enumerate(truth) if not acts]
    false = [sum(bool(slips(said[i])) for i in quiet) for said in columns.values()]
    rows.append(["slip in a line with nothing", str(len(quiet)), *(f"{n} of {len(quiet)}" for n in false)])
    print_table(f"{title} (precision, recall, **F1**)", ("class", "n", *scored), rows)
