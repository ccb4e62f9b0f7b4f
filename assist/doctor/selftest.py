"""A call of ten seconds through everything: sound, voices, words, cues, prompts, the recognition process, the overlay.

The call ships with the program together with the words spoken in it: a caller tells of a lost job, the agent talks over
her and asks for the balance.
"""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from assist.asr.engine import Hypothesise, Lane, Request
from assist.asr.process_lane import LaneLimits, ProcessLane
from assist.asr.still_lanes import NoLane
from assist.doctor.heard import share_heard, spoken_words
from assist.eventlog import from_json, to_json, write_line
from assist.events import (
    SPEAKERS,
    Act,
    AnyEvent,
    CallerState,
    CueRaised,
    Hypothesis,
    OverlapJudged,
    PromptShown,
    Speaker,
    TurnEnded,
    Words,
)
from assist.modelstore import ModelStore
from assist.profile.schema import Profile
from assist.session.assemble import replay_lane, sound_parts
from assist.session.call_files import SoundFile, open_sound, stereo_frames
from assist.session.replay import replay

LEAST_HEARD = 0.7
"""Share of the spoken words that recognition has to get right; it gets nine of ten of this clear speech."""
LEAST_COLOURS = 24
LIMITS = LaneLimits(load_seconds=30.0, crashes=0, drain_seconds=15.0)
"""For the recognition process: one that crashes once is broken."""


class CheckFailed(Exception):  # noqa: N818 - the check is what failed, the program did what it should
    """Something in the selftest broke; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one part did.

    Attributes:
        part: its name.
        works: whether it does.
        text: what it did, or what broke.
        seconds: time it took.
    """

    part: str
    works: bool
    text: str
    seconds: float


def selftest_call() -> Path:
    """The shipped call of ten seconds."""
    return Path(str(files("assist") / "data" / "selftest" / "selftest_call.flac"))


def selftest(models: ModelStore | None = None, worker: Sequence[str] | None = None) -> Iterator[Outcome]:
    """Run the parts one after the other; a broken one does not keep the others from being tried.

    Args:
        models: where models are looked up.
        worker: command of the recognition process; by default the program's own.
    """
    store = models or ModelStore()
    test = _Selftest(store)
    # The process loads its model while the rest is tried.
    lane = ProcessLane("auto", command=worker, limits=LIMITS)
    parts: list[tuple[str, Callable[[], str]]] = [
        ("sound file", test.sound_file),
        ("voice activity", test.voice_activity),
        ("recognition", test.recognition),
        ("cues", test.cues),
        ("prompts", test.prompts),
        ("event file", test.event_file),
        ("recognition process", lambda: test.recognition_process(lane)),
        ("overlay", test.overlay),
    ]
    try:
        for name, run in parts:
            yield _tried(name, run)
    finally:
        lane.close()


def _tried(part: str, run: Callable[[], str]) -> Outcome:
    began = time.monotonic()
    try:
        text, works = run(), True
    except Exception as problem:  # noqa: BLE001  (whatever breaks is what the selftest is there to tell)
        text, works = (str(problem) or type(problem).__name__).splitlines()[0], False
    return Outcome(part, works, text, time.monotonic() - began)


