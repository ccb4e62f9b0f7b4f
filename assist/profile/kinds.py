"""Settings that are no numbers: a switch, a choice, a list of phrases. Each says what it takes, like a threshold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from assist.profile.threshold import Threshold

LONGEST_PHRASE = 200
"""Characters: what is longer is a paragraph that somebody pasted, and nobody says it word for word."""


@dataclass(frozen=True, slots=True)
class Switch:
    """On or off."""

    sentence: str
    unit: str = ""

    @property
    def range(self) -> str:
        """`true or false`."""
        return "true or false"

    def fault(self, value: object) -> str | None:
        """What is wrong with a value, to be read after the setting's name; None if nothing is."""
        return None if isinstance(value, bool) else f"must be {self.range}, without quotes"

    def taken(self, value: Any) -> bool:
        """A faultless value as the stages get it."""
        return bool(value)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few names; the field's type is a Literal of the same."""

    names: tuple[str, ...]
    sentence: str
    unit: str = ""

    @property
    def range(self) -> str:
        """`one of "a", "b"`."""
        return f"one of {', '.join(_quoted(name) for name in self.names)}"

    def fault(self, value: object) -> str | None:
        """What is wrong with a value, to be read after the setting's name; None if nothing is."""
        if not isinstance(value, str):
            return f"must be {self.range}"
        return None if value in self.names else f"= {_quoted(value)} is unknown; it must be {self.range}"

    def taken(self, value: Any) -> str:
        """A faultless value as the stages get it."""
        return str(value)


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases that somebody may say."""

    most: int
    """At most so many."""
    least_words: int
    """Each has at least so many words: one word alone is said by chance."""
    sentence: str
    unit: str = "phrases"

    @property
    def range(self) -> str:
        """`a list of at most 100 phrases in quotes, each of 2 or more words`."""
        return f"a list of at most {self.most} phrases in quotes, each of {self.least_words} or more words"

    def fault(self, value: object) -> str | None:
        """What is wrong with a value, to be read after the setting's name; None if nothing is."""
        if not isinstance(value, list | tuple) or not all(isinstance(phrase, str) for phrase in value):
            return f"must be {self.range}"
        if len(value) > self.most:
            return f"has {len(value)} phrases; it must be {self.range}"
        seen: set[str] = set()
        for phrase in value:
            plain = " ".join(phrase.split()).casefold()
            if (fault := "twice" if plain in seen else self._fault_of(plain)) is not None:
                return f"has {_quoted(phrase)} {fault}; it must be {self.range}"
            seen.add(plain)
        return None

    def _fault_of(self, phrase: str) -> str | None:
        if not phrase.isprintable():
            return "with a character that nobody can read"
        if len(phrase) > LONGEST_PHRASE:
            return f"which is longer than {LONGEST_PHRASE} characters"
        words = [word for word in phrase.split() if any(map(str.isalnum, word))]
        return "which is too short" if len(words) < self.least_words else None

    def taken(self, value: Any) -> tuple[str, ...]:
        """A faultless value as the stages get it: one space between words."""
        return tuple(" ".join(phrase.split()) for phrase in value)


Setting = Threshold | Switch | Choice | Phrases
"""Everything that a profile can hold."""


def switch(default: bool, sentence: str) -> Any:
    """A dataclass field that is true or false."""
    return field(default=default, metadata={"setting": Switch(sentence)})


def choice(default: str, names: Sequence[str], sentence: str) -> Any:
    """A dataclass field that is one of a few names: `choice("soft", ("soft", "plain"), "...")`."""
    return field(default=default, metadata={"setting": Choice(tuple(names), sentence)})


def phrases(default: Sequence[str], sentence: str, most: int = 100, least_words: int = 2) -> Any:
    """A dataclass field that is a tuple of phrases."""
    return field(default=tuple(default), metadata={"setting": Phrases(most, least_words, sentence)})


def _quoted(text: str) -> str:
    return f'"{text if len(text) <= 40 else text[:37] + "..."}"'
