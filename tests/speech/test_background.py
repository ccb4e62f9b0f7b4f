"""Voices in the background are taken out, only them, and only where the model takes them for speech."""

from __future__ import annotations

import numpy as np

from assist.profile.schema import Speech
from assist.speech.background import BackgroundGate, hop_energies
from assist.timeline.frame import HOP, Samples

HOPS_A_SECOND = 16_000 / HOP
MARGIN_DB = Speech().background_margin_db


def hops(seconds: float) -> int:
    return round(seconds * HOPS_A_SECOND)


def sound(levels_db: list[float]) -> Samples:
    """Noise of the given level in every hop of the agent's side; the customer's side is silent."""
    dice = np.random.default_rng(5)
    out = np.zeros((len(levels_db) * HOP, 2), np.int16)
    for index, level in enumerate(levels_db):
        noise = dice.standard_normal(HOP) * 32768 * 10 ** (level / 20)
        out[index * HOP : (index + 1) * HOP, 0] = np.rint(noise.clip(-32768, 32767))
    return out


def gated(audio: Samples, probability: list[float]) -> list[float]:
    gate = BackgroundGate(MARGIN_DB)
    return [gate.hop(energy, (p, 0.0))[0] for energy, p in zip(hop_energies(audio), probability, strict=True)]


def test_background_voices_are_masked_and_the_own_voice_is_kept() -> None:
    background, own = -40.0, -22.0
    levels = [background] * hops(4) + [own] * hops(1) + [background] * hops(2)
    out = gated(sound(levels), [0.95] * len(levels))
    assert not any(out[hops(3) : hops(4)]), "the background is known after three seconds"
    assert all(out[hops(4) + 1 : hops(5)]), "at most one hop of the onset is lost"
    assert not any(out[hops(5) + 6 :]), "what follows the voice is background again"


def test_one_dip_of_the_background_does_not_let_the_rest_of_it_through() -> None:
    levels = [-40.0] * hops(4) + [-48.0] * 6 + [-40.0] * hops(1) + [-33.0] * hops(0.3) + [-40.0] * hops(1)
    assert not any(gated(sound(levels), [0.95] * len(levels))[hops(3) :])


def test_a_background_without_voices_masks_nothing() -> None:
    levels = [-40.0] * hops(4) + [-36.0] * hops(1)
    probability = [0.05] * hops(4) + [0.9] * hops(1)
    assert gated(sound(levels), probability) == probability, "a weak voice over plain noise stays"


def test_an_inaudible_background_masks_nothing() -> None:
    probability = [0.95] * hops(6)
    assert gated(sound([-80.0] * hops(6)), probability) == probability
    assert gated(np.zeros((hops(6) * HOP, 2), np.int16), probability) == probability, "a call of words alone"


def test_long_speech_with_ordinary_pauses_is_not_its_own_background() -> None:
    talk = ([-25.0] * hops(2.5) + [-62.0] * hops(0.25)) * 6
    probability = [0.95 if level > -50 else 0.1 for level in talk]
    voiced = [p >= 0.5 for p in probability]
    assert [p >= 0.5 for p in gated(sound(talk), probability)] == voiced


def test_both_sides_are_treated_alike() -> None:
    levels = [-40.0] * hops(4) + [-22.0] * hops(1)
    audio = sound(levels)
    there, swapped = BackgroundGate(MARGIN_DB), BackgroundGate(MARGIN_DB)
    for energy, mirrored in zip(hop_energies(audio), hop_energies(audio[:, ::-1]), strict=True):
        agent, customer = there.hop(energy, (0.9, 0.2))
        assert swapped.hop(mirrored, (0.2, 0.9)) == (customer, agent)
