"""The whole recipe in one call: speak, place, mix, send through the line, write the truth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tests.calls.line import LineConditions, apply_line
from tests.calls.placing import Placed, call_length, place
from tests.calls.script import Script
from tests.calls.sound import Sound, limited
from tests.calls.speaking import Studio
from tests.calls.truth import COLUMN


@dataclass(frozen=True, slots=True)
class Call:
    """A made call."""

    stereo: Sound
    """Shape (n, 2): agent, customer."""
    placed: list[Placed]


def make_call(script: Script, studio: Studio, conditions: LineConditions) -> Call:
    """Make a call.

    Raises:
        ScriptError: the script cannot be spoken or placed.
    """
    spoken = {
        line.id: studio.speak(line, script.speakers[line.speaker].voice, script.prosody(line))
        for line in script.utterances
    }
    placed = place(script, {name: item.outline for name, item in spoken.items()})
    stereo = np.zeros((call_length(script, placed), 2), np.float32)
    for item in placed:
        stereo[item.start : item.end, COLUMN[item.line.speaker]] += spoken[item.line.id].sound
    return Call(limited(apply_line(stereo, conditions, np.random.default_rng(script.seed))), placed)
