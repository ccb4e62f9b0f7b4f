"""The real pitch network on made voices."""

from __future__ import annotations

import numpy as np
import pytest

from assist.modelstore import ModelError, ModelStore
from assist.speech.pitch import FRAME, PITCH_FILE, PITCH_MODEL, SwiftPitch
from tests.speech.voices import buzz, quiet

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def network() -> SwiftPitch:
    try:
        return SwiftPitch(ModelStore().path(PITCH_MODEL, PITCH_FILE))
    except ModelError as problem:
        pytest.skip(str(problem))


@pytest.mark.parametrize("hertz", [90.0, 160.0, 300.0])
def test_the_pitch_of_a_buzz(network: SwiftPitch, hertz: float) -> None:
    sound = buzz(1.0, hertz)
    pitch, confidence = network.track(sound)
    assert len(pitch) == len(confidence) == len(sound) // FRAME
    voiced = confidence >= 0.5
    assert voiced.mean() > 0.5
    assert float(np.median(pitch[voiced])) == pytest.approx(hertz, rel=0.01)


def test_hiss_and_silence_are_not_voiced(network: SwiftPitch) -> None:
    for sound in (quiet(1.0), np.zeros(16_000, np.int16)):
        _, confidence = network.track(sound)
        assert (confidence >= 0.5).mean() < 0.1


def test_the_same_sound_gives_the_same_pitch(network: SwiftPitch) -> None:
    sound = buzz(0.7, 120.0)
    first, again = network.track(sound), network.track(sound)
    assert all(np.array_equal(one, other) for one, other in zip(first, again, strict=True))
