"""Names that people say of themselves: "my name is Jane Doe", "this is Sam speaking"."""

from __future__ import annotations

from collections.abc import Sequence

from assist.store.redaction.words import Finding, Word

_LEADS = (
    ("my", "name", "is"), ("my", "name's"), ("name", "is"), ("the", "name's"), ("my", "full", "name", "is"),
    ("i", "am", "called"), ("i'm", "called"), ("surname", "is"), ("last", "name", "is"), ("first", "name", "is"),
    ("you're", "speaking", "with"), ("you're", "speaking", "to"), ("speaking", "with"),
)  # fmt: skip
_NOT = frozenset({
    "and", "i", "i'm", "on", "the", "a", "an", "my", "it's", "that's", "not", "in", "from", "calling", "with",
    "speaking", "here", "so", "but", "is", "was", "um", "uh", "how", "can", "for", "you", "your", "to", "of", "at",
    "spelled", "spelt", "wrong", "about", "still", "misspelled", "missing", "account", "we", "it", "what", "there",
    "thank", "thanks", "sir", "ma'am", "our", "someone", "who", "his", "her", "their", "if", "that", "because",
    "when", "or", "as", "please", "yes", "yeah", "no",
})  # fmt: skip
_MOST = 3


def names(words: Sequence[Word]) -> list[Finding]:
    """Names among words; the words that lead to them stay."""
    bare = [word.bare for word in words]
    found = []
    for index in range(len(bare)):
        for lead in _LEADS:
            if tuple(bare[index : index + len(lead)]) == lead:
                found += _name(words, index + len(lead))
        if bare[index : index + 2] == ["this", "is"]:
            end = index + 2
            while end < len(bare) and end - index - 2 < _MOST and bare[end] not in _NOT:
                end += 1
            if end > index + 2 and bare[end : end + 1] in (["speaking"], ["here"], ["calling"]):
                found.append(Finding(index + 2, end, "name"))
    return found


def _name(words: Sequence[Word], start: int) -> list[Finding]:
    end = start
    while end < len(words) and end - start < _MOST and words[end].bare not in _NOT and words[end].bare.isalpha():
        end += 1
        if words[end - 1].text[-1] in ".,;!?":
            break
    return [Finding(start, end, "name")] if end > start else []
