"""Tables of recognition errors, so that real and made ones can be put side by side."""

from __future__ import annotations

import collections
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from models.recognition_errors import FUNCTION_WORDS, LISTENER_WORDS, Fate, runs
from models.sounds import likeness

BAND_NAMES = ("0 to 0.2", "0.2 to 0.4", "0.4 to 0.6", "0.6 to 0.8", "0.8 to 1")


@dataclass(frozen=True, slots=True)
class Figure:
    """One line.

    Attributes:
        name: what it is.
        value: a share, or a number.
        n: of how many.
        share: print as per cent.
    """

    name: str
    value: float
    n: int
    share: bool = True

    def written(self) -> str:
        """The value as printed; a dash if there is nothing to measure."""
        if not self.n:
            return "-"
        return f"{self.value:.1%}" if self.share else f"{self.value:.2f}"


GROUPS: tuple[tuple[str, Callable[[Fate], bool]], ...] = (
    ("shorter than 0.15 s", lambda fate: fate.place.length == "short"),
    ("0.15 to 0.35 s", lambda fate: fate.place.length == "middle"),
    ("longer than 0.35 s", lambda fate: fate.place.length == "long"),
    ("function words", lambda fate: fate.place.function),
    ("content words", lambda fate: not fate.place.function),
    ("first of a stretch", lambda fate: fate.place.first and not fate.place.last),
    ("last of a stretch", lambda fate: fate.place.last and not fate.place.first),
    ("inside a stretch", lambda fate: not fate.place.first and not fate.place.last),
    ("alone, at most 0.6 s", lambda fate: fate.place.lone),
    ("listener words, anywhere", lambda fate: fate.said in LISTENER_WORDS),
    ("listener words, alone", lambda fate: fate.place.lone and fate.said in LISTENER_WORDS),
)


def figures(found: Sequence[Fate]) -> list[Figure]:
    """Every line of the table."""
    words = len(found)
    invented = sum(len(fate.added) for fate in found)
    splits = sum(fate.half == "split" for fate in found)
    merges = sum(fate.half == "merge" for fate in found if fate.kind == "lost")
    other, lost = (sum(fate.kind == kind for fate in found) for kind in ("other", "lost"))
    lines = [
        Figure("all errors (word error rate)", _share(other + lost + invented + splits, words), words),
        Figure("misheard", _share(other, words), words),
        Figure("lost", _share(lost, words), words),
        Figure("added, second halves of splits included", _share(invented + splits, words), words),
        Figure("heard as two", _share(splits, words), words),
        Figure("two heard as one", _share(merges, words), words),
    ]
    for name, belongs in GROUPS:
        group = [fate for fate in found if belongs(fate)]
        for kind, word in (("other", "misheard"), ("lost", "lost")):
            lines.append(Figure(f"{name}: {word}", _share(sum(f.kind == kind for f in group), len(group)), len(group)))
    return [*lines, *_bursts(found), *_alike(found)]


def _bursts(found: Sequence[Fate]) -> list[Figure]:
    lengths = runs(found)
    after: dict[bool, list[bool]] = {True: [], False: []}
    before: Fate | None = None
    for fate in found:
        if before is not None and not fate.begins:
            after[before.kind != "same"].append(fate.kind != "same")
        before = fate
    lines = [
        Figure("wrong after a wrong word", fmean(after[True] or [0]), len(after[True])),
        Figure("wrong after a right word", fmean(after[False] or [0]), len(after[False])),
        Figure("runs of errors: mean length, words", fmean(lengths or [0]), len(lengths), share=False),
    ]
    for name, low, high in (("1", 1, 1), ("2", 2, 2), ("3 or 4", 3, 4), ("5 to 8", 5, 8), ("9 or more", 9, 10**6)):
        lines.append(
            Figure(f"runs of {name}", _share(sum(low <= n <= high for n in lengths), len(lengths)), len(lengths))
        )
    return lines


def _alike(found: Sequence[Fate]) -> list[Figure]:
    pairs = [(fate.said, fate.heard) for fate in found if fate.kind == "other" and not fate.half]
    alike = [likeness(*pair) for pair in pairs]
    bands = collections.Counter(min(int(value * len(BAND_NAMES)), len(BAND_NAMES) - 1) for value in alike)
    lines = [Figure("likeness of sound, misheard words: mean", fmean(alike or [0]), len(alike), share=False)]
    lines.append(Figure("likeness of sound, misheard words: median", median(alike or [0]), len(alike), share=False))
    lines += [Figure(f"likeness {name}", _share(bands[i], len(alike)), len(alike)) for i, name in enumerate(BAND_NAMES)]
    for name, function in (("function", True), ("content", False)):
        group = [heard in FUNCTION_WORDS for said, heard in pairs if (said in FUNCTION_WORDS) == function]
        lines.append(Figure(f"misheard {name} word becomes a function word", fmean(group or [0]), len(group)))
    first = [said[:1] == heard[:1] for said, heard in pairs]
    lines.append(Figure("misheard word keeps its first letter", fmean(first or [0]), len(first)))
    difference = [len(heard) - len(said) for said, heard in pairs]
    lines.append(Figure("heard word is longer by, letters", fmean(difference or [0]), len(difference), share=False))
    return lines


def commonest(found: Iterable[Fate], most: int) -> list[tuple[str, str, int]]:
    """The most common confusions: said, heard, how often."""
    pairs = collections.Counter((fate.said, fate.heard or "(lost)") for fate in found if fate.kind != "same")
    return [(said, heard, n) for (said, heard), n in sorted(pairs.items(), key=lambda item: (-item[1], item[0]))[:most]]


def print_side_by_side(columns: Sequence[tuple[str, Sequence[Fate]]]) -> None:
    """Print several sets of words beside each other, each with its n."""
    tables = [figures(found) for _, found in columns]
    width = max(len(line.name) for line in tables[0])
    print(" " * width + "".join(f"  {name:>22}" for name, _ in columns))
    for rows in zip(*tables, strict=True):
        cells = "".join(f"  {row.written():>12} {'n=' + str(row.n):>9}" for row in rows)
        print(f"{rows[0].name:<{width}}{cells}")


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
