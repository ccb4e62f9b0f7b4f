"""What was agreed, found by small rules in what was said: options taken, promises, sums, dates. Nothing is guessed.

    taken       an answer of the caller to options that the agent named within the two turns before it
    promised    a sentence of the agent about what the agent will do, no question
    undertaken  a sentence of the caller about what the caller will do, once options were named
    amounts and dates: those in the agent's sentences from the first option or promise on, and in the caller's of the above

The rules are in `assist/data/rules/en_agreed.toml`. Every text is redacted before it is looked at.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assist.events import Speaker
from assist.session.transcript import Turn
from assist.store.redact import Redactor

ANSWER_TURNS = 2
"""Turns of the caller after options were named in which one of them can be taken."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_DROPPED = re.compile(r"[,;:\"“”()]")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, or a part of one, and where its turn begins (samples)."""

    at: int
    speaker: Speaker
    text: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was found, each in the order of the call and as it was said."""

    taken: tuple[Said, ...] = ()
    promised: tuple[Said, ...] = ()
    undertaken: tuple[Said, ...] = ()
    amounts: tuple[Said, ...] = ()
    dates: tuple[Said, ...] = ()

    @property
    def found(self) -> bool:
        """Was anything agreed? Sums and dates alone are no agreement."""
        return bool(self.taken or self.promised or self.undertaken)


def agreed(turns: Sequence[Turn]) -> Agreed:
    """Find what was agreed.

    Args:
        turns: what was said, in order.
    """
    redactor = Redactor()
    taken: list[Said] = []
    promised: list[Said] = []
    undertaken: list[Said] = []
    amounts: list[Said] = []
    dates: list[Said] = []
    answers_left = 0
    begun = False
    for turn in turns:
        sentences = [Said(turn.start, turn.speaker, s) for s in _SENTENCE.split(redactor.text(turn.text)) if s.strip()]
        kept: list[Said] = []
        if turn.speaker == "agent":
            offers = [said for said in sentences if _is("offered", said.text)]
            promises = [said for said in sentences if _is("promised", said.text)]
            answers_left = ANSWER_TURNS if offers else answers_left
            begun = begun or bool(offers or promises)
            promised += promises
            kept = sentences if begun else []
        elif begun:
            mine = [said for said in sentences if answers_left and _is("taken", said.text)]
            answers_left = max(answers_left - 1, 0)
            own = [said for said in sentences if said not in mine and _is("undertaken", said.text)]
            taken += mine
            undertaken += own
            kept = [*mine, *own]
        amounts += _parts("amount", kept)
        dates += _parts("date", kept)
    return Agreed(*(_once(found) for found in (taken, promised, undertaken, amounts, dates)))


def _is(rule: str, sentence: str) -> bool:
    wanted, unwanted = _rules()[rule]
    text = _plain(sentence)
    return any(p.search(text) for p in wanted) and not any(p.search(text) for p in unwanted)


def _parts(rule: str, sentences: Sequence[Said]) -> list[Said]:
    """The words themselves, the longest where two patterns meet, in order."""
    found = []
    for said in sentences:
        text = _plain(said.text)
        spans = sorted(
            {match.span() for p in _rules()[rule][0] for match in p.finditer(text)}, key=lambda s: s[0] - s[1]
        )
        kept: list[tuple[int, int]] = []
        for start, end in spans:
            if not any(start < other_end and end > other_start for other_start, other_end in kept):
                kept.append((start, end))
        found += [Said(said.at, said.speaker, text[start:end].strip()) for start, end in sorted(kept)]
    return found


def _once(found: Sequence[Said]) -> tuple[Said, ...]:
    seen: dict[str, Said] = {}
    for said in found:
        seen.setdefault(_plain(said.text).lower().rstrip(".!"), said)
    return tuple(seen.values())


def _plain(text: str) -> str:
    return _DROPPED.sub("", text.replace("\u2019", "'")).strip()


@cache
def _rules() -> dict[str, tuple[list[re.Pattern[str]], list[re.Pattern[str]]]]:
    text = (files("assist") / "data" / "rules" / "en_agreed.toml").read_text(encoding="utf-8")
    return {
        name: (
            [re.compile(p, re.IGNORECASE) for p in rule["any"]],
            [re.compile(p, re.IGNORECASE) for p in rule.get("unless", ())],
        )
        for name, rule in tomllib.loads(text).items()
    }
