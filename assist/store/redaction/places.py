"""Street addresses and postcodes of the United Kingdom and the United States, spoken and written."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assist.store.redaction.words import Finding, Word, any_of

_STREETS = frozenset({
    "street", "road", "avenue", "lane", "boulevard", "terrace", "crescent", "rd", "ave", "blvd", "ln", "pkwy",
    "parkway", "gardens", "grove", "mews", "highway", "st", "cul-de-sac", "turnpike",
})  # fmt: skip
_PERHAPS_STREETS = frozenset({
    "drive", "close", "court", "place", "way", "park", "hill", "square", "row", "walk", "circle", "trail", "dr", "ct",
    "green", "rise", "view", "yard", "house", "lodge", "buildings", "heights", "point", "croft", "end",
})  # fmt: skip
"""Words that are also something else: only after talk of living somewhere."""
_LIVING = frozenset({
    "live", "lives", "living", "lived", "address", "moved", "move", "house", "home", "flat", "apartment", "deliver",
    "delivered", "delivery", "send", "sent", "resident", "post", "mail", "ship", "registered", "property", "staying",
    "stay", "billing",
})  # fmt: skip
_ROOMS = frozenset({"flat", "apartment", "apt", "unit", "suite"})
_NO_NAMES = frozenset({
    "the", "a", "an", "to", "on", "in", "at", "is", "and", "or", "of", "my", "your", "for", "from", "dollars",
    "pounds", "months", "weeks", "days", "years", "hours", "minutes", "miles", "kids", "children", "people", "times",
    "more", "percent", "i", "it", "you", "we", "they", "that", "this", "by", "with", "down", "off", "per", "o'clock",
    "am", "pm", "different", "other", "new", "whole", "blocks", "doors", "houses", "bedroom", "bedrooms", "point",
    "hundred", "because", "but", "same", "bills", "calls",
})  # fmt: skip
_MOST_NAME_WORDS = 3
_NEAR = 8
_POSTCODE_TALK = frozenset({"postcode", "post", "postal", "zip", "address", "code"})

_AREAS = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN "
    "EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML "
    "N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD "
    "TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
_POSTCODE = re.compile(rf"(?:{'|'.join(_AREAS.split())})\d[A-Z\d]?\d[ABD-HJLNP-UW-Z]{{2}}")
_LONGEST_POSTCODE = 8


def places(words: Sequence[Word], asked: Sequence[Word]) -> list[Finding]:
    """Street addresses and postcodes among words.

    Args:
        words: of one side.
        asked: what the other side said before.
    """
    return [*_postcodes(words), *_addresses(words, asked), *_rooms(words)]


def _addresses(words: Sequence[Word], asked: Sequence[Word]) -> list[Finding]:
    found = []
    for index, word in enumerate(words):
        sure = word.bare in _STREETS
        if not sure and word.bare not in _PERHAPS_STREETS:
            continue
        start = _house_number(words, index)
        lived = any_of(words[max((start or index) - _NEAR, 0) : start or index], _LIVING) or any_of(asked, _LIVING)
        at_home = (
            start is not None and start > 0 and words[start - 1].bare == "at" and _name_start(words, index) < index
        )
        if start is not None and (sure or lived or at_home or _written_name(words, index)):
            found.append(Finding(start, index + 1, "address"))
        elif sure and lived and (first := _name_start(words, index)) < index:
            found.append(Finding(first, index + 1, "address"))
    return found


def _house_number(words: Sequence[Word], street: int) -> int | None:
    """Where "12 Elm" before "Street" begins; None if there is no number."""
    first = _name_start(words, street)
    if first > 1 and words[first - 1].bare == "the" and _number(words[first - 2]):  # "8 The Crescent"
        return first - 2
    for at in range(street - 1, first - 2, -1):
        if at < 0 or at == street - 1:
            continue
        if _number(words[at]):
            start = at
            while (
                start > 0
                and (_number(words[start - 1]) or words[start - 1].bare in ("double", "hundred"))
                and at - start < 4
            ):
                start -= 1
            return start
        if words[at].letter and at > 0 and _number(words[at - 1]):  # "14 b high street"
            continue
    return None


def _name_start(words: Sequence[Word], street: int) -> int:
    at = street
    while at > 0 and street - at < _MOST_NAME_WORDS and words[at - 1].bare.replace("'", "").isalpha():
        if words[at - 1].bare in _NO_NAMES or _number(words[at - 1]):
            break
        at -= 1
    return at


def _number(word: Word) -> bool:
    return word.shape in ("single", "teen", "tens", "written", "code", "mark") and len(word.digits) <= 5


def _written_name(words: Sequence[Word], street: int) -> bool:
    """Capital letters in the middle of a line: "12 Willow Close"."""
    return words[street].text[:1].isupper() and words[street - 1].text[:1].isupper()


def _rooms(words: Sequence[Word]) -> list[Finding]:
    """Rooms and boxes: "flat 3b", "apartment twelve", "P.O. Box 12"."""
    found = []
    for index, word in enumerate(words):
        boxed = word.bare == "box" and index and words[index - 1].bare in ("o", "po", "p.o")
        if (word.bare in _ROOMS or boxed) and index + 1 < len(words):
            at = index + 1 + (words[index + 1].bare == "number")
            end = at
            while end < len(words) and _number(words[end]) and end - at < 5:
                end += 1
            if end == at:
                continue
            if end < len(words) and words[end].letter and words[end].bare not in ("a", "i") and not boxed:
                end += 1
            start = (
                index
                - (words[index - 1].bare in ("p.o", "po") if boxed else 0)
                - (2 if boxed and words[index - 1].bare == "o" and index > 1 and words[index - 2].bare == "p" else 0)
            )
            if not (
                end < len(words) and words[end].bare in ("dollars", "pounds", "months", "weeks", "days", "percent")
            ):
                found.append(Finding(start, end, "address"))
    return found


def _postcodes(words: Sequence[Word]) -> list[Finding]:
    found = []
    for start in range(len(words)):
        joined = ""
        for end in range(start, min(start + _LONGEST_POSTCODE, len(words))):
            part = _part(words[end])
            if not part:
                break
            joined += part
            if len(joined) > _LONGEST_POSTCODE:
                break
            whole = end > start or words[start].shape == "code"
            if whole and _POSTCODE.fullmatch(joined) and not _within_code(words, start, end + 1):
                found.append(Finding(start, end + 1, "postcode"))
    return found


def _within_code(words: Sequence[Word], start: int, end: int) -> bool:
    """Do spelled letters or digits go on before or after it? Then it is a piece of a longer code."""
    before = words[start - 1] if start else None
    after = words[end] if end < len(words) else None
    return any(
        word is not None and (word.letter or word.shape == "single") and word.bare not in ("a", "i")
        for word in (before, after)
    )


def _part(word: Word) -> str:
    """What a word adds to a postcode; empty if it is not part of one."""
    if word.shape in ("single", "teen", "tens", "written"):
        digits = (
            word.digits[0]
            if word.shape == "tens" and word.digits.endswith("0") and len(word.digits) == 2
            else word.digits
        )
        return digits if len(digits) <= 3 else ""
    if word.shape == "code" or (word.bare.isalpha() and len(word.bare) <= 2):
        return re.sub(r"[^A-Z0-9]", "", word.bare.upper())
    return ""
