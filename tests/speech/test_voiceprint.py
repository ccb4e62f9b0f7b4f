"""Mel energies as the network expects them, the graph that ships, and, where its weights are installed, voices told apart."""

from __future__ import annotations

from importlib.resources import files
from itertools import pairwise

import numpy as np
import pytest

from assist.cli.playback import demo_call
from assist.events import SAMPLE_RATE
from assist.modelstore import ModelStore
from assist.modelstore.manifest import load_manifest, manifest_path
from assist.session.assemble import voice_model
from assist.session.call_files import open_sound, stereo_frames
from assist.speech.log_mel import BANDS, FFT, STRIDE, WINDOW, log_mel
from assist.speech.voiceprint import LONGEST, MODEL, direction

NOISE = np.random.default_rng(5).standard_normal(SAMPLE_RATE).astype(np.float32) * 0.1
installed = any(model.name == MODEL and model.installed for model in ModelStore().list())


def test_mel_energies_follow_the_textbook() -> None:
    """The same with triangles written out, in double precision."""

    def mel(hertz: float) -> float:
        return float(1127.0 * np.log(1.0 + hertz / 700.0))

    corners = np.linspace(mel(20.0), mel(8_000.0), BANDS + 2)
    triangles = np.zeros((BANDS, FFT // 2))
    for band, (low, middle, high) in enumerate(zip(corners, corners[1:], corners[2:], strict=False)):
        for number in range(FFT // 2):
            at = mel(number * SAMPLE_RATE / FFT)
            triangles[band, number] = max(0.0, min((at - low) / (middle - low), (high - at) / (high - middle)))
    window = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / (WINDOW - 1))) ** 0.85
    rows = []
    for start in range(0, len(NOISE) - WINDOW + 1, STRIDE):
        frame = NOISE[start : start + WINDOW].astype(float)
        frame = frame - frame.mean()
        frame = np.array([frame[0] * 0.03, *(after - 0.97 * before for before, after in pairwise(frame))]) * window
        rows.append(np.log(triangles @ np.abs(np.fft.rfft(frame, FFT)[: FFT // 2]) ** 2))
    expected = np.array(rows) - np.mean(rows, axis=0)
    found = log_mel(NOISE)
    assert found.shape == expected.shape == (98, BANDS) and np.abs(found - expected).max() < 2e-3


def test_loudness_does_not_matter() -> None:
    """But for a band or two at the bottom that hardly any bin of the spectrum falls into."""
    assert np.quantile(np.abs(log_mel(NOISE) - log_mel(NOISE * 0.2)), 0.98) < 1e-3


def test_less_than_a_window_is_an_error() -> None:
    with pytest.raises(ValueError, match="less than one window"):
        log_mel(NOISE[: WINDOW - 1])


def test_silence_gives_no_nonsense() -> None:
    assert np.abs(log_mel(np.zeros(4_000, np.float32))).max() < 1e-5
    assert not direction(np.zeros(3, np.float32)).any()


def test_the_graph_that_ships_reads_the_file_of_the_manifest() -> None:
    (entry,) = [model for model in load_manifest(manifest_path()).models if model.name == MODEL]
    graph = (files("assist") / "data" / "speaker" / "campplus.onnx").read_bytes()
    assert entry.files[0].path.encode() in graph and entry.role == "speaker" and len(graph) < 300_000


@pytest.mark.skipif(not installed, reason=f"run 'assist models install {MODEL}'")
def test_two_stretches_of_one_person_are_more_alike_than_those_of_two() -> None:
    model = voice_model(ModelStore())
    call = np.concatenate([frame.audio for frame in stereo_frames(open_sound(demo_call()))])
    prints = []
    for column in (0, 1):
        loud = np.flatnonzero(np.abs(call[:, column].astype(int)) > 1_000)
        voiced = call[loud[0] :, column]
        voiced = voiced[
            np.repeat(np.abs(voiced[: len(voiced) // 800 * 800]).reshape(-1, 800).max(axis=1) > 500, 800).nonzero()
        ]
        prints.append([model.voiceprint(voiced[at : at + LONGEST]) for at in range(0, 4 * LONGEST, LONGEST)])
    own = [float(a @ b) for side in prints for a, b in pairwise(side)]
    across = [float(a @ b) for a in prints[0] for b in prints[1]]
    assert min(own) > max(across)
