"""A script laid out in time without speaking it: every word's length estimated from its letters.

Good enough to develop timing and prompts on: who speaks when, overlaps of the wanted length, silences as written. Not good
enough to measure pace or recognition. Same script, same times, on every machine.
"""

from __future__ import annotations

import re

from tests.calls.placing import Outline, Placed, SpokenWord, place, samples
from tests.calls.script import PAUSE, Line, Script, ScriptError
from tests.calls.speaking import CUT_TAIL, OWN_SILENCE
from tests.calls.styles import Prosody
from tests.calls.truth import COLUMN, seconds

WORD_SECONDS = 0.11
"""What the shortest word takes before its letters are counted."""
LETTER_SECONDS = 0.055
"""With the pauses below: about 2.7 words a second in conversation, as people talk on the telephone."""
PAUSE_SECONDS = {",": 0.15, ";": 0.3, ":": 0.3, ".": 0.4, "?": 0.4, "!": 0.4}
"""Silence after a word that ends with this, inside a line."""
CTM_CHANNELS = "AB"
"""By column: agent, customer."""


def estimated(script: Script) -> list[Placed]:
    """Every utterance on the time line, in the script's order.

    Raises:
        ScriptError: it cannot be placed so, or a word is counted that is not spoken.
    """
    return place(script, {line.id: outline(line, script.prosody(line)) for line in script.utterances})


def outline(line: Line, prosody: Prosody) -> Outline:
    """Estimated times of one line, at the rate it is spoken.

    Raises:
        ScriptError: it is broken off after more words than it has.
    """
    words: list[SpokenWord] = []
    position = 0
    for number, part in enumerate(PAUSE.split(line.text)):
        if number % 2:
            # A marked pause takes the place of the one that the punctuation before it stands for.
            position = (words[-1].end if words else 0) + samples(float(part))
            continue
        for token in part.split():
            bare = re.sub(r"^\W+|\W+$", "", token)
            if bare:
                end = position + samples((WORD_SECONDS + LETTER_SECONDS * len(bare)) / prosody.rate)
                words.append(SpokenWord(bare, position, end))
                position = end
            position += samples(PAUSE_SECONDS.get(token[-1], 0.0) / prosody.rate)
    text = re.sub(r"\s+", " ", PAUSE.sub(" ", line.text)).strip()
    if line.cut_words is None:
        return Outline(text, words[-1].end, tuple(words), _stretches(words))
    if line.cut_words > len(words):
        raise ScriptError(f"utterance {line.id}: cut_words is {line.cut_words}, but it has {len(words)} words.")
    words = words[: line.cut_words]
    text = " ".join(text.split()[: line.cut_words]).rstrip(",;:.") + " -"
    return Outline(text, words[-1].end + CUT_TAIL, tuple(words), _stretches(words))


def _stretches(words: list[SpokenWord]) -> tuple[tuple[int, int], ...]:
    """Stretches of speech between silences as long as those that split spoken lines."""
    found = [(words[0].start, words[0].end)]
    for word in words[1:]:
        if word.start - found[-1][1] > OWN_SILENCE:
            found.append((word.start, word.end))
        else:
            found[-1] = (found[-1][0], word.end)
    return tuple(found)


def ctm(script: Script, placed: list[Placed]) -> str:
    """The words as `assist replay` reads them: file, channel, start, duration, word; as a recogniser writes them."""
    lines = [
        (item.start + word.start, CTM_CHANNELS[COLUMN[item.line.speaker]], word.end - word.start, word.text.lower())
        for item in placed
        for word in item.outline.words
    ]
    name = re.sub(r"\s+", "_", script.name)
    return "".join(
        f"{name} {channel} {seconds(start):.3f} {seconds(length):.3f} {word}\n"
        for start, channel, length, word in sorted(lines)
    )
