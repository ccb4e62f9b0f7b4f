"""E-mail addresses, written or spoken: "jane dot doe at example dot com"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assist.store.redaction.words import Finding, Word

_ENDINGS = frozenset({
    "com", "net", "org", "edu", "gov", "io", "co", "uk", "de", "ca", "us", "ie", "au", "nz", "info", "biz", "me",
    "eu", "fr",
})  # fmt: skip
_PROVIDERS = frozenset({
    "gmail", "googlemail", "hotmail", "yahoo", "outlook", "icloud", "aol", "msn", "protonmail", "btinternet",
    "comcast", "ymail", "verizon",
})  # fmt: skip
_JOINS = frozenset({"dot", "underscore", "dash", "hyphen", "point", "minus", "plus"})
_NO_NAMES = frozenset({
    "is", "it's", "its", "that's", "email", "e-mail", "mail", "address", "my", "me", "to", "on", "and", "um", "uh",
    "the", "yes", "yeah", "so", "at", "send", "it", "okay", "ok", "sure", "you", "can", "write", "reach", "was", "be",
    "with", "use", "for", "of", "him", "her", "us", "them", "under", "look", "a", "i", "just", "in", "lowercase",
})  # fmt: skip
_LONGEST_NAME = 3
"""Most words of a name before the "at" that no "dot" joins."""
_WRITTEN = re.compile(r"[^@\s]+@[^@\s]+")


def emails(words: Sequence[Word]) -> list[Finding]:
    """E-mail addresses among words."""
    found = [Finding(i, i + 1, "email") for i, word in enumerate(words) if _WRITTEN.fullmatch(word.bare)]
    for index, word in enumerate(words):
        if word.bare in ("at", "@") and index:
            end = _domain_end(words, index + 1)
            if end is not None:
                found.append(Finding(_name_start(words, index), end, "email"))
    return found


def beginning(words: Sequence[Word]) -> Finding | None:
    """What may become an address with the next words: a name with a "dot" in it at the very end."""
    for index in range(len(words) - 1, max(len(words) - 5, 0), -1):
        if words[index].bare in ("dot", "underscore"):
            return Finding(_name_start(words, index), len(words), "email")
    return None


def _domain_end(words: Sequence[Word], start: int) -> int | None:
    bare = [word.bare for word in words]
    if start >= len(bare):
        return None
    if "." in bare[start] and bare[start].rpartition(".")[2] in _ENDINGS:
        return start + 1
    if bare[start : start + 2] == ["g", "mail"] or bare[start : start + 2] == ["hot", "mail"]:
        return _endings(bare, start + 2) or start + 2
    if bare[start] in _PROVIDERS:
        return _endings(bare, start + 1) or start + 1
    for length in (1, 2, 3):  # "blue sky dot com", "hill and sons dot co dot uk"
        at = start + length
        if bare[at : at + 1] == ["dot"] and _is_name(bare[start:at]):
            return _endings(bare, at)
    return None


def _is_name(bare: Sequence[str]) -> bool:
    return not any(part in _NO_NAMES and not (part == "and" and 0 < at < len(bare) - 1) for at, part in enumerate(bare))


def _endings(bare: Sequence[str], at: int) -> int | None:
    """End of "dot co dot uk" or "com"; None if there is no ending."""
    end = None
    while at < len(bare):
        if bare[at] == "dot" and at + 1 < len(bare):
            if bare[at + 1] in _ENDINGS:
                end = at + 2
            at += 2
        elif bare[at] in ("com", "net", "org") and end is None:
            return at + 1
        else:
            break
    return end


def _name_start(words: Sequence[Word], at: int) -> int:
    """Where the name before an "at" begins: across dots, digits and spelled letters, and a few plain words."""
    start, plain = at, 0
    while start > 0:
        word = words[start - 1]
        joined = word.bare in _JOINS or (start < at and words[start].bare in _JOINS)
        if joined or word.digits or word.shape == "times" or (word.letter and not _speaks(words, start - 1)):
            start -= 1
        elif (
            word.bare.isalpha()
            and word.bare not in _NO_NAMES
            and plain < _LONGEST_NAME
            and _near_join(words, start, at)
        ):
            plain += 1
            start -= 1
        else:
            break
    return start


def _speaks(words: Sequence[Word], index: int) -> bool:
    """Is "a" or "i" a word here, not a spelled letter?"""
    following = words[index + 1] if index + 1 < len(words) else None
    return words[index].bare in ("a", "i") and not (
        following is not None and (following.letter or following.bare in _JOINS)
    )


def _near_join(words: Sequence[Word], start: int, at: int) -> bool:
    """Plain words count only next to the "at": before the first "dot" stands one word."""
    return not any(word.bare in _JOINS for word in words[start:at])
