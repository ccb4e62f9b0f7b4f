"""How English words sound, roughly, from their letters: enough to say which words a recogniser takes for one another.

A key is a string of sounds. Consonants keep their letter, with capitals for sounds that need two (C as in "chair", S as in
"she", T as in "thing", N as in "sing", J as in "just"); vowels are I (front), A (open) and U (back). The rules are our own and
know nothing of exceptions; two words that sound alike get keys that differ little, which is all that is asked of them.
"""

from __future__ import annotations

import functools
import re

VOWELS = "IAU"

_RULES = tuple(
    (re.compile(pattern), sounds)
    for pattern, sounds in (
        (r"[^a-z]", ""),
        (r"^kn|^gn", "n"),
        (r"^wr", "r"),
        (r"^wh", "w"),
        (r"(?<=[aeiou])igh|igh", "AI"),
        (r"gh(?=t|$)", ""),
        (r"gh", "g"),
        (r"ph", "f"),
        (r"t?ch|t(?=ure)", "C"),
        (r"[ts]i(?=on|al|ous)|sh|ss(?=ure)", "S"),
        (r"th", "T"),
        (r"ng(?=$|[^aeiour])", "N"),
        (r"nk", "Nk"),
        (r"dge|j|g(?=e(?!t)|i(?!v)|y)", "J"),
        (r"ck|qu?(?=e$)", "k"),
        (r"qu", "kw"),
        (r"x", "ks"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"([a-zA-Z])\1", r"\1"),
        (r"mb$", "m"),
        (r"([aeiouyIAU][a-zA-Z]*[bdfgklmnprstvzCSTJ])e(s?)$", r"\1\2"),
        (r"(?<=[aeiouy][bdfgklmnprsvzCSTJ])ed$", "d"),
        (r"^y(?=[aeiou])", "j"),
        (r"(?<=[aeo])[wy]", ""),
        (r"ea|ee|ie|ei|[eiy]", "I"),
        (r"oo|ou|oa|ow|[ou]", "U"),
        (r"a[iu]?", "A"),
        (r"I+", "I"),
        (r"U+", "U"),
        (r"(?<=[IAU])h(?=$|[a-z])", ""),
    )
)
_VOICELESS = str.maketrans("bdgvzJN", "ptkfsCn")
_ONE_VOWEL = str.maketrans("IAU", "III")
_PAIRS = frozenset(
    frozenset(pair)
    for pair in ("bp", "dt", "gk", "vf", "zs", "JC", "Nn", "mn", "Tf", "Tt", "Td", "Ss", "SC", "lr", "vb", "vw", "dn")
)
"""Consonants that a telephone line makes alike: voiced and voiceless, nasals, hisses without their high band."""
_NEAR_COST = 0.5
_VOWEL_COST = 0.4


@functools.lru_cache(maxsize=65536)
def sound_key(word: str) -> str:
    """The sounds of a word.

    Args:
        word: any case; may carry punctuation.

    Returns:
        The key; empty for a word without Latin letters.
    """
    key = word.lower()
    for pattern, sounds in _RULES:
        key = pattern.sub(sounds, key)
    return key


def coarse_key(word: str) -> str:
    """The key with one vowel and without voice: what is left of a word on a bad line."""
    return sound_key(word).translate(_VOICELESS).translate(_ONE_VOWEL)


def likeness(first: str, second: str) -> float:
    """How alike two words sound: 1 the same, 0 nothing in common (weighted edit distance over the longer key)."""
    return key_likeness(sound_key(first), sound_key(second))


@functools.lru_cache(maxsize=262144)
def key_likeness(first: str, second: str) -> float:
    """`likeness` of two keys."""
    if not first or not second:
        return float(first == second)
    row = [_gap(first[:i]) for i in range(len(first) + 1)]
    for other in second:
        diagonal, row[0] = row[0], row[0] + _gap(other)
        for i, own in enumerate(first, 1):
            best = min(diagonal + _cost(own, other), row[i] + _gap(other), row[i - 1] + _gap(own))
            diagonal, row[i] = row[i], best
    return max(0.0, 1.0 - row[-1] / max(_gap(first), _gap(second)))


def _gap(sounds: str) -> float:
    return sum(0.6 if sound in VOWELS else 1.0 for sound in sounds)


def _cost(own: str, other: str) -> float:
    if own == other:
        return 0.0
    if own in VOWELS and other in VOWELS:
        return _VOWEL_COST
    return _NEAR_COST if frozenset((own, other)) in _PAIRS else 1.2
