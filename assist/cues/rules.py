"""Plain word rules: patterns from a TOML file, yes or no. They know no degrees, so a probability is 1 or 0."""

from __future__ import annotations

import re
import tomllib
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from assist.cues.classifier import CallerReading
from assist.cues.text import normalise
from assist.events import ActName, CallerKind

ACTS: tuple[ActName, ...] = typing.get_args(ActName)
KINDS: tuple[CallerKind, ...] = typing.get_args(CallerKind)

GAP_CHARACTERS = 80
"""How far `.*` reaches in a pattern: about 15 words. Without a bound a long line would take minutes."""

OPENING_WORDS = 24
"""How many words a `first` pattern looks at."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One class: any of these, or one of these in the opening words, and none of those."""

    anywhere: tuple[re.Pattern[str], ...]
    opening: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]

    def says_yes(self, text: str) -> bool:
        """Does the rule hold for this normalised text?"""
        if any(pattern.search(text) for pattern in self.unless):
            return False
        if any(pattern.search(text) for pattern in self.anywhere):
            return True
        opening = " ".join(text.split()[:OPENING_WORDS])
        return any(pattern.search(opening) for pattern in self.opening)


def _rule(table: Mapping[str, list[str]]) -> Rule:
    compiled = [
        tuple(re.compile(p.replace(".*", f".{{0,{GAP_CHARACTERS}}}")) for p in table.get(key, []))
        for key in ("any", "first", "unless")
    ]
    return Rule(*compiled)


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((files("assist") / "data" / "rules" / name).read_text(encoding="utf-8"))


class RuleReader:
    """Word rules for both sides, English. Implements `AgentReader` and `CallerReader`."""

    name = "rules-en"

    def __init__(self) -> None:
        caller = _load("en_caller.toml")
        self._acts = {name: _rule(table) for name, table in _load("en_agent.toml").items()}
        self._kinds = {name: _rule(table) for name, table in caller["kind"].items()}
        self._situations = {name: _rule(table) for name, table in caller["situation"].items()}
        self._safety = _rule(caller["safety"])

    def read_agent(self, text: str) -> Mapping[ActName, float]:
        """See `AgentReader`."""
        line = normalise(text)
        return {name: float(self._acts[name].says_yes(line)) for name in ACTS}

    def read_caller(self, text: str) -> CallerReading:
        """See `CallerReader`."""
        line = normalise(text)
        kinds = {name: float(rule.says_yes(line)) for name, rule in self._kinds.items()}
        probabilities: dict[CallerKind, float] = {name: kinds.get(name, 0.0) for name in KINDS}
        probabilities["neutral"] = float(not any(kinds.values()))
        return CallerReading(
            kinds=probabilities,
            situations={name: float(rule.says_yes(line)) for name, rule in self._situations.items()},
            safety=float(self._safety.says_yes(line)),
        )
