"""Half a minute of the agent's own speech becomes a voiceprint; the sound itself is not kept."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from assist.events import SAMPLE_RATE
from assist.profile.schema import Attribution
from assist.session.call_files import InputError
from assist.session.voice_file import EnrolledVoice
from assist.speech.attribution import Mono, Stretches
from assist.speech.silero import ActivityModel
from assist.speech.voiceprint import VoiceModel, direction
from assist.timeline.frame import HOP

VOICE = 0.5
"""Probability from which a hop is voice."""
MOST_SECONDS = 60.0
"""More voice than this is not read."""


def enrol(
    blocks: Iterable[Mono],
    activity: ActivityModel,
    model: VoiceModel,
    thresholds: Attribution,
    source: str,
    enrolled_on: str = "",
) -> EnrolledVoice:
    """Make a voiceprint of one person's speech.

    Args:
        blocks: the speech, int16 at 16 kHz, one channel, in blocks of any length; read only as far as needed.
        activity: where there is a voice.
        model: gives voiceprints.
        thresholds: how much voice is needed, and how much is taken.
        source: name of the file or microphone, for messages.
        enrolled_on: day.

    Raises:
        InputError: no voice, too little of it, or not one person's.
    """
    stretches = Stretches(model)
    found, voiced, heard, start = [], 0, 0, 0
    most = round(MOST_SECONDS * SAMPLE_RATE)
    for hop in _hops(blocks):
        probability = activity.probabilities(start, np.repeat(hop[:, None], 2, axis=1))[0]
        start += HOP
        heard += 1
        voiced += HOP * (probability >= VOICE)
        if (stretch := stretches.hop(hop, probability)) is not None:
            found.append(stretch.voice)
        if voiced >= most:
            break
    seconds, all_seconds = voiced / SAMPLE_RATE, heard * HOP / SAMPLE_RATE
    if not found:
        raise InputError(
            f"{source}: no voice is heard in {all_seconds:.0f} s; check the microphone and read something aloud."
        )
    if seconds < thresholds.enrolled_seconds:
        raise InputError(
            f"{source}: {seconds:.0f} s of voice are heard in {all_seconds:.0f} s, and at least "
            f"{thresholds.enrolled_seconds:.0f} s are needed; read something aloud for half a minute."
        )
    each = np.stack(found)
    mean = direction(each.mean(axis=0))
    similar = each @ mean
    if float(similar.mean()) < thresholds.enrolled_likeness:
        raise InputError(
            f"{source}: this does not sound like one person in one place; enrol yourself alone, in a quiet room."
        )
    return EnrolledVoice(
        model=model.name,
        mean=tuple(float(value) for value in mean),
        likeness=float(similar.mean()),
        spread=float(similar.std()),
        seconds=seconds,
        enrolled_on=enrolled_on,
    )


def _hops(blocks: Iterable[Mono]) -> Iterable[Mono]:
    rest = np.zeros(0, np.int16)
    for block in blocks:
        rest = np.concatenate([rest, block])
        whole = len(rest) - len(rest) % HOP
        for at in range(0, whole, HOP):
            yield rest[at : at + HOP]
        rest = rest[whole:]
