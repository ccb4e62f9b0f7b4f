"""A simulated device: its own crystal, its own format, blocks with jittering time stamps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assist.events import Gap, Speaker
from assist.timeline.align import Aligner
from assist.timeline.block import Block, RawSamples

Signal = Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]]
"""Sound pressure as a function of host seconds."""


def clicks(t: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """A smooth 4 ms bump at every whole second, centred there."""
    away = t - np.round(t)
    return np.asarray(0.8 * np.exp(-0.5 * (away / 0.001) ** 2) * (t > 0.5))


def tone(t: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """440 Hz."""
    return np.asarray(0.5 * np.sin(2 * np.pi * 440.0 * t))


@dataclass
class Device:
    """A recording device."""

    rate: int = 48_000
    channels: int = 2
    ppm: float = 0.0
    jitter_seconds: float = 0.0
    delay_seconds: float = 0.0
    """Known delay: arrival after capture, not in the time stamp."""
    floating: bool = False
    seed: int = 0

    def blocks(
        self, signal: Signal, seconds: float, block_seconds: float | list[int] = 0.025, start_seconds: float = 0.0
    ) -> Iterator[tuple[float, Block]]:
        """Arrival time and block, in order."""
        noise = np.random.default_rng(self.seed)
        true_rate = self.rate * (1.0 + self.ppm * 1e-6)
        sizes = block_seconds if isinstance(block_seconds, list) else [round(block_seconds * self.rate)]
        done, turn = 0, 0
        while done / true_rate < seconds:
            size = sizes[turn % len(sizes)]
            turn += 1
            at = start_seconds + done / true_rate
            mono = signal(start_seconds + (done + np.arange(size)) / true_rate)
            wide = np.repeat(mono[:, None], self.channels, axis=1)
            samples: RawSamples = wide.astype(np.float32) if self.floating else np.rint(wide * 32_767).astype(np.int16)
            late = abs(noise.normal(0.0, self.jitter_seconds)) if self.jitter_seconds else 0.0
            arrival = at + size / true_rate + self.delay_seconds + late
            yield arrival, Block(samples, self.rate, at + late)
            done += size


def run(
    sides: dict[Speaker, list[tuple[float, Block]]],
    seconds: float,
    *,
    idle: tuple[Speaker, ...] = (),
    tick: float = 0.01,
) -> tuple[npt.NDArray[np.int16], list[Gap], list[int]]:
    """Feed an aligner as a live call would.

    Returns:
        All audio (n, 2), the gaps, and how many samples behind the host clock each frame came out.
    """
    aligner = Aligner(0.0)
    for speaker in sides:
        aligner.opened(speaker, idle_is_silent=speaker in idle)
    queues = {speaker: list(reversed(blocks)) for speaker, blocks in sides.items()}
    frames, gaps, lags = [], [], []
    for step in range(1, round(seconds / tick) + 1):
        now = step * tick
        for speaker, queue in queues.items():
            while queue and queue[-1][0] <= now:
                arrival, block = queue.pop()
                aligner.push(speaker, block, arrival)
        new, found = aligner.frames(now)
        frames += new
        gaps += found
        lags += [round(now * 16_000) - frame.end for frame in new]
    new, found = aligner.finish(seconds)
    frames += new
    gaps += found
    assert [frame.start for frame in frames] == list(range(0, 320 * len(frames), 320))
    return np.concatenate([frame.audio for frame in frames]), gaps, lags


def click_error_samples(audio: npt.NDArray[np.int16], ignore_seconds: float = 0.0) -> npt.NDArray[np.float64]:
    """Distance of every click of one side from its whole second, in samples."""
    errors = []
    for second in range(1, (len(audio) - 1_600) // 16_000 + 1):
        if second < ignore_seconds:
            continue
        window = audio[second * 16_000 - 1_600 : second * 16_000 + 1_600].astype(np.float64)
        if np.abs(window).max() > 8_000:
            errors.append(float(np.argmax(window)) - 1_600)
    return np.array(errors)
