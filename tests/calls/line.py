"""What happens between the two mouths and us: leak, noise, the telephone band, lost packets."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import soundfile
import soxr

from assist.events import SAMPLE_RATE
from tests.calls.sound import Sound, db_to_gain, filtered
from tests.calls.speaking import REFERENCE_LEVEL_DB

NoiseKind = Literal["white", "pink", "hum", "babble"]
TELEPHONE_RATE = 8_000
PASS_BAND_HZ = (300.0, 3400.0)
BAND_EDGE_HZ = 100.0
ROOM_FLOOR_DB = -80.0
"""Every channel carries at least this much pink noise: real lines are never digitally silent."""
LEAK_DELAY = SAMPLE_RATE * 3 // 2000
PACKET = SAMPLE_RATE // 50
MEAN_BURST_PACKETS = 2.0
MAINS_HZ = 50.0


@dataclass(frozen=True, slots=True)
class LineConditions:
    """How the call reaches us; the default is a clean headset line."""

    telephone: bool = False
    """300-3400 Hz and a G.711 mu-law round trip."""
    noise: NoiseKind | None = None
    snr_db: float = 20.0
    """Reference speech level above the noise."""
    crosstalk_db: float | None = None
    """How far down each side leaks into the other, e.g. -40."""
    packet_loss_percent: float = 0.0
    """20 ms packets lost, in bursts of two on average; the gaps stay silent."""


def apply_line(stereo: Sound, conditions: LineConditions, rng: np.random.Generator) -> Sound:
    """Put the conditions on both channels, shape (n, 2); length and times stay."""
    length = len(stereo)
    result = stereo
    if conditions.crosstalk_db is not None:
        late = np.zeros_like(stereo)
        late[LEAK_DELAY:] = stereo[: length - LEAK_DELAY, ::-1]
        result = result + db_to_gain(conditions.crosstalk_db) * late
    result = result + db_to_gain(ROOM_FLOOR_DB) * _both("pink", stereo, rng)
    if conditions.noise is not None:
        level = db_to_gain(REFERENCE_LEVEL_DB - conditions.snr_db)
        result = result + level * _both(conditions.noise, stereo, rng)
    columns = [result[:, column].astype(np.float32) for column in (0, 1)]
    if conditions.telephone:
        columns = [_telephone(column) for column in columns]
    if conditions.packet_loss_percent > 0:
        columns = [column * _kept(length, conditions.packet_loss_percent, rng) for column in columns]
    return np.stack(columns, axis=1)


def _both(kind: NoiseKind, stereo: Sound, rng: np.random.Generator) -> Sound:
    return np.stack([_noise(kind, stereo, rng) for _ in (0, 1)], axis=1)


def _noise(kind: NoiseKind, stereo: Sound, rng: np.random.Generator) -> Sound:
    """One channel of noise with mean power 1."""
    length = len(stereo)
    noise: npt.NDArray[np.float64]
    if kind == "white":
        noise = rng.standard_normal(length)
    elif kind == "pink":
        spectrum = np.fft.rfft(rng.standard_normal(length))
        spectrum[1:] /= np.sqrt(np.arange(1, len(spectrum)))
        spectrum[0] = 0.0
        noise = np.fft.irfft(spectrum, length)
    elif kind == "hum":
        seconds = np.arange(length) / SAMPLE_RATE
        harmonics = [np.sin(2 * np.pi * MAINS_HZ * order * seconds) / order for order in (1, 2, 3, 5)]
        noise = np.sum(harmonics, axis=0) + 0.05 * rng.standard_normal(length)
    else:  # babble: the call's own voices, backwards and piled up: speech-like, without words
        voices = stereo.sum(axis=1)[::-1].astype(np.float64)
        noise = np.sum([np.roll(voices, int(rng.integers(length))) for _ in range(8)], axis=0)
    unit: Sound = (noise / (np.sqrt(np.mean(np.square(noise))) + 1e-12)).astype(np.float32)
    return unit


def _telephone(channel: Sound) -> Sound:
    """Band-limit, resample to 8 kHz, through G.711 mu-law and back."""
    low, high = PASS_BAND_HZ

    def band(hertz: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        rise = np.clip((hertz - (low - BAND_EDGE_HZ)) / BAND_EDGE_HZ, 0.0, 1.0)
        fall = np.clip(((high + BAND_EDGE_HZ) - hertz) / BAND_EDGE_HZ, 0.0, 1.0)
        return np.sin(np.minimum(rise, fall) * np.pi / 2)

    narrow = soxr.resample(filtered(channel, band), SAMPLE_RATE, TELEPHONE_RATE)
    coded = io.BytesIO()
    soundfile.write(coded, np.clip(narrow, -0.99, 0.99), TELEPHONE_RATE, format="WAV", subtype="ULAW")
    coded.seek(0)
    decoded, _ = soundfile.read(coded, dtype="float32")
    wide: Sound = soxr.resample(decoded, TELEPHONE_RATE, SAMPLE_RATE)
    return np.pad(wide, (0, max(0, len(channel) - len(wide))))[: len(channel)]


def _kept(length: int, loss_percent: float, rng: np.random.Generator) -> Sound:
    """1 where a packet arrived, 0 where it was lost: a two-state (Gilbert) model."""
    lost_share = loss_percent / 100.0
    recover = 1.0 / MEAN_BURST_PACKETS
    fail = min(1.0, recover * lost_share / max(1e-9, 1.0 - lost_share))
    packets = np.ones(-(-length // PACKET), np.float32)
    lost = False
    for number, draw in enumerate(rng.random(len(packets))):
        lost = draw >= recover if lost else draw < fail
        packets[number] = 0.0 if lost else 1.0
    return np.repeat(packets, PACKET)[:length]