class _Selftest:
    """The parts; each returns what it did, or raises what broke. Later ones use the events of earlier ones."""

    def __init__(self, models: ModelStore) -> None:
        self._models = models
        self._sound: SoundFile | None = None
        self._events: list[AnyEvent] = []
        self._requests: list[Request] = []
        self._spoken: dict[Speaker, list[str]] = {}

    def sound_file(self) -> str:
        self._sound = open_sound(selftest_call())
        truth = json.loads(selftest_call().with_suffix(".json").read_text(encoding="utf-8"))
        self._spoken = {speaker: spoken_words(truth, speaker) for speaker in SPEAKERS}
        return f"{self._sound.seconds:.1f} s of both sides are there"

    def voice_activity(self) -> str:
        tee = _Tee(NoLane())
        self._events = self._replay(tee)
        self._requests = tee.requests
        turns = [event for event in self._events if isinstance(event, TurnEnded)]
        overlaps = [event for event in self._events if isinstance(event, OverlapJudged)]
        if {event.speaker for event in turns} != set(SPEAKERS):
            raise CheckFailed("not both voices were found")
        if not any(event.speaker == "agent" and event.verdict == "interruption" for event in overlaps):
            raise CheckFailed("the agent talking over the caller was not noticed")
        return f"{len(turns)} turns, and the agent talking over the caller"

    def recognition(self) -> str:
        lane = replay_lane("auto", self._models)
        self._events = self._replay(lane)
        finals = [event for event in self._events if isinstance(event, Words) and event.stability == "final"]
        heard = {speaker: " ".join(e.text for e in finals if e.speaker == speaker) for speaker in SPEAKERS}
        return f"{lane.engine} {self._compare(heard)}"

    def cues(self) -> str:
        raised = [event.reason for event in self._events if isinstance(event, CueRaised)]
        if "talk_over" not in raised:
            raise CheckFailed("talking over the caller raised no cue")
        acts = [event.name for event in self._events if isinstance(event, Act)]
        feelings = [event.kind for event in self._events if isinstance(event, CallerState) and event.kind != "neutral"]
        if not acts or not feelings:
            raise CheckFailed("the words raised no cue" if self._heard_words() else "there were no words to judge")
        return f"{', '.join(dict.fromkeys([*raised, *feelings]))}".replace("_", " ")

    def prompts(self) -> str:
        shown = [event for event in self._events if isinstance(event, PromptShown)]
        if not any(event.cue == "pause" for event in shown):
            raise CheckFailed("the prompt to pause was not given")
        late = max(event.known_at - event.at for event in shown) / 16
        return f"{', '.join(event.title for event in shown)}, {late:.0f} ms after the moment"

    def event_file(self) -> str:
        out = io.StringIO()
        for event in self._events:
            write_line(out, event)
        back = [from_json(json.loads(line)) for line in out.getvalue().splitlines()]
        if not back or [to_json(event) for event in back] != [to_json(event) for event in self._events]:
            raise CheckFailed("events do not come back from a file as they were written")
        return f"{len(back)} events written and read back"

    def recognition_process(self, lane: ProcessLane) -> str:
        if not self._requests:
            raise CheckFailed("no speech was found to send to it")
        if not lane.wait_until_listening(LIMITS.load_seconds):
            troubles = [getattr(event, "message", "") for event in lane.ready(0)]
            raise CheckFailed(next((text for text in reversed(troubles) if text), "its model did not load in time"))
        for request in self._requests:
            lane.submit(request, 0)
        answers = [event for event in lane.drain(0) if isinstance(event, Hypothesis) and event.complete]
        heard = {
            speaker: " ".join(word.text for a in answers if a.speaker == speaker for word in a.words)
            for speaker in SPEAKERS
        }
        return f"process {lane.process_id} {self._compare(heard)}"

    def overlay(self) -> str:
        from assist.ui.paint_check import colours_in, paint_overlay  # noqa: PLC0415  (Qt loads on demand)

        prompt = next((event for event in self._events if isinstance(event, PromptShown)), None)
        before = [event for event in self._events if prompt is not None and event.known_at <= prompt.known_at]
        quiet, prompting = paint_overlay([]), paint_overlay(before)
        if prompting.isNull() or colours_in(prompting) < LEAST_COLOURS:
            raise CheckFailed("the overlay was painted empty")
        if prompt is not None and prompting.height() <= quiet.height():
            raise CheckFailed("the overlay did not show the prompt")
        return f"painted without a screen, {prompting.width()} x {prompting.height()} pixels"

    def _replay(self, lane: Lane) -> list[AnyEvent]:
        if self._sound is None:
            raise CheckFailed("there was no sound to hear")
        parts = sound_parts(Profile(), lane, self._models)
        return list(replay(stereo_frames(self._sound), parts, "selftest"))

    def _heard_words(self) -> bool:
        return any(isinstance(event, Words) for event in self._events)

    def _compare(self, heard: dict[Speaker, str]) -> str:
        shares = {speaker: share_heard(self._spoken[speaker], heard[speaker]) for speaker in SPEAKERS}
        told = ", ".join(f"{share:.0%} of the {speaker}'s words" for speaker, share in shares.items())
        if min(shares.values()) < LEAST_HEARD:
            raise CheckFailed(f"too little was understood: {told}")
        return f"understood {told}"


class _Tee(NoLane):
    """Hands requests on and keeps those that lead to final words, so that another lane can be asked the same."""

    def __init__(self, lane: Lane) -> None:
        self._lane = lane
        self.engine = lane.engine
        self.requests: list[Request] = []

    def submit(self, request: Request, now: int) -> None:
        if not isinstance(request, Hypothesise):
            self.requests.append(request)
        self._lane.submit(request, now)

    def ready(self, now: int) -> list[AnyEvent]:
        return self._lane.ready(now)

    def drain(self, now: int) -> list[AnyEvent]:
        return self._lane.drain(now)

    def close(self) -> None:
        self._lane.close()
