"""Measuring the caller's voice: what is measured, when it is published, and that blocks and shifts change nothing."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pytest

from assist.events import SAMPLE_RATE, AnyEvent, SpeechEnded, SpeechStarted, TurnEnded, VoiceFeatures
from assist.profile.schema import Profile
from assist.speech.pitch import Track
from assist.speech.stage import SpeechStage
from assist.speech.voice import LONGEST, VoiceStage
from assist.timeline.frame import HOP, Samples
from assist.timeline.loudness import Loudness
from tests.speech.voices import KnownPitch, Sound, buzz, quiet

VOICED_HOP = 600
"""A hop of a made voice is louder than this, the hiss is not."""


def heard(
    caller: Sound, hertz: float = 160.0, agent: Sound | None = None
) -> tuple[list[VoiceFeatures], list[AnyEvent]]:
    """A call of a made caller through loudness, speech stage and voice stage: features, and all speech events."""
    whole = len(caller) // HOP * HOP
    audio: Samples = np.zeros((whole, 2), np.int16)
    audio[:, 1] = caller[:whole]
    if agent is not None:
        audio[: len(agent), 0] = agent[:whole]
    profile, loudness = Profile(), Loudness()
    speech, voice = SpeechStage(profile), VoiceStage(KnownPitch(hertz), profile.voice)
    features: list[VoiceFeatures] = []
    events: list[AnyEvent] = []
    for start in range(0, whole, HOP):
        hop = audio[start : start + HOP]
        probabilities = [float(np.abs(hop[:, side]).max() > VOICED_HOP) for side in (0, 1)]
        found = speech.hop((probabilities[0], probabilities[1]), start, start + HOP)
        features += voice.hop(found, hop, loudness.levels(hop), start + HOP)
        events += found
    last = speech.flush(whole, whole + 1)
    return features + voice.flush(last, whole + 1), events + last


def turn(seconds: float = 3.0, hertz: float = 160.0, **how: float) -> Sound:
    return np.concatenate([quiet(1.5), buzz(seconds, hertz, **how), quiet(1.5)])


def only(features: list[VoiceFeatures]) -> VoiceFeatures:
    assert len(features) == 1
    return features[0]


def test_a_turn_is_measured() -> None:
    features, events = heard(turn())
    found = only(features)
    assert found.speaker == "customer"
    assert found.pitch_semitones == pytest.approx(12 * np.log2(1.6), abs=0.01) and found.pitch_spread_semitones == 0.0
    assert found.syllables_per_second == pytest.approx(4.0, abs=0.4)
    assert found.speech_seconds == pytest.approx(3.0, abs=0.15) and 2.0 < found.voiced_seconds <= 3.0
    assert found.harmonicity_db > 10 and found.jitter_semitones == 0.0
    assert found.noise_db is not None and found.level_db - found.noise_db > 40
    ended = next(event for event in events if isinstance(event, SpeechEnded))
    assert (found.start, found.end) == (ended.start, ended.end) and found.known_at >= found.end


def test_a_gain_moves_the_level_and_the_noise_and_nothing_else() -> None:
    soft, loud = (asdict(only(heard(np.rint(turn() * gain).astype(np.int16))[0])) for gain in (1.0, 2.0))
    for name in ("level_db", "noise_db"):
        assert loud.pop(name) - soft.pop(name) == pytest.approx(6.02, abs=0.25)
    assert all(loud[name] == pytest.approx(soft[name], abs=0.15) for name in soft if name != "speaker")


def test_a_flatter_spectrum_is_sharper() -> None:
    dull, sharp = (only(heard(turn(slope_db=slope))[0]) for slope in (-12.0, -3.0))
    assert sharp.tilt_db - dull.tilt_db > 6


def test_a_fast_voice_has_more_syllables_a_second() -> None:
    slow, fast = (only(heard(turn(syllables=rate))[0]) for rate in (3.0, 6.0))
    assert slow.syllables_per_second == pytest.approx(3.0, abs=0.4)
    assert fast.syllables_per_second == pytest.approx(6.0, abs=0.6)


def test_a_call_that_begins_later_gives_the_same_later() -> None:
    later = 40 * HOP
    now, shifted = (only(heard(np.concatenate([sound, turn()]))[0]) for sound in (quiet(0.0), quiet(1.28)))
    moved = {**asdict(now), "noise_db": None}
    for name in ("at", "known_at", "start", "end"):
        moved[name] += later
    assert moved == {**asdict(shifted), "noise_db": None}


def test_speech_without_a_pause_is_measured_while_it_lasts() -> None:
    features, _ = heard(turn(9.0))
    assert [round((piece.end - piece.start) / SAMPLE_RATE, 1) for piece in features[:2]] == [4.0, 4.0]
    assert all(piece.known_at - piece.start <= LONGEST + HOP for piece in features[:2])
    assert features[1].start == features[0].end


def test_short_stretches_of_a_turn_are_measured_together_and_their_pauses_told() -> None:
    pieces = [part for _ in range(3) for part in (buzz(0.5), quiet(0.5))]
    found = only(heard(np.concatenate([quiet(1.5), *pieces, quiet(1.0)]))[0])
    assert found.speech_seconds == pytest.approx(1.5, abs=0.2)
    assert found.pause_share == pytest.approx(0.4, abs=0.07)


def test_a_piece_never_reaches_into_the_next_turn() -> None:
    features, events = heard(np.concatenate([turn(1.0), turn(1.0)]))
    turns = [(event.start, event.end) for event in events if isinstance(event, TurnEnded)]
    assert [(piece.start, piece.end) for piece in features] == turns


def test_the_agent_is_never_measured() -> None:
    features, events = heard(quiet(6.0), agent=turn())
    assert features == []
    assert any(isinstance(event, SpeechStarted) and event.speaker == "agent" for event in events)


def test_without_a_pitch_model_nothing_is_measured() -> None:
    voice, loudness = VoiceStage(None, Profile().voice), Loudness()
    hop = np.zeros((HOP, 2), np.int16)
    started = SpeechStarted(at=0, known_at=HOP, speaker="customer", start=0)
    assert voice.hop([started], hop, loudness.levels(hop), HOP) == []


def test_sound_without_any_pitch_gives_nothing() -> None:
    hiss = np.rint(np.random.default_rng(2).normal(0, 900, 2 * SAMPLE_RATE)).astype(np.int16)

    class Unvoiced(KnownPitch):
        def track(self, audio: Sound) -> tuple[np.ndarray, np.ndarray]:
            hertz, confidence = super().track(audio)
            return hertz, confidence * 0.0

    profile, loudness = Profile(), Loudness()
    voice = VoiceStage(Unvoiced(160.0), profile.voice)
    stereo = np.stack([np.zeros_like(hiss), hiss], axis=1)[: len(hiss) // HOP * HOP]
    end = len(stereo)
    started = SpeechStarted(at=0, known_at=end, speaker="customer", start=0)
    ended = SpeechEnded(at=end, known_at=end, speaker="customer", start=0, end=end)
    assert voice.hop([started, ended], stereo, loudness.levels(stereo), end) == []


@pytest.mark.parametrize("voiced", [1, 2, 3])
def test_hardly_any_pitch_still_gives_numbers(voiced: int) -> None:
    class Brief(KnownPitch):
        def track(self, audio: Sound) -> tuple[Track, Track]:
            hertz, confidence = super().track(audio)
            confidence[voiced:] = 0.0
            return hertz + np.arange(len(hertz)), confidence

    profile, loudness = Profile(), Loudness()
    voice = VoiceStage(Brief(160.0), profile.voice)
    stereo = np.stack([np.zeros(SAMPLE_RATE, np.int16), buzz(1.0)], axis=1)[: SAMPLE_RATE // HOP * HOP]
    end = len(stereo)
    started = SpeechStarted(at=0, known_at=end, speaker="customer", start=0)
    ended = SpeechEnded(at=end, known_at=end, speaker="customer", start=0, end=end)
    over = TurnEnded(at=end, known_at=end, speaker="customer", start=0, end=end)
    numbers = asdict(only(voice.hop([started, ended, over], stereo, loudness.levels(stereo), end)))
    assert all(np.isfinite(value) for value in numbers.values() if isinstance(value, float))
