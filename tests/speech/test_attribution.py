"""One channel, two voices: whose is it, when can that be known, and when is it nobody's?"""

from __future__ import annotations

import numpy as np

from assist.events import SAMPLE_RATE
from assist.profile.schema import Attribution, samples
from assist.speech.attribution import STRETCH_SECONDS, Attributor, Stretches
from assist.timeline.frame import HOP
from tests.speech.two_tones import HIGH_HZ, LOW_HZ, MIDDLE_HZ, Mono, ToneModel, hops, talk, tone

AGENT = ToneModel().voiceprint(tone(LOW_HZ, 1.0))


def attributed(sound: Mono, thresholds: Attribution | None = None) -> list[tuple[float, float]]:
    attributor = Attributor(thresholds or Attribution(), ToneModel(), AGENT)
    out: list[tuple[float, float]] = []
    for hop in hops(sound):
        out += attributor.hop(hop, float(np.abs(hop.astype(int)).max() > 500))
    return out + attributor.flush()


def shares(voices: list[tuple[float, float]], start: float, end: float) -> tuple[float, float]:
    part = voices[round(start * SAMPLE_RATE / HOP) : round(end * SAMPLE_RATE / HOP)]
    return sum(a > 0 for a, _ in part) / len(part), sum(c > 0 for _, c in part) / len(part)


def test_turns_in_alternation_go_to_their_side() -> None:
    call = talk((0, 0.5), (LOW_HZ, 3), (0, 0.4), (HIGH_HZ, 3), (0, 0.4), (LOW_HZ, 2), (0, 0.4), (HIGH_HZ, 2), (0, 0.5))
    voices = attributed(call)
    assert len(voices) == len(call) // HOP
    assert shares(voices, 0.6, 3.4) == (1.0, 0.0) and shares(voices, 4.0, 6.8) == (0.0, 1.0)
    assert shares(voices, 7.4, 9.2) == (1.0, 0.0) and shares(voices, 9.8, 11.6) == (0.0, 1.0)
    assert shares(voices, 0.0, 0.4) == (0.0, 0.0)


def test_never_both_at_once() -> None:
    assert all(min(pair) == 0.0 for pair in attributed(talk((LOW_HZ, 2), (HIGH_HZ, 2), (LOW_HZ, 2))))


def test_a_change_without_a_pause_is_found_within_half_a_second() -> None:
    voices = attributed(talk((LOW_HZ, 4), (HIGH_HZ, 4)))
    assert shares(voices, 0.1, 3.5) == (1.0, 0.0) and shares(voices, 4.5, 7.9) == (0.0, 1.0)


def test_a_voice_between_both_is_given_to_nobody() -> None:
    call = talk((LOW_HZ, 4), (0, 0.5), (HIGH_HZ, 4), (0, 3.0), (MIDDLE_HZ, 0.4), (0, 3.0), (LOW_HZ, 2))
    voices = attributed(call)
    assert shares(voices, 11.6, 11.85) == (0.0, 0.0), "too short to be compared, far from everything: nobody's"


def test_the_other_voice_is_learnt() -> None:
    """A voice half-way to the agent's is the agent's while nobody else is known, and the caller's once the caller is."""
    between = 480.0
    before = attributed(talk((LOW_HZ, 3), (0, 0.4), (between, 3), (0, 1)))
    assert shares(before, 3.6, 6.2) == (1.0, 0.0)
    after = attributed(talk((LOW_HZ, 3), (0, 0.4), (HIGH_HZ, 6), (0, 0.4), (between, 3), (0, 1)))
    assert shares(after, 10.0, 12.6) == (0.0, 1.0)


def test_what_is_decided_does_not_wait_longer_than_the_delay() -> None:
    attributor = Attributor(Attribution(), ToneModel(), AGENT)
    given = 0
    for number, hop in enumerate(hops(tone(LOW_HZ, 6)), 1):
        given += len(attributor.hop(hop, 1.0))
        assert number - given <= attributor.delay + 8
        assert number - given >= attributor.delay or given == 0
    assert given * HOP >= 4 * SAMPLE_RATE


def test_no_stretch_reaches_over_a_pause() -> None:
    model = ToneModel()
    stretches = Stretches(model)
    found = [
        stretch
        for hop in hops(talk((LOW_HZ, 2), (0, 0.5), (HIGH_HZ, 2), (0, 1)))
        if (stretch := stretches.hop(hop, float(hop.any()))) is not None
    ]
    assert found and all(max(stretch.voice) > 0.99 for stretch in found)
    assert all(stretch.hops * HOP <= samples(STRETCH_SECONDS) + HOP for stretch in found)


def test_silence_asks_the_model_nothing() -> None:
    model = ToneModel()
    attributor = Attributor(Attribution(), model, AGENT)
    for hop in hops(talk((0, 10))):
        attributor.hop(hop, 0.0)
    assert model.asked == 0 and attributor.flush()
