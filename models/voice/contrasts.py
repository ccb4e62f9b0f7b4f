"""Made contrasts: the same voice saying the same ordinary lines calmly, angrily, cheerfully, after a calm opening.

Spoken by the recipe of `tests/calls` (see `tests/calls/CALLS.md` for what it needs). `python -m models.voice.contrasts` speaks
every piece once and keeps it; after that nothing of this needs the voices any more.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assist.events import SAMPLE_RATE
from tests.calls.kokoro import Kokoro
from tests.calls.kokoro_files import VOICES_PACKAGE
from tests.calls.script import Line
from tests.calls.sound import Sound
from tests.calls.speaking import Studio
from tests.calls.styles import STYLES, Prosody

CACHE = Path(".cache") / "voice"
VOICES = {
    "tune": ("af_bella", "am_puck", "bm_george", "af_kore"),
    "held": ("af_heart", "am_fenrir", "bf_emma", "am_michael"),
}
"""Weights and thresholds come from the first half; figures are reported on the second."""

GAP_SECONDS = 1.7
"""Silence of the caller between two turns, in which the agent would speak."""
BASELINE = (
    "Hi, I am calling about the invoice you sent me last week. I have the number here in front of me.",
    "It came in the post on Tuesday. My husband usually looks after these, but he is away for a while.",
    "Yes, that is the right address. We moved here in March, so the old one is gone.",
    "I pay by card most of the time. The last one went out at the beginning of the month, I think.",
    "There was a letter about a new plan as well. I did not really look at it until today.",
)
TESTED = (
    "I was told that somebody would come on Monday morning. Nobody came, and nobody called me about it.",
    "You have charged me for the same thing two times now. I would like to know what happens next.",
)
"""Said in every style: only the manner differs."""

CHEERFUL = Prosody(rate=1.04, pitch=1.08, range=1.35, energy=1.05, gain_db=4.0, effort_db=1.0)
"""A loud, lively and happy manner: wide and loud, hardly pressed."""
MANNERS = {
    "calm": STYLES["neutral"],
    "tense": STYLES["tense"],
    "agitated": STYLES["agitated"],
    "angry": STYLES["angry"],
    "cheerful": CHEERFUL,
}
RAISED = ("agitated", "angry")


@dataclass(frozen=True, slots=True)
class Turn:
    """One caller turn of a contrast."""

    text: str
    manner: str
    prosody: Prosody
    baseline: bool


def turns(voice: str) -> list[Turn]:
    """The turns of one voice: an opening, then the tested lines in every manner, each a little different as people are."""
    rng = np.random.default_rng(sum(voice.encode()))
    opening = [Turn(text, "calm", _varied(STYLES["neutral"], rng), True) for text in BASELINE]
    said = [Turn(text, name, _varied(manner, rng), False) for text in TESTED for name, manner in MANNERS.items()]
    return opening + said


def _varied(prosody: Prosody, rng: np.random.Generator) -> Prosody:
    """Nobody says two lines alike. Spreads: rate 4 %, pitch 3 %, range 10 %, level 1.5 dB, treble 1 dB."""
    rate, pitch, wide = np.exp(rng.normal(0.0, [0.04, 0.03, 0.10]))
    gain, effort = rng.normal(0.0, [1.5, 1.0])
    return prosody.combined(Prosody(float(rate), float(pitch), float(wide), 1.0, float(gain), float(effort)))


def studio(voices: Path, cache: Path) -> Studio:
    """What speaks; the voices are opened only when a piece is not known yet."""
    return Studio(lambda: Kokoro(voices, cache, threads=1), cache)


def spoken(voice: str, maker: Studio) -> Iterator[tuple[Turn, Sound]]:
    """Every turn of a voice as sound, 16 kHz."""
    for number, turn in enumerate(turns(voice)):
        first, _, second = turn.text.partition(". ")
        line = Line(id=f"t{number}", speaker="customer", text=f"{first}. [pause 0.35] {second}")
        yield turn, maker.speak(line, voice, turn.prosody).sound


def call(parts: list[Sound]) -> tuple[Sound, list[tuple[int, int]]]:
    """A call of one side: turns one after the other, shape (n, 2) with a silent agent; and where each turn lies."""
    gap = round(GAP_SECONDS * SAMPLE_RATE)
    position, places = gap, []
    for part in parts:
        places.append((position, position + len(part)))
        position += len(part) + gap
    stereo = np.zeros((position, 2), np.float32)
    for (start, end), part in zip(places, parts, strict=True):
        stereo[start:end, 1] = part
    return stereo, places


def main() -> None:
    """Speak everything once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--voices", type=Path, default=Path(VOICES_PACKAGE), help="the npm package with the voices")
    parser.add_argument("--cache", type=Path, default=CACHE)
    options = parser.parse_args()
    maker = studio(options.voices, options.cache)
    for voice in (voice for pair in zip(*VOICES.values(), strict=True) for voice in pair):
        seconds = sum(len(sound) for _, sound in spoken(voice, maker)) / SAMPLE_RATE
        print(f"{voice}: {seconds:.1f} s", flush=True)


if __name__ == "__main__":
    main()
