"""Words without audio: the NIST CTM form, `file channel start duration word [confidence]`, A agent, B customer."""

from __future__ import annotations

import math
from pathlib import Path

from assist.events import SAMPLE_RATE, Speaker, TimedWord
from assist.session.call_files import InputError, check_readable

CHANNELS: dict[str, Speaker] = {"A": "agent", "B": "customer", "1": "agent", "2": "customer"}
LONGEST_SECONDS = 48 * 3600.0


def read_ctm(path: Path) -> dict[Speaker, list[TimedWord]]:
    """The words of both sides, sorted by start.

    Raises:
        InputError: unreadable, without words, or with a line that is not CTM (named by its number).
    """
    check_readable(path)
    words: dict[Speaker, list[TimedWord]] = {"agent": [], "customer": []}
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as problem:
        raise InputError(f"{path}: this is not a text file; a CTM file holds lines of words.") from problem
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith(";;"):
            speaker, word = _word(path, number, line.split())
            words[speaker].append(word)
    if not any(words.values()):
        raise InputError(f"{path}: there are no words in it; a line is: file channel start duration word.")
    return {speaker: sorted(side, key=lambda word: (word.start, word.end)) for speaker, side in words.items()}


def _word(path: Path, number: int, parts: list[str]) -> tuple[Speaker, TimedWord]:
    where = f"{path}:{number}"
    if len(parts) not in (5, 6):
        raise InputError(f"{where}: a CTM line has 5 or 6 fields (file channel start duration word), not {len(parts)}.")
    speaker = CHANNELS.get(parts[1].upper())
    if speaker is None:
        raise InputError(f'{where}: channel "{parts[1]}" must be A (agent) or B (customer).')
    start, duration = (
        _number(where, name, text, LONGEST_SECONDS, "of seconds ")
        for name, text in zip(("start", "duration"), parts[2:4], strict=True)
    )
    confidence = 1.0 if len(parts) == 5 else _number(where, "confidence", parts[5], 1.0, "")
    first = round(start * SAMPLE_RATE)
    return speaker, TimedWord(
        text=parts[4], start=first, end=max(round((start + duration) * SAMPLE_RATE), first + 1), confidence=confidence
    )


def _number(where: str, name: str, text: str, most: float, what: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value <= most:
        raise InputError(f'{where}: {name} "{text}" must be a number {what}from 0 to {most:g}.')
    return value
