"""Guards against words that a sequence-to-sequence recogniser invents.

Such models (Moonshine, Whisper) always say something: on noise they say "You" or "Thank you", on a short clip they
finish the sentence, and now and then they repeat a phrase until the token limit. Nobody speaks faster than about ten
syllables a second, and nobody says the same four words five times in a row; both are visible without any model.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assist.asr.word_times import voiced_stretches
from assist.events import SAMPLE_RATE
from assist.timeline.frame import Samples

LEAST_VOICE_SECONDS = 0.12
"""Less voice than this holds no word."""
FASTEST_SYLLABLES_PER_SECOND = 10.0
"""Fast English runs at 6 to 8 syllables a second; short clips are cut at the edges, hence the allowance below."""
_EDGE_SECONDS = 0.1
_SHORT_CLIP_SECONDS = 1.0
_LONGEST_LOOP_WORDS = 10
_ONE_WORD_REPEATS = 4
_PHRASE_REPEATS = 2
_BLANK_PHRASES = frozenset({"you", "thank you", "thanks for", "thanks for watching", "thank you for watching", "bye"})
"""What such models answer to noise; believed only where there is enough voice for it."""
_VOWELS = re.compile(r"[aeiouy]+")
_LETTERS = re.compile(r"[^\w']+")


def syllables(word: str) -> int:
    """Rough number of syllables: vowel groups, at least one; digits and non-Latin letters count one each."""
    bare = word.lower()
    foreign = sum(1 for letter in bare if letter.isdigit() or ord(letter) >= 0x2E80)
    groups = len(_VOWELS.findall(bare))
    if groups > 1 and re.search(r"[^aeiouyl]e(?:s|d)?\W*$", bare):
        groups -= 1
    return max(1, groups + foreign)


def believable(texts: Sequence[str], samples: Samples) -> bool:
    """Can this clip hold these words at all?

    Args:
        texts: recognised words.
        samples: the clip, int16, shape (n,), 16 kHz.
    """
    voiced_seconds = sum(b - a for a, b in voiced_stretches(samples)) / SAMPLE_RATE
    if voiced_seconds < LEAST_VOICE_SECONDS:
        return False
    if not any(_bare(text) for text in texts):
        return False
    count = sum(syllables(text) for text in texts)
    if count > FASTEST_SYLLABLES_PER_SECOND * (voiced_seconds + _EDGE_SECONDS):
        return False
    if " ".join(_bare(text) for text in texts) in _BLANK_PHRASES:
        # "You" after three seconds of humming is the model's way of saying nothing; in a short burst it may be speech.
        return 0.15 * count <= voiced_seconds <= 0.6 * count + 0.2
    return True


def without_loops(texts: Sequence[str]) -> list[str]:
    """Cut a phrase that is repeated until the end: keep it twice at most (one word: four times), drop the rest.

    Only the tail is looked at: that is where a decoder gets stuck, and people do repeat themselves elsewhere.
    """
    words = list(texts)
    bare = [_bare(text) for text in words]
    for length in range(1, min(_LONGEST_LOOP_WORDS, len(words) // 2) + 1):
        allowed = _ONE_WORD_REPEATS if length == 1 else _PHRASE_REPEATS
        # A loop may stop in the middle of its phrase, so compare each word with the one a phrase earlier.
        run = 0
        while run + length < len(bare) and bare[-1 - run] == bare[-1 - run - length]:
            run += 1
        if run + length > (allowed + 0.5) * length:
            return words[: len(words) - run - length + allowed * length]
    return words


def _bare(text: str) -> str:
    return _LETTERS.sub("", text.lower())
