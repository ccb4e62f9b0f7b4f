"""Which word was heard for which: the alignment behind word error rates, and splits and merges in it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from models.sounds import likeness

Kind = Literal["same", "other", "lost", "added"]

_TIE = 0.001
"""Among alignments with the same number of errors, the one whose replaced words sound most alike is taken."""
_BAND_WORDS = 80
"""How far what was heard may run ahead or behind, in words."""
_JOINED_ALIKE = 0.6
"""Two words count as one that was split (or the other way round) when, written together, they are at least this alike."""


@dataclass(frozen=True, slots=True)
class Step:
    """One word said, heard, or both.

    Attributes:
        kind: same, other (substitution), lost (deletion) or added (insertion).
        said: index into what was said; of the word before for an added one (-1 at the start).
        heard: index into what was heard; None for a lost word.
        half: this substitution or its neighbour is half of a split or a merge.
    """

    kind: Kind
    said: int
    heard: int | None
    half: Literal["", "split", "merge"] = ""


def align(said: Sequence[str], heard: Sequence[str]) -> list[Step]:
    """The alignment with the fewest errors, all three kinds at the same price.

    Args:
        said: words of the reference.
        heard: words of the recogniser.
    """
    cost = _costs(said, heard)
    steps: list[Step] = []
    row, column = len(said), len(heard)
    while row or column:
        here = cost[row][column] + 1e-6
        if row and column:
            price = _price(said[row - 1], heard[column - 1])
            if cost[row - 1][column - 1] + price <= here:
                row, column = row - 1, column - 1
                steps.append(Step("other" if price else "same", row, column))
                continue
        if row and cost[row - 1][column] + 1 <= here:
            row -= 1
            steps.append(Step("lost", row, None))
        else:
            column -= 1
            steps.append(Step("added", row - 1, column))
    return steps[::-1]


def with_splits(steps: Sequence[Step], said: Sequence[str], heard: Sequence[str]) -> list[Step]:
    """The same steps, with substitutions beside a lost or added word marked where the two are one word split or merged."""
    out = list(steps)
    for index, step in enumerate(steps):
        if step.kind not in ("lost", "added"):
            continue
        for near in (index - 1, index + 1):
            if not 0 <= near < len(out) or out[near].kind != "other" or out[near].half:
                continue
            if _is_half(step, out[near], said, heard, before=near > index):
                half: Literal["split", "merge"] = "merge" if step.kind == "lost" else "split"
                out[index], out[near] = replace(step, half=half), replace(out[near], half=half)
                break
    return out


def _is_half(step: Step, other: Step, said: Sequence[str], heard: Sequence[str], *, before: bool) -> bool:
    whole, part = said[other.said], heard[other.heard or 0]
    if step.kind == "lost":
        more = said[step.said]
        joined, target = (more + whole if before else whole + more), part
    else:
        more = heard[step.heard or 0]
        joined, target = (more + part if before else part + more), whole
    alike = likeness(joined, target)
    return alike >= _JOINED_ALIKE and alike > likeness(whole, part)


def _price(said: str, heard: str) -> float:
    return 0.0 if said == heard else 1.0 - _TIE * likeness(said, heard)


def _costs(said: Sequence[str], heard: Sequence[str]) -> list[list[float]]:
    """Costs of every pair of beginnings; infinite far from the diagonal, where no sensible alignment goes."""
    prices: dict[tuple[str, str], float] = {}
    width = len(heard) + 1
    rows = [[float(column) for column in range(width)]]
    slope = len(heard) / max(len(said), 1)
    band = max(_BAND_WORDS, round(2 * slope))
    for row, word in enumerate(said, 1):
        above, here = rows[-1], [math.inf] * width
        here[0] = float(row)
        middle = round(row * slope)
        for column in range(max(middle - band, 1), min(middle + band + 1, width)):
            pair = (word, heard[column - 1])
            price = prices.get(pair)
            if price is None:
                price = prices[pair] = _price(*pair)
            here[column] = min(above[column - 1] + price, above[column] + 1.0, here[column - 1] + 1.0)
        rows.append(here)
    return rows
