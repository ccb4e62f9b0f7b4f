"""What the agent can switch in the overlay's menu; each choice is remembered beside the overlay's place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ChoiceName = Literal["show_beat", "compact", "show_tension", "show_transcript", "docked", "click_through"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of the menu."""

    text: str
    tooltip: str
    usually: bool
    """How it is until the agent chooses."""


CHOICES: dict[ChoiceName, Choice] = {
    "show_beat": Choice(
        "Show the beat", "A ring that fills while you leave a beat after the caller stopped", usually=True
    ),
    "compact": Choice(
        "Prompts in one row", "Only the picture and the words; the rest with one click or hotkey", usually=False
    ),
    "show_tension": Choice("Show the caller's tension", "The caller's level over the last 3 minutes", usually=False),
    "show_transcript": Choice("Show the transcript", "The last lines of what is said; kept nowhere", usually=False),
    "docked": Choice(
        "Side panel", "An ordinary window that stays where you put it, with room for prompts", usually=False
    ),
    "click_through": Choice(
        "Mouse goes through", "While there is no prompt, only the grip takes the mouse", usually=True
    ),
}
