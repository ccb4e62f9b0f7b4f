"""Words as a recogniser would have heard them on the telephone: some lost, some misheard, some split, merged or invented.

The errors are shaped like those of Moonshine tiny on real telephone calls (models/DEGRADER.md): they come in bursts, and
many misheard words sound like what was said. The odds are in `degrader.toml`, fitted by
`python -m models.measure_degrader --fit`. The same seed gives the same errors.
"""

from __future__ import annotations

import bisect
import itertools
import math
import random
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assist.events import SAMPLE_RATE, TimedWord
from models.confusions import Confusions, confusions
from models.recognition_errors import Fortune, Place, places

LEAST_SPLIT_LETTERS = 5
ODDS_FILE = Path(__file__).with_name("degrader.toml")


@dataclass(frozen=True, slots=True)
class Rates:
    """How often a word is misheard, and how.

    Attributes:
        other: log-odds of a misheard against a right word, by feature (see `features`).
        lost: the same for a lost word.
        added: log-odds of an invented word, by feature.
        bands: share of misheard words by likeness of sound: 0 to 0.2, 0.2 to 0.4, ... 0.8 to 1.
        shares: `split`, of misheard words that are long enough; `merge`, of misheard words; `again`, of invented words that
            another one follows; `common`, the power of a word's count with which misheard words are drawn.
        severity: added to all log-odds; 0 is the real calls as they were.
    """

    other: Mapping[str, float]
    lost: Mapping[str, float]
    added: Mapping[str, float]
    bands: tuple[float, ...]
    shares: Mapping[str, float]
    severity: float = 0.0


def shipped_rates(severity: str = "third", path: Path = ODDS_FILE) -> Rates:
    """The fitted rates.

    Args:
        severity: `clean` (a tenth of the words wrong), `fitted` (the measured calls) or `third` (a third wrong).
        path: the odds.

    Raises:
        ValueError: there is no such severity.
    """
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    if severity not in table["severity"]:
        raise ValueError(f"there is no severity {severity!r}: choose one of {', '.join(table['severity'])}")
    shift = table["severity"][severity]
    return Rates(table["other"], table["lost"], table["added"], tuple(table["bands"]), table["shares"], shift)


def features(place: Place, before: Fortune, earlier: Fortune) -> tuple[str, ...]:
    """What the odds of a word depend on: its place and what became of the two words before it."""
    names = ["bias", place.length]
    names += [name for name in ("lone", "function", "first", "last") if getattr(place, name)]
    if not place.first:
        names += [f"after_{before}"] if before != "same" else []
        names += ["after_two"] if before != "same" and earlier != "same" else []
    elif before != "same":
        names.append("after_bad_stretch")
    return tuple(names)


@dataclass(slots=True)
class _Chances:
    """Probabilities of one situation, added up so that one random number decides."""

    lost: float
    wrong: float
    added: Mapping[Fortune, float]


class Degrader:
    """Makes recognition errors.

    Args:
        vocabulary: words to mishear into, with their counts.
        rates: how many and which; by default a third of the words is wrong, as on a bad telephone line.
        seed: of the errors.
    """

    def __init__(self, vocabulary: Iterable[tuple[str, int]], rates: Rates | None = None, seed: int = 0) -> None:
        self._rates = rates or shipped_rates()
        self._random = random.Random(seed)  # noqa: S311  (errors for training, not secrets)
        self._confusions: Confusions = confusions(tuple(vocabulary), self._rates.shares["common"])
        self._table: dict[tuple[Place, Fortune, Fortune], _Chances] = {}
        self._bands = tuple(itertools.accumulate(self._rates.bands))

    def words(self, words: Sequence[TimedWord]) -> list[TimedWord]:
        """The words as heard; times stay those of what was said.

        Args:
            words: of one side, sorted by start.
        """
        out: list[TimedWord] = []
        before: Fortune = "same"
        earlier: Fortune = "same"
        merged = False
        for index, (word, place) in enumerate(zip(words, places(words), strict=True)):
            if merged:  # its sound is already in the word before
                merged, earlier, before = False, before, "lost"
                continue
            chances = self._chances(place, before, earlier)
            roll = self._random.random()
            fortune: Fortune = "lost" if roll < chances.lost else "other" if roll < chances.wrong else "same"
            if fortune == "same":
                out.append(word)
            elif fortune == "other":
                following = None if place.last else words[index + 1]
                merged = self._mishear(word, following, out)
            chance = chances.added[fortune]
            while self._random.random() < chance:
                self._invent(word, out)
                chance = self._rates.shares["again"]
            earlier, before = before, fortune
        return out

    def text(self, text: str) -> str:
        """A line of text as heard."""
        step = SAMPLE_RATE // 3
        timed = [TimedWord(text=w, start=i * step, end=i * step + step * 3 // 4) for i, w in enumerate(text.split())]
        return " ".join(word.text for word in self.words(timed))

    def _chances(self, place: Place, before: Fortune, earlier: Fortune) -> _Chances:
        found = self._table.get((place, before, earlier))
        if found is None:
            names = features(place, before, earlier)
            rates = self._rates
            lost = math.exp(sum(rates.lost.get(name, 0.0) for name in names) + rates.severity)
            other = math.exp(sum(rates.other.get(name, 0.0) for name in names) + rates.severity)
            total = 1.0 + lost + other
            found = _Chances(lost / total, (lost + other) / total, self._added(place))
            self._table[place, before, earlier] = found
        return found

    def _added(self, place: Place) -> dict[Fortune, float]:
        odds = self._rates.added
        base = odds["bias"] + self._rates.severity + (odds["last"] if place.last else 0.0)
        kinds: tuple[Fortune, ...] = ("same", "other", "lost")
        return {kind: 1.0 / (1.0 + math.exp(-(base + odds.get(f"after_{kind}", 0.0)))) for kind in kinds}

    def _mishear(self, word: TimedWord, following: TimedWord | None, out: list[TimedWord]) -> bool:
        """Append what is heard for a word; True if that swallowed the following one."""
        roll = self._random.random()
        long = len(word.text) >= LEAST_SPLIT_LETTERS
        if roll < self._rates.shares["split"] * long:
            halves = self._confusions.split(word.text)
            if halves is not None:
                middle = (word.start + word.end) // 2
                out.append(replace(word, text=halves[0], end=max(middle, word.start + 1)))
                out.append(replace(word, text=halves[1], start=middle))
                return False
        elif roll < self._rates.shares["split"] * long + self._rates.shares["merge"] and following is not None:
            joined = self._confusions.merged(word.text, following.text, self._random)
            if joined is not None:
                out.append(replace(word, text=joined, end=following.end))
                return True
        band = min(bisect.bisect(self._bands, self._random.random()), len(self._bands) - 1)
        out.append(replace(word, text=self._confusions.misheard(word.text, band, self._random)))
        return False

    def _invent(self, word: TimedWord, out: list[TimedWord]) -> None:
        middle = (word.start + word.end) // 2
        text = self._confusions.common(self._random)
        if out and out[-1].end > middle:
            out[-1] = replace(out[-1], end=max(middle, out[-1].start + 1))
        start = max(middle, out[-1].end if out else middle)
        out.append(replace(word, text=text, start=start, end=max(word.end, start + 1)))
