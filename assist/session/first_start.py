"""What the first-start assistant chooses, and where each choice is kept: a page saves its own when it is left forwards."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assist.coaching.promptbook import Book, default_book
from assist.events import CueName
from assist.profile.draft import Draft
from assist.session.phrase_choice import read_phrases, save_phrases
from assist.session.settings import (
    Choice,
    keep_devices,
    note_first_start,
    own_profile_file,
    phrases_file,
    place_file,
    remembered,
    settings_file,
    usual_base,
)

BEAT = "prompts.beat_seconds"


@dataclass(frozen=True, slots=True)
class Places:
    """Files of the user that the assistant reads and writes."""

    settings: Path
    phrases: Path
    profile: Path
    overlay: Path


def usual_places() -> Places:
    """The files of whoever runs the program."""
    return Places(settings_file(), phrases_file(), own_profile_file(), place_file())


class FirstStart:
    """Reads and keeps what the assistant's pages choose.

    Args:
        places: the files.
        base: what a new profile adds to.
    """

    def __init__(self, places: Places, base: str | None = None) -> None:
        self.places = places
        self._base = usual_base() if base is None else base

    def devices(self) -> Choice:
        """The devices chosen before."""
        return remembered(self.places.settings)

    def keep_devices(self, choice: Choice) -> None:
        """Keep the devices.

        Raises:
            KeepError: they cannot be kept.
        """
        keep_devices(choice, self.places.settings)

    def book(self) -> Book:
        """What each cue says without phrases of one's own."""
        return default_book()

    def phrases(self) -> dict[CueName, tuple[str, ...]]:
        """The agent's phrases by cue.

        Raises:
            PromptBookError: the file cannot be used.
        """
        return read_phrases(self.places.phrases)

    def keep_phrases(self, phrases: Mapping[CueName, Sequence[str]]) -> None:
        """Keep the phrases of these cues.

        Raises:
            PromptBookError: the file cannot be used, or a phrase cannot.
            KeepError: it cannot be written.
        """
        if any(phrases.values()) or os.path.lexists(self.places.phrases):
            save_phrases(self.places.phrases, phrases)

    def beat_seconds(self) -> float:
        """The beat that counts now.

        Raises:
            ProfileError: the profile cannot be read.
        """
        return float(self._draft().value(BEAT))

    def keep_beat(self, seconds: float) -> None:
        """Keep the beat in the agent's own profile.

        Raises:
            ProfileError: the profile cannot be used, or the beat is out of range.
            KeepError: it cannot be written.
        """
        draft = self._draft()
        draft.put(BEAT, seconds)
        if draft.dirty:
            draft.save()

    def note_shown(self) -> None:
        """Do not come by itself again."""
        note_first_start(self.places.settings)

    def _draft(self) -> Draft:
        return Draft(self.places.profile, self._base)
