"""A message to the caller, drafted from what was agreed. The agent edits it; nothing is ever sent from here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assist.review.agreed import Agreed, Said, agreed
from assist.session.transcript import Turn

NOTHING_FOUND = "No agreement was found in the words of this call, so there is no draft. You can write a message here."
NO_WORDS = "No words were recognised in this call, so there is no draft. You can write a message here."
_MOST = 6
"""Lines of one kind; a message with more is not read."""


def draft(turns: Sequence[Turn]) -> str:
    """The draft; empty if nothing was agreed that could be found."""
    found = agreed(turns)
    return _message(found) if found.found else ""


def why_no_draft(turns: Sequence[Turn]) -> str:
    """The sentence to show when the draft is empty."""
    return NOTHING_FOUND if turns else NO_WORDS


def _message(found: Agreed) -> str:
    lines = ["Hello,", "", "thank you for talking with me today. This is what I noted from our call:", ""]
    lines += _section("What you chose", found.taken)
    lines += _section("What I will do", found.promised)
    lines += _section("What you will do", found.undertaken)
    named = [
        f"{title}: {', '.join({said.text.lower(): said.text for said in part}.values())}"
        for title, part in (("Amounts we spoke of", found.amounts[:_MOST]), ("Dates we spoke of", found.dates[:_MOST]))
        if part
    ]
    lines += [*named, ""] if named else []
    lines += ["If I noted something wrong, please tell me and I will put it right.", "", "Kind regards"]
    return "\n".join(lines)


def _section(title: str, said: Iterable[Said]) -> list[str]:
    quotes = [f"- “{_sentence(piece.text)}”" for piece in list(said)[:_MOST]]
    return [f"{title}:", *quotes, ""] if quotes else []


def _sentence(text: str) -> str:
    text = text.strip().rstrip(".")
    return text[:1].upper() + text[1:]
