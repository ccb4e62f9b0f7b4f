"""What a number is called: by the words around it, else by its shape."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assist.store.redaction.words import Kind, Word, passes_luhn

_BEFORE, _AFTER = 12, 6
"""Words before and after a number that may say what it is."""

TALK: dict[str, Kind] = {
    **dict.fromkeys(("card", "visa", "mastercard", "amex", "debit", "credit"), "card"),
    **dict.fromkeys(("sort", "sortcode"), "sort_code"),
    **dict.fromkeys(("account", "acct", "routing"), "account"),
    "iban": "iban",
    **dict.fromkeys(("ssn", "social"), "ssn"),
    "insurance": "ni",
    **dict.fromkeys(
        ("phone", "mobile", "cell", "cellphone", "telephone", "reach", "landline", "ring", "callback", "call", "number's",
         "dial", "text"),
        "phone",
    ),
    **dict.fromkeys(
        ("reference", "ref", "order", "policy", "claim", "case", "ticket", "booking", "confirmation", "invoice", "member",
         "membership", "tracking", "passport", "license", "licence", "patient", "nhs", "record", "customer", "serial", "meter"),
        "reference",
    ),
    **dict.fromkeys(("pin", "cvv", "cvc", "passcode", "password", "security", "code", "digits"), "code"),
    **dict.fromkeys(("birth", "born", "dob", "birthdate"), "dob"),
    **dict.fromkeys(("zip", "postcode", "postal"), "postcode"),
}  # fmt: skip
"""Words that say what kind of number comes, or came."""
_OTHER_CODES = frozenset({"sort", "post", "zip", "postal", "area", "country", "dress"})
"""A "code" after one of these is no secret."""
_NI = re.compile(r"[a-z]{2}\d{6}[a-d]?")
_IBAN = re.compile(r"[a-z]{2}\d{2}[a-z0-9]{8,30}")


def talked_about(words: Sequence[Word], asked: Sequence[Word], start: int, end: int | None = None) -> Kind | None:
    """What kind of number is talked of just before or after a place; None if of none.

    Args:
        words: of one side.
        asked: what the other side said before.
        start: where the number begins.
        end: where it ends; None: only what comes before counts.
    """
    found = _kinds(words, asked, start, start if end is None else end)
    return next((kind for kind, meant in found if meant), None)


def named(
    words: Sequence[Word], asked: Sequence[Word], start: int, end: int, digits: str, *, spelled: str = ""
) -> Kind:
    """The kind of a number.

    Args:
        words: of one side.
        asked: what the other side said before.
        start: where the number begins.
        end: where it ends.
        digits: of it, `?` for each that is not known.
        spelled: instead of digits, letters and digits.
    """
    kinds = [kind for kind, _ in _kinds(words, asked, start, end)]
    if spelled:
        if _NI.fullmatch(spelled):
            return "ni"
        if _IBAN.fullmatch(spelled) and len(spelled) >= 14:
            return "iban"
        return next((kind for kind in kinds if kind in ("reference", "account", "ni", "iban")), "reference")
    for kind in kinds:
        if _fits(kind, digits):
            return kind
    return _by_shape(words, start, end, digits)


def _kinds(words: Sequence[Word], asked: Sequence[Word], start: int, end: int) -> list[tuple[Kind, bool]]:
    """Kinds talked of, the nearest first, and whether a number of that kind is meant ("card number", not "I call")."""
    before = [*asked, *words[:start]][-_BEFORE:]
    found = [_talk(before, index) for index in range(len(before) - 1, -1, -1)]
    after = list(words[end : end + _AFTER])
    found += [_talk(after, index) for index in range(len(after))] if _looks_back(after) else []
    return [pair for pair in found if pair is not None]


def _looks_back(after: Sequence[Word]) -> bool:
    """As in "... is my account number", "that's the sort code"."""
    return bool(after) and after[0].bare in ("is", "that's", "for", "was", "on", "as")


def _talk(words: Sequence[Word], index: int) -> tuple[Kind, bool] | None:
    kind = TALK.get(words[index].bare)
    before = words[index - 1].bare if index else ""
    if kind is None or (words[index].bare == "code" and before in _OTHER_CODES):
        return None
    near = {word.bare for word in words[index + 1 : index + 3]}
    if kind in ("ssn", "iban", "dob", "postcode", "sort_code"):
        return kind, True
    if words[index].bare in ("pin", "cvv", "cvc", "passcode"):
        return kind, True
    meant = bool(
        near & {"number", "numbers", "no", "ending", "ends", "is", "are", "digits", "code", "at", "id", "on", "it's"}
    )
    return kind, meant


def _fits(kind: Kind, digits: str) -> bool:
    length = len(digits)
    if "?" in digits:
        return kind in ("card", "account", "phone", "reference")
    lengths = {
        "card": range(12, 20), "account": range(5, 18), "sort_code": range(6, 7), "ssn": range(9, 10), "phone": range(7, 16),
        "reference": range(3, 20), "code": range(3, 9), "dob": range(4, 9), "postcode": range(5, 10), "iban": range(8, 31),
        "ni": range(6, 7),
    }  # fmt: skip
    return length in lengths[kind] or (kind in ("card", "ssn", "account") and length in (3, 4))


def _by_shape(words: Sequence[Word], start: int, end: int, digits: str) -> Kind:
    length = len(digits)
    written = words[start].bare if end - start == 1 else ""
    if re.fullmatch(r"\d{3}-\d\d-\d{4}", written):
        return "ssn"
    if re.fullmatch(r"\d\d-\d\d-\d\d", written):
        return "sort_code"
    if 13 <= length <= 19 and (passes_luhn(digits) or length in (15, 16)):
        return "card"
    if length in (10, 11) or (length == 12 and digits[0] in "04+") or words[start].text.startswith("+"):
        return "phone"
    return "phone" if length == 7 and re.fullmatch(r"\d{3}-\d{4}", written) else "number"
