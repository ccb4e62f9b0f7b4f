"""How late things are on the screen, in real time, through the real lane and the real overlay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assist.asr.open_engine import open_engine
from assist.events import (
    SAMPLE_RATE,
    AnyEvent,
    CueRaised,
    OverlapJudged,
    PromptShown,
    SpeechEnded,
    SpeechStarted,
    TurnEnded,
    Words,
)
from assist.modelstore import ModelStore
from assist.profile.schema import Profile, samples
from assist.session.assemble import sound_parts
from assist.session.replay import replay
from tests.bench.alone_lane import AloneLane
from tests.bench.figures import Figure, at_most, print_figures, spread
from tests.bench.live_run import Run, measure
from tests.bench.measuring import Measured
from tests.bench.played_calls import Playing

TIMING_MILLISECONDS, WORDING_MILLISECONDS = 150.0, 700.0
"""Budgets of design.md, 95th percentile."""
SHIFTS_SECONDS = (0.0, 7.3, 19.1, 31.7, 48.9)
WORDING = ("straight_to_demand", "dead_end")
NEAR_SAMPLES = SAMPLE_RATE // 2
"""Words whose end is this near the end of a stretch of voice belong to it."""


def run(asr: str, shifts: int) -> None:
    """Measure and print.

    Args:
        asr: recognition engine.
        shifts: how many times to play the call with the agent's side moved; each takes a call's length.
    """
    runs = []
    for shift in SHIFTS_SECONDS[: max(shifts, 1)]:
        runs.append(measure(Run(Playing(shift_seconds=shift, eager=True), asr)))
        print(f"played with the agent's side moved by {shift} s: {_count(runs[-1])} prompts", flush=True)
    posted = measure(Run(Playing(), asr, post=True))
    print()
    print_figures(f"Latency, real time, {asr}, overlay on Xvfb; prompts made frequent for the count", [
        *_cues(runs), *_speech(runs), *_paint(runs, posted),
    ])  # fmt: skip
    alone = _alone(asr, SHIFTS_SECONDS[: max(shifts, 1)])
    print_figures(f"Computed by replay: {asr} as if on a core of its own, before painting", alone)


def _alone(asr: str, shifts: Sequence[float]) -> list[Figure]:
    """The same calls replayed with recognition that takes exactly its CPU time: what a computer at rest would do."""
    models, waits = ModelStore(), []
    busy = seconds = 0.0
    for shift in shifts:
        lane = AloneLane(open_engine(asr, models))
        events = list(replay(Playing(shift_seconds=shift).frames(), sound_parts(Profile(), lane, models), "benchmark"))
        for words, end in _ends(events):
            waits.append((words.known_at - end) / SAMPLE_RATE)
        busy += lane.busy_samples / SAMPLE_RATE
        seconds += events[-1].at / SAMPLE_RATE
    return [
        spread("end of utterance -> final words", waits, WORDING_MILLISECONDS),
        at_most("recognition at work", 100 * busy / seconds, "% of the time", None, len(waits)),
    ]


def _ends(events: Sequence[AnyEvent]) -> Iterator[tuple[Words, int]]:
    """Final words, each with the end of the voice it belongs to; without those that were cut in running speech."""
    ends = [e for e in events if isinstance(e, SpeechEnded)]
    for event in events:
        if isinstance(event, Words) and event.stability == "final":
            near = [e.end for e in ends if e.speaker == event.speaker and abs(e.end - event.end) <= NEAR_SAMPLES]
            if near:
                yield event, max(near)


def _count(run: Measured) -> int:
    return sum(isinstance(event, PromptShown) for _, event in run.emitted)


def _cues(runs: Iterable[Measured]) -> list[Figure]:
    """From the moment a cue is about to the painted overlay."""
    early: list[float] = []
    late: list[float] = []
    wording: list[float] = []
    passed_over: list[float] = []
    for run in runs:
        verdicts = {(e.known_at, e.at): e.stage for _, e in run.emitted if isinstance(e, OverlapJudged)}
        for _, prompt in run.emitted:
            if not isinstance(prompt, PromptShown) or prompt.prompt not in run.painted:
                continue
            painted = run.painted[prompt.prompt]
            if prompt.reason == "talk_over":
                stage = next((stage for (_, at), stage in verdicts.items() if at == prompt.at), "late")
                (early if stage == "early" else late).append(painted - run.moment(prompt.at))
            elif prompt.reason in WORDING:
                end = _voice_end(run, prompt.at, prompt.known_at)
                if end is not None:
                    wording.append(painted - run.moment(end))
            elif prompt.reason == "no_acknowledgement":
                ends = [e.end for _, e in run.emitted if isinstance(e, TurnEnded) and e.known_at <= prompt.known_at]
                passed_over.append(painted - run.moment(max(ends)))
    return [
        spread("talk-over: onset + 0.7 s -> painted", early, TIMING_MILLISECONDS),
        spread("talk-over, only seen afterwards: end of overlap -> painted", late),
        spread("demand, dead end: end of utterance -> painted", wording, WORDING_MILLISECONDS),
        spread("nothing acknowledged: end of turn (known 1 s later) -> painted", passed_over),
    ]


def _voice_end(run: Measured, words_end: int, known_at: int) -> int | None:
    """End of the agent's voice that the words belong to."""
    ends = [e.end for _, e in run.emitted
            if isinstance(e, SpeechEnded) and e.speaker == "agent" and e.known_at <= known_at]  # fmt: skip
    near = [end for end in ends if abs(end - words_end) <= NEAR_SAMPLES]
    return max(near) if near else None


def _speech(runs: Iterable[Measured]) -> list[Figure]:
    """From what was heard to the event."""
    started: list[float] = []
    judged: list[float] = []
    final: list[float] = []
    waits: list[float] = []
    least = samples(Profile().turns.interruption_least_seconds)
    for run in runs:
        given_out = {id(event): at for at, event in run.emitted}
        final += [given_out[id(words)] - run.moment(end) for words, end in _ends([event for _, event in run.emitted])]
        raised = {(e.cue, e.at): at for at, e in run.emitted if isinstance(e, CueRaised)}
        for at, event in run.emitted:
            if isinstance(event, SpeechStarted):
                started.append(at - run.moment(event.start))
            elif isinstance(event, OverlapJudged) and event.stage == "early" and event.verdict == "interruption":
                judged.append(at - run.moment(event.onset + least))
            elif isinstance(event, PromptShown) and (event.cue, event.at) in raised:
                waits.append(at - raised[event.cue, event.at])
    return [
        spread("voice began -> event", started),
        spread("agent talks on for 0.7 s -> verdict given out", judged, TIMING_MILLISECONDS),
        spread("end of utterance -> final words given out", final, WORDING_MILLISECONDS),
        spread("cue raised -> prompt given out (waits for a turn boundary)", waits),
    ]


def _paint(runs: Iterable[Measured], posted: Measured) -> list[Figure]:
    """From the event to the screen."""
    own = []
    for run in runs:
        own += [
            run.painted[e.prompt] - at
            for at, e in run.emitted
            if isinstance(e, PromptShown) and e.prompt in run.painted
        ]
    shown = [posted.painted[number] - at for number, at in posted.posted.items() if number in posted.painted]
    figures = [
        spread("prompt given out -> painted", own),
        spread("the same, posted at random moments of a call", shown),
    ]
    lost = len(posted.posted) - len(shown)
    return [*figures[:1], replace(figures[1], what=figures[1].what + (f" ({lost} not painted)" if lost else ""))]
