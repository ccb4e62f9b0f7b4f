"""How people say lines, and how they would be written down: fillers, repeats, false starts; capitals and full stops.

Hesitation is not feeling: it is put on calm and hard lines alike, so that a model learns nothing from it.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

OPENERS = (
    *("um,", "uh,", "er,", "well,", "yeah,", "so,", "okay so,", "yeah so,", "i mean,", "right,", "look,", "hi,"),
    "basically,",
)
MIDDLES = ("um", "uh", "er", "you know", "like", "i mean", "sort of", "erm")
PRONOUNS = ("i", "i'm", "i've", "it", "it's", "my", "we", "we're", "they", "you", "he", "she")
REPEATED = frozenset((*PRONOUNS, "the", "a", "and", "but", "to", "in", "so", "that"))
"""Words people say twice while looking for the next one."""
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ("january", "february", "april", "june", "july", "august", "september", "october", "november", "december")
"""Without may and march, which are also other words."""
QUESTION = re.compile(
    r"(?:(?:um|uh|er|erm|well|yeah|so|okay|right|look|hi|and|but|sorry|please|i mean|yeah so|okay so|basically),? )*"
    r"(what|when|where|who|why|how|which|is|are|am|do|does|did|can|could|will|would|should|have you|has)\b"
)


@dataclass(frozen=True, slots=True)
class Habits:
    """How often a speaker hesitates: chances per line."""

    opener: float = 0.25
    filler: float = 0.25
    repeat: float = 0.15
    false_start: float = 0.08


DEFAULT_HABITS = Habits()


def spoken(text: str, draw: random.Random, habits: Habits = DEFAULT_HABITS) -> str:
    """The line as someone may say it; the same draw gives the same words."""
    words = text.split()
    if len(words) > 3 and draw.random() < habits.repeat:
        places = [i for i, word in enumerate(words) if word in REPEATED]
        if places:
            at = draw.choice(places)
            words.insert(at, words[at])
    if len(words) > 5 and draw.random() < habits.filler:
        words.insert(draw.randrange(2, len(words) - 1), draw.choice(MIDDLES))
    if len(words) > 4 and draw.random() < habits.false_start:
        begun = words[: draw.randrange(1, 4)]
        begun[-1] = begun[-1].rstrip(",.?!") + ","
        words = begun + words
    if draw.random() < habits.opener:
        words.insert(0, draw.choice(OPENERS))
    return " ".join(words)


def written(text: str) -> str:
    """The line as a recogniser with punctuation writes it: capitals at the start, for I and for days, and an end."""
    text = re.sub(r"\bi\b(?!\.)", "I", text)
    text = re.sub(r"[a-z]+", lambda m: m[0].capitalize() if m[0] in (*DAYS, *MONTHS) else m[0], text)
    text = re.sub(r"(^|[.?!] )([a-z])", lambda m: m[1] + m[2].upper(), text)
    if not text or text[-1] in ".?!":
        return text
    last = re.split(r"[.?!] ", text)[-1].lower()
    return text + ("?" if QUESTION.match(last) else ".")
