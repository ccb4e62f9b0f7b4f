"""Hours of calls, faster than real time, through the real lane and the overlay: does anything grow?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from assist.events import Trouble
from tests.bench.figures import Figure, print_figures
from tests.bench.live_run import Run, measure
from tests.bench.measuring import Look
from tests.bench.played_calls import Playing

SLOPE_MB_PER_HOUR = 1.0
WARM_UP_SHARE = 0.3
"""Of the looks, left out: caches fill and the allocator settles."""


def run(asr: str, minutes: float, speed: float) -> None:
    """Measure and print.

    Args:
        asr: recognition engine.
        minutes: of call.
        speed: times real time.
    """
    found = measure(Run(Playing(minutes=minutes, speed=speed), asr, keep_events=False))
    looks = found.looks[int(len(found.looks) * WARM_UP_SHARE) :]
    figures = [_slope("program: memory", looks, lambda look: look.main.resident_mb)]
    if all(look.worker is not None for look in looks):
        figures.append(
            _slope("recognition: memory", looks, lambda look: look.worker.resident_mb if look.worker else 0.0)
        )
    for name, of in (("threads", lambda look: look.main.threads), ("open files", lambda look: look.main.files)):
        figures.append(_change(f"program: {name}", looks, of))
    figures.append(Figure("troubles told", str(sum(isinstance(e, Trouble) for _, e in found.emitted)), 1, "0", None))
    hours = found.looks[-1].call_seconds / 3600
    print_figures(f"{hours:.2f} hours of call at {speed:g} times real time, {asr}", figures)


def _slope(what: str, looks: Sequence[Look], of: Callable[[Look], float]) -> Figure:
    """Least squares through the looks, with the standard error of the slope; kept unless it is surely above the budget."""
    hours = np.array([look.call_seconds for look in looks]) / 3600
    values = np.array([of(look) for look in looks])
    centred = hours - hours.mean()
    slope = float((centred * values).sum() / (centred**2).sum())
    residual = values - values.mean() - slope * centred
    error = float(np.sqrt((residual**2).sum() / max(len(looks) - 2, 1) / (centred**2).sum()))
    value = f"{slope:+.2f} ± {error:.2f} MB an hour ({values[0]:.0f} -> {values[-1]:.0f} MB)"
    return Figure(
        what, value, len(looks), f"under {SLOPE_MB_PER_HOUR:g} MB an hour", slope - 2 * error < SLOPE_MB_PER_HOUR
    )


def _change(what: str, looks: Sequence[Look], of: Callable[[Look], int]) -> Figure:
    first, last, most = of(looks[0]), of(looks[-1]), max(of(look) for look in looks)
    return Figure(what, f"{first} -> {last}, most {most}", len(looks), "no more at the end", last <= first)
