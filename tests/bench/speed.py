"""How fast calls replay, what a live call costs, and how long the program takes to start."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from assist.coaching.promptbook import default_book
from assist.coaching.redecide import inputs, redecide
from assist.eventlog import read_events, write_line
from assist.modelstore import ModelStore
from assist.profile.schema import Profile
from tests.bench.figures import Figure, at_least, at_most, print_figures, print_table
from tests.bench.live_run import Run, measure
from tests.bench.measuring import Measured
from tests.bench.played_calls import Playing
from tests.bench.references import Call
from tests.bench.stages import ACTIVITY, COACHING, CUES, LEVELS, READING, REST, SPEECH, WORDS, StageTimes, stage_times
from tests.bench.starting import starts

REPLAY_BUDGETS = {"none": 60.0, "moonshine": 4.0}
"""Times real time, per core."""
DECIDING_BUDGET = 10_000.0
LIVE_BUDGETS = {"none": 10.0, "moonshine": 60.0, "vosk": 35.0}
"""Per cent of a core."""
MEMORY_MB, HELP_SECONDS = 600.0, 0.3
STARTS = 5
AGAIN = 20
IMPORTS = ("assist.cli.main", "assist.session.played", "assist.ui.app", "assist.asr.moonshine")


def engines(*, whisper: bool) -> list[str]:
    """What can be measured here; `none` first."""
    vosk = any(m.engine == "vosk" and m.installed and "en" in m.languages for m in ModelStore().list())
    return ["none", "moonshine", *(["vosk"] if vosk else []), *(["whisper"] if whisper else [])]


def run(call: Call, asr: list[str], *, live: bool) -> None:
    """Measure and print.

    Args:
        call: what is replayed.
        asr: engines.
        live: also play the shipped call in real time, with the overlay.
    """
    times = {name: stage_times(call, name) for name in asr}
    _print_stages(times)
    deciding = [figure for name, found in times.items() if name == "moonshine" for figure in _deciding(found)]
    print_figures("Replay", [*(_replay(name, found) for name, found in times.items()), *deciding])
    if live:
        figures = []
        for name in [name for name in asr if name in LIVE_BUDGETS]:
            figures += _live(name, measure(Run(Playing(), name)))
        print_figures("Live, the shipped call in real time, overlay on Xvfb", figures)
        print_figures("Start", _starts())


def _replay(name: str, times: StageTimes) -> Figure:
    ratio = times.audio_seconds / times.total
    what = f"{name}: real time / CPU time (wall: {times.audio_seconds / times.wall_seconds:.1f}x)"
    return (
        at_least(what, ratio, "x", REPLAY_BUDGETS[name])
        if name in REPLAY_BUDGETS
        else Figure(what, f"{ratio:.3g} x", 1)
    )


def _deciding(times: StageTimes) -> list[Figure]:
    """Prompts decided anew from the events, as tuning does: from memory, and with the events read from a file each time."""
    book, profile = default_book(), Profile()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.jsonl"
        with path.open("w", encoding="utf-8") as out:
            for event in inputs(times.events):
                write_line(out, event)
        stored = list(read_events(path))
        alone = _cpu_seconds(lambda: redecide(stored, profile, book))
        read = _cpu_seconds(lambda: redecide(list(read_events(path)), profile, book))
    return [
        at_least(
            "prompts decided anew: real time / CPU time", times.audio_seconds / alone, "x", DECIDING_BUDGET, AGAIN
        ),
        Figure("the same, events read from a file first", f"{times.audio_seconds / read:.3g} x", AGAIN),
    ]


def _cpu_seconds(do: Callable[[], object]) -> float:
    """Median over some runs."""
    seconds = []
    for _ in range(AGAIN):
        before = time.process_time()
        do()
        seconds.append(time.process_time() - before)
    return statistics.median(seconds)


def _print_stages(times: dict[str, StageTimes]) -> None:
    stages = (READING, LEVELS, ACTIVITY, SPEECH, WORDS, CUES, COACHING, REST)
    rows = [
        [name, *(f"{1000 * found.seconds[stage] / found.audio_seconds:.2f}" for stage in stages),
         f"{1000 * found.total / found.audio_seconds:.1f}"]
        for name, found in times.items()
    ]  # fmt: skip
    print_table("CPU milliseconds per second of call, both sides", ("engine", *stages, "all"), rows, numbers_from=1)


def _live(name: str, run: Measured) -> list[Figure]:
    first, last = run.looks[0], run.looks[-1]
    seconds = last.call_seconds - first.call_seconds
    main = 100 * (last.main.cpu_seconds - first.main.cpu_seconds) / seconds
    worker, worker_mb, worker_most = 0.0, 0.0, 0.0
    workers = [look.worker for look in run.looks if look.worker is not None]
    if workers:
        worker = 100 * (workers[-1].cpu_seconds - workers[0].cpu_seconds) / seconds
        worker_mb, worker_most = workers[-1].resident_mb, workers[-1].most_resident_mb
    memory = last.main.most_resident_mb + worker_most
    return [
        at_most(f"{name}: share of a core ({main:.1f} % program and overlay, {worker:.1f} % recognition)",
                main + worker, "%", LIVE_BUDGETS[name], len(run.looks)),
        at_most(f"{name}: most resident memory (at the end {last.main.resident_mb:.0f} + {worker_mb:.0f} MB)",
                memory, "MB", MEMORY_MB, len(run.looks)),
    ]  # fmt: skip


def _starts() -> list[Figure]:
    figures = []
    empty = statistics.median(started.cpu for started in starts(["-c", "pass"], STARTS))
    found = starts(["-m", "assist", "--help"], STARTS)
    what = f"assist --help, wall clock, median (CPU {statistics.median(s.cpu for s in found):.2f} s)"
    figures.append(at_most(what, statistics.median(s.wall for s in found), "s", HELP_SECONDS, STARTS))
    for module in IMPORTS:
        cpu = statistics.median(started.cpu for started in starts(["-c", f"import {module}"], STARTS)) - empty
        figures.append(at_most(f"import {module}, CPU beyond an empty Python", cpu, "s", None, STARTS))
    return figures
