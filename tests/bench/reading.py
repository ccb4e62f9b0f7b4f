"""What reading words costs: milliseconds a turn on one thread, both sides, and the memory of the model."""

from __future__ import annotations

import os
import time

from assist.cues.reading_turns import AgentTurns, CallerTurns
from assist.cues.text_encoder import REMEMBERED
from assist.events import SAMPLE_RATE, Speaker, Words
from assist.modelstore import ModelStore
from assist.session.assemble import reader_of
from assist.session.texts import texts_that_ship
from models.text.corpus import agent_lines, own_lines
from tests.bench.figures import Figure, print_figures
from tests.bench.process_usage import usage

BUDGET_MS = 15.0
LINES = 400


def run() -> None:
    """Measure and print. Every line is new, so that nothing is remembered; some begin a turn and some go on with one."""
    before = _memory()
    reader, _ = reader_of(texts_that_ship(), ModelStore())
    reader.read_caller("so it goes")
    loaded = _memory() - before
    figures = []
    agent, caller = AgentTurns(reader), CallerTurns(reader)
    for speaker, texts in (
        ("agent", [e.text for e in agent_lines(dev=True)]), ("customer", [e.text for e in own_lines(dev=True)]),
    ):  # fmt: skip
        chosen = list(dict.fromkeys(texts))[:: max(len(texts) // LINES, 1)][:LINES]
        spent = []
        for number, text in enumerate(chosen):
            words = _words("agent" if speaker == "agent" else "customer", text, number)
            began = time.process_time()
            if speaker == "agent":
                agent.read(words)
            else:
                caller.read(words)
            spent.append(time.process_time() - began)
        spent.sort()
        mean, high = 1000 * sum(spent) / len(spent), 1000 * spent[int(len(spent) * 0.95)]
        value = f"mean {mean:.1f}, p95 {high:.1f} ms of CPU"
        figures.append(
            Figure(
                f"{speaker}: one utterance read", value, len(spent), f"mean at most {BUDGET_MS:g} ms", mean <= BUDGET_MS
            )
        )
    figures.append(Figure(f"memory of the model, {REMEMBERED} lines remembered", f"{loaded:.0f} MB", 1))
    print_figures("Reading words, one thread", figures)


def _memory() -> float:
    now = usage(os.getpid())
    return 0.0 if now is None else now.resident_mb


def _words(speaker: Speaker, text: str, number: int) -> Words:
    """Every other one follows on the one before within a breath."""
    start = number // 2 * 60 * SAMPLE_RATE + number % 2 * 4 * SAMPLE_RATE
    end = start + round(3.5 * SAMPLE_RATE)
    return Words(at=end, known_at=end, speaker=speaker, start=start, end=end, text=text, stability="final")
