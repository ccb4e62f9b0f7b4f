"""The words before a silence as named features: do they sound like the end of a turn?

Recognised text has no punctuation, so what is read is the last words themselves, what kind of words they are (after "to the"
something must follow, after "on monday" nothing has to), whether something was asked, and how much has been said.
"""

from __future__ import annotations

import itertools

from assist.cues.text import normalise

_KINDS: dict[str, frozenset[str]] = {
    "article": frozenset({"the", "a", "an", "every", "each", "my", "your", "our", "their", "his", "its"}),
    "preposition": frozenset({
        "of", "to", "in", "on", "at", "with", "for", "from", "by", "about", "into", "like", "than", "as", "through",
        "under", "over", "between", "without", "after", "before", "until", "since", "off", "out", "up", "down",
    }),
    "joint": frozenset({
        "and", "or", "but", "if", "because", "cause", "cuz", "so", "then", "though", "although", "while", "unless",
        "whether", "plus", "except",
    }),
    "subject": frozenset({"i", "you", "we", "he", "she", "they", "it", "there", "who"}),
    "object": frozenset({"me", "him", "her", "us", "them", "myself", "yourself", "himself", "themselves", "mine", "yours"}),
    "pointing": frozenset({"this", "that", "these", "those", "some", "any", "all", "both", "one"}),
    "helper": frozenset({
        "is", "are", "was", "were", "be", "been", "being", "have", "has", "had", "am", "can", "could", "would", "should",
        "will", "do", "does", "did", "may", "might", "must", "going", "want", "wants", "got", "get", "gets", "getting",
    }),
    "not": frozenset({"not", "never"}),
    "asking": frozenset({"what", "where", "when", "how", "why", "which", "whose"}),
    "filler": frozenset({"um", "uh", "eh", "er", "erm", "ah", "mean", "well", "basically", "actually", "maybe"}),
    "degree": frozenset({"very", "really", "just", "kind", "sort", "more", "most", "pretty", "quite", "such", "even", "only"}),
    "answer": frozenset({
        "yeah", "yes", "yep", "right", "okay", "ok", "mm", "hmm", "hm", "huh", "no", "mmm", "exactly", "alright", "sure",
        "oh", "good", "great", "true", "hum", "nope",
    }),
    "closing": frozenset({
        "thanks", "bye", "please", "though", "anyway", "too", "either", "anymore", "now", "today",
        "sir", "maam",
    }),
    "number": frozenset({
        "zero", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "fifteen",
        "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred", "thousand", "digits",
    }),
}  # fmt: skip
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words}
_INVERTED = frozenset({
    "do", "did", "does", "are", "is", "was", "were", "have", "has", "had", "can", "could", "would", "will", "should",
})  # fmt: skip
_SUBJECTS = frozenset({"you", "it", "they", "he", "she", "there", "that", "this", "we", "i", "your", "my", "the"})
_SENTENCE_WORDS = 12
"""A question and a verb are looked for in so many last words."""
_SAID = ((1, "1"), (2, "2"), (3, "3"), (5, "4"), (8, "6"), (14, "9"))
MOST_WORDS = 40


def kind(word: str) -> str:
    """What kind of word it is, by a short list of the small words and the ending of the others."""
    if word in _KIND_OF:
        return _KIND_OF[word]
    if any(letter.isdigit() for letter in word):
        return "number"
    if len(word) <= 1:
        return "broken"
    for ending in ("ing", "ed", "ly"):
        if len(word) > len(ending) + 2 and word.endswith(ending):
            return ending
    return "s" if len(word) > 3 and word.endswith("s") else "plain"


def features(words: str) -> dict[str, float]:
    """Named numbers, nearly all 0 or 1; absent names are 0.

    Args:
        words: what was said of the turn before the silence, as recognised; empty if that is not known.
    """
    said = normalise(words.replace("-", " ")).split()[-MOST_WORDS:]
    if not said:
        return {"no_words": 1.0}
    last, before = said[-1], said[-2] if len(said) > 1 else "^"
    known = {
        f"last_{last}": 1.0,
        f"before_{before}": 1.0,
        f"two_{before}_{last}": 1.0,
        f"kind_{kind(last)}": 1.0,
        f"kinds_{kind(before) if before != '^' else '^'}_{kind(last)}": 1.0,
        f"said_{next((name for most, name in _SAID if len(said) <= most), '15')}": 1.0,
    }
    sentence = said[-_SENTENCE_WORDS:]
    inverted = [i for i, (a, b) in enumerate(itertools.pairwise(sentence)) if a in _INVERTED and b in _SUBJECTS]
    if any(i == 0 or kind(sentence[i - 1]) in ("asking", "joint", "filler", "answer", "plain") for i in inverted):
        known["asked"] = 1.0
    if kind(sentence[0]) == "asking" or sentence[0] in ("who", "which"):
        known["asking_first"] = 1.0
    if not any(kind(word) in ("helper", "ed", "ing") for word in sentence):
        known["no_verb"] = 1.0
    known[f"first_{said[0]}"] = 1.0
    if len(said) > 1 and last == before:
        known["again"] = 1.0
    return known
