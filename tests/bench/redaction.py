"""What redaction finds and what it takes too much, on hand-written lines: as typed, as recognised, and misheard."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assist.asr.redaction import redact
from assist.events import TimedWord
from assist.store.redact import Redactor
from assist.store.redaction.words import words_of
from models.degrade import Degrader, shipped_rates
from models.text.forms import vocabulary
from tests.bench.figures import print_table
from tests.store.gold_lines import GoldLine, gold_lines, misheard, unpunctuated

LEFT = 0.25
"""A misheard span counts as hidden if no more than this part of its digits (or words, where it has none) is left."""

Marked = list[str | None]
"""For each word the kind and number of what hides it, or None."""


@dataclass(slots=True)
class Score:
    """Counts by kind, and over all words."""

    spans: Counter[str] = field(default_factory=Counter)
    whole: Counter[str] = field(default_factory=Counter)
    hidden: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)
    marks: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    plain_lines: int = 0
    spoiled_lines: int = 0


def store_marks(line: GoldLine) -> Marked:
    """What the store hides."""
    marks = Redactor(names=True).marks(words_of(line.utterances()), asked=line.asked)
    return [f"{marks[i].kind} {marks[i].start}" if i in marks else None for i in range(len(line.words))]


def door_marks(line: GoldLine) -> Marked:
    """What is hidden before any event holds it."""
    marked = [after != word.text for word, after in zip(line.words, _through_the_door(line), strict=True)]
    return ["number 0" if one else None for one in marked]


def both_marks(line: GoldLine) -> Marked:
    """The store after the door."""
    after = _through_the_door(line)
    utterances: dict[int, list[str]] = {}
    for word, text in zip(line.words, after, strict=True):
        utterances.setdefault(word.utterance, []).append(text)
    count = max(utterances, default=0) + 1
    words = words_of([" ".join(utterances.get(number, [])) for number in range(count)])
    marks = Redactor(names=True).marks(words, asked=line.asked)
    return [
        f"{marks[i].kind} {marks[i].start}" if i in marks else "number 0" if after[i] != word.text else None
        for i, word in enumerate(line.words)
    ]


def _through_the_door(line: GoldLine) -> list[str]:
    out: list[str] = []
    for _, words in itertools.groupby(line.words, key=lambda word: word.utterance):
        out += [word.text for word in redact(tuple(TimedWord(text=w.text, start=0, end=1) for w in words))]
    return out


def score(lines: Sequence[GoldLine], marker: Callable[[GoldLine], Marked]) -> Score:
    """Compare marks with what must go."""
    out = Score()
    for line in lines:
        marks = marker(line)
        digits = [len(word.digits) for word in words_of(line.utterances())]
        for number, kind in enumerate(line.kinds):
            places = [i for i, word in enumerate(line.words) if word.span == number]
            weights = [digits[i] for i in places] if any(digits[i] for i in places) else [1] * len(places)
            if not places or (
                kind not in ("email", "address", "name", "dob", "postcode") and not any(digits[i] for i in places)
            ):
                continue  # nothing of it was heard
            left = sum(weight for i, weight in zip(places, weights, strict=True) if marks[i] is None)
            out.spans[kind] += 1
            out.whole[kind] += all(marks[i] is not None for i in places)
            out.hidden[kind] += left <= LEFT * sum(weights)
            out.named[kind] += any((marks[i] or "").split()[:1] == [kind] for i in places)
        for mark in dict.fromkeys(m for m in marks if m is not None):
            places = [i for i, m in enumerate(marks) if m == mark]
            kind = mark.split()[0]
            out.marks[kind] += 1
            out.right[kind] += 2 * sum(line.words[i].span is not None for i in places) > len(places)
        if not line.kinds:
            out.plain_lines += 1
            out.spoiled_lines += any(mark is not None for mark in marks)
    return out


def run(data: Path, half: str, *, misses: bool) -> None:
    """Measure and print.

    Args:
        data: folder with the meetings from which misheard words are drawn; without it nothing is misheard.
        half: `held`, or `dev`: the half that was looked at while the rules were written.
        misses: print what went wrong, of the other half only: a look at the held one would spoil it.
    """
    lines = [line for line in gold_lines() if line.half == half]
    plain = [unpunctuated(line) for line in lines]
    forms = {"as written": lines, "unpunctuated": plain}
    if data.exists():
        words = vocabulary(data)
        for severity in ("clean", "third"):
            forms[f"misheard, {severity}"] = misheard(plain, Degrader(words, shipped_rates(severity), seed=1))
    scores = {name: score(found, store_marks) for name, found in forms.items()}
    with_spans = sum(bool(line.kinds) for line in lines)
    print(f"{half} half: {len(lines)} lines, {with_spans} with something to hide, by hash of the line")
    _print_kinds(scores)
    markers = {"at the recogniser": door_marks, "in the store": store_marks, "both": both_marks}
    rows = []
    for (form, found), (name, marker) in itertools.product(forms.items(), markers.items()):
        rows.append([form, name, *_summary(score(found, marker))])
    heads = ("form", "where", "spans", "whole", "hidden", "marks", "precision", "named", "plain lines", "spoiled")
    print_table("All kinds", heads, rows, numbers_from=2)
    if misses and half == "dev":
        for name, found in forms.items():
            _print_misses(name, found)


def _print_kinds(scores: dict[str, Score]) -> None:
    kinds = sorted({kind for found in scores.values() for kind in (*found.spans, *found.marks)})
    rows = []
    for kind in kinds:
        cells = [kind]
        for found in scores.values():
            spans, marks = found.spans[kind], found.marks[kind]
            cells += [f"{found.hidden[kind]}/{spans}" if spans else "", f"{found.right[kind]}/{marks}" if marks else ""]
        rows.append(cells)
    heads = ["kind"]
    for name in scores:
        heads += [f"{name}: hidden", "right"]
    print_table("By kind: spans hidden of those there; marks that were right", heads, rows, numbers_from=1)


def _summary(found: Score) -> list[str]:
    spans, marks = found.spans.total(), found.marks.total()
    shares = (
        _share(found.whole.total(), spans), _share(found.hidden.total(), spans), str(marks),
        _share(found.right.total(), marks), _share(found.named.total(), spans),
    )  # fmt: skip
    return [str(spans), *shares, str(found.plain_lines), str(found.spoiled_lines)]


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


def _print_misses(name: str, lines: Sequence[GoldLine]) -> None:
    print(f"--- {name}")
    for line in lines:
        marks = store_marks(line)
        wrong = [i for i, word in enumerate(line.words) if (word.span is None) != (marks[i] is None)]
        if wrong:
            shown = [
                f"<{w.text}>" if w.span is not None and m is None else f"+{w.text}+" if w.span is None and m else w.text
                for w, m in zip(line.words, marks, strict=True)
            ]
            print(" ".join(shown), "|", sorted({m.split()[0] for m in marks if m}), line.kinds, f"({line.asked})")
