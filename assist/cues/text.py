"""Recognised text as the rules read it: lower case, no punctuation, contractions written out."""

from __future__ import annotations

import re

_WHOLE = {
    "can't": "can not", "cannot": "can not", "won't": "will not", "shan't": "shall not", "let's": "let us",
    "i'm": "i am", "gonna": "going to", "wanna": "want to", "gotta": "got to", "ma'am": "maam", "dunno": "do not know",
    "ain't": "is not", "y'all": "you all", "'cause": "because", "cant": "can not", "dont": "do not", "didnt": "did not",
    "couldnt": "could not", "wont": "will not", "isnt": "is not", "thats": "that is", "im": "i am", "ive": "i have",
    "theres": "there is", "youre": "you are", "doesnt": "does not",
}  # fmt: skip
_ENDINGS = (("n't", " not"), ("'re", " are"), ("'ve", " have"), ("'ll", " will"), ("'d", " would"), ("'m", " am"))
_IS = {
    "it's",
    "that's",
    "there's",
    "what's",
    "who's",
    "how's",
    "he's",
    "she's",
    "here's",
    "where's",
    "nothing's",
    "this's",
}
_OLD_SPELLING = re.compile(r"\bto-(day|morrow|night)\b")
"""Moonshine writes "to-day"."""
_WORD = re.compile(r"[a-z0-9$£€%]+(?:'[a-z]+)*|'cause")


def normalise(text: str) -> str:
    """One line of words separated by single spaces; cased and lower-case unpunctuated input give the same."""
    plain = _OLD_SPELLING.sub(r"to\1", text.lower().replace("\u2019", "'"))
    return " ".join(_written_out(word) for word in _WORD.findall(plain))


def _written_out(word: str) -> str:
    if word in _WHOLE:
        return _WHOLE[word]
    if word in _IS:
        return word[:-2] + " is"
    for ending, full in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending):
            return word[: -len(ending)] + full
    return word
