"""Live equals replay: what was recorded of a live call gives the identical events again, byte for byte."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
import soundfile

from assist.coaching.promptbook import CUES
from assist.eventlog import from_json, read_events, to_json
from assist.events import (
    AnyEvent,
    Availability,
    CallEnded,
    CallStarted,
    Gap,
    PromptClosed,
    PromptShown,
    Trouble,
    UserActed,
    Words,
)
from assist.modelstore import ModelStore
from assist.session.live import LiveCall
from assist.session.profile_of_call import thresholds_profile
from assist.session.recorded_call import open_recorded_call
from assist.session.replay import replay_recorded
from assist.session.runner import CallRunner
from assist.session.taught_file import load_taught
from assist.session.texts import PHRASES, PROMPTS, own_folder
from assist.session.texts_of_call import recorded_texts
from tests.cli.command import assist, needs_recognition
from tests.live.conftest import DEVICES, MICROPHONE, OUTPUT, Desk
from tests.live.program import Program
from tests.live.waiting import until

pytestmark = [pytest.mark.audio, pytest.mark.model, needs_recognition]


def final_words(speaker: str) -> Callable[[AnyEvent], bool]:
    return lambda event: isinstance(event, Words) and event.stability == "final" and event.speaker == speaker


def trouble(what: str, *, over: bool = False) -> Callable[[AnyEvent], bool]:
    return lambda event: isinstance(event, Trouble) and event.what == what and (event.until is not None) == over


def recording(desk: Desk, folder: Path, *options: str | Path) -> Program:
    """A live call that is being recorded into `call` of a folder."""
    arguments = ("run", "--headless", *DEVICES, "--record", folder / "call", *options)
    return Program(*arguments, folder=folder, environment=desk.environment, events=folder / "call" / "events.jsonl")


def replayed(folder: Path) -> bytes:
    """The events of a replay of `call` in a folder."""
    answer = assist("replay", folder / "call", "--events", folder / "again.jsonl", "--quiet")
    assert (answer.code, answer.err) == (0, "")
    return (folder / "again.jsonl").read_bytes()


def test_with_an_output_that_goes_and_comes_back(desk: Desk, tmp_path: Path) -> None:
    with recording(desk, tmp_path, "--events", tmp_path / "events.jsonl") as program:
        program.wait_for("the call", lambda event: isinstance(event, CallStarted))
        desk.play()
        program.wait_for("a prompt", lambda event: isinstance(event, PromptShown))
        desk.pulse.unload(OUTPUT)
        lost = program.wait_for("the loss", trouble("device_lost"))
        desk.pulse.add_null_sink(OUTPUT)
        back = program.wait_for("the return", trouble("device_lost", over=True))
        desk.play()
        program.wait_for("words after that", final_words("customer"), after=back.known_at)
        assert program.interrupt() == 0
        assert program.err == ""
        events = program.events()
    assert lost.known_at < back.known_at
    assert any(isinstance(e, Gap) and e.speaker == "customer" and e.why == "device_lost" for e in events)
    off = [event for event in events if isinstance(event, Availability) and "the caller" in event.why]
    assert off and not off[0].available and "pause" in off[0].cues
    recorded = (tmp_path / "call" / "events.jsonl").read_bytes()
    assert (tmp_path / "events.jsonl").read_bytes() == recorded
    assert replayed(tmp_path) == recorded


def test_with_a_pause_and_a_prompt_that_was_not_helpful(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The agent's clicks are part of the record, and so are the silence of a pause, own phrases and what a click teaches."""
    for name, value in desk.environment.items():
        monkeypatch.setenv(name, value)
    own_folder().mkdir(parents=True, exist_ok=True)
    phrases = "\n".join(f'{cue} = ["My own line."]' for cue in CUES)
    (own_folder() / PHRASES).write_text(phrases, encoding="utf-8")
    (own_folder() / PROMPTS).write_text("[pauze]", encoding="utf-8")
    seen: list[AnyEvent] = []
    call = LiveCall(MICROPHONE, OUTPUT, "auto", record=tmp_path / "call")
    runner = CallRunner(call.open, "live")

    def wait_for(what: str, wanted: Callable[[AnyEvent], bool], after: int = 0) -> list[AnyEvent]:
        return until(lambda: [e for e in list(seen) if e.known_at >= after and wanted(e)], what)

    runner.start(seen.append)
    try:
        wait_for("the call", lambda event: isinstance(event, CallStarted))
        desk.play()
        (shown,) = wait_for("a prompt", lambda event: isinstance(event, PromptShown))
        assert isinstance(shown, PromptShown)
        runner.act("not_helpful", shown.prompt)
        (closed,) = wait_for("its end", lambda event: isinstance(event, PromptClosed))
        assert isinstance(closed, PromptClosed)
        runner.pause()
        (paused,) = wait_for("the pause", lambda event: isinstance(event, UserActed) and event.action == "pause")
        wait_for("silence", lambda event: event.known_at > paused.known_at + 24_000)
        runner.resume()
        (resumed,) = wait_for(
            "the end of the pause", lambda event: isinstance(event, UserActed) and event.action == "resume"
        )
        desk.play()
        wait_for("words after the pause", final_words("agent"), after=resumed.known_at)
    finally:
        runner.stop()
    assert runner.failure is None
    assert closed.why == "not_helpful" and shown.line == "My own line."
    (notice,) = [event for event in seen if isinstance(event, Trouble) and event.what == "prompts_unused"]
    assert "did you mean [pause]?" in notice.message
    assert load_taught()[shown.cue].not_helpful == 1
    assert isinstance(seen[-1], CallEnded)
    audio, _ = soundfile.read(tmp_path / "call" / "audio.wav", dtype="int16")
    assert audio[: paused.known_at].any() and audio[resumed.known_at :].any()
    assert not audio[paused.known_at : resumed.known_at - 512].any()
    recorded = open_recorded_call(tmp_path / "call")
    (own_folder() / PHRASES).unlink()
    book = recorded_texts(recorded).book
    again = list(replay_recorded(recorded, thresholds_profile(recorded), ModelStore(), book=book))
    assert again == seen
    assert [from_json(to_json(event)) for event in seen] == list(read_events(tmp_path / "call" / "events.jsonl"))


def test_with_a_recognition_process_that_is_killed(desk: Desk, tmp_path: Path) -> None:
    """The call goes on, it is said and taken back, later words come, and the record is whole."""
    with recording(desk, tmp_path) as program:
        program.wait_for("the call", lambda event: isinstance(event, CallStarted))
        desk.play()
        program.wait_for("words", final_words("customer"))
        killed = program.worker()
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        begun = program.wait_for("the trouble", trouble("recognition_restarting"))
        over = program.wait_for("its end", trouble("recognition_restarting", over=True))
        assert isinstance(begun, Trouble) and "SIGKILL" in begun.message
        assert program.worker() not in (None, killed)
        program.wait_for("words after that", final_words("agent"), after=over.known_at)
        desk.play()
        program.wait_for("words of both", final_words("customer"), after=over.known_at)
        assert program.interrupt() == 0
        assert program.processes() == []
        heard = " ".join(
            event.text for event in program.events() if isinstance(event, Words) and event.stability == "final"
        )
    assert "balance" in heard.lower()
    assert replayed(tmp_path) == (tmp_path / "call" / "events.jsonl").read_bytes()


def test_of_a_program_that_was_killed(desk: Desk, tmp_path: Path) -> None:
    """What had been recorded until about a second before still opens, and gives the same events as far as it goes."""
    with recording(desk, tmp_path) as program:
        program.wait_for("the call", lambda event: isinstance(event, CallStarted))
        desk.play()
        printed = until(lambda: [line for line in program.out.splitlines() if ">> PAUSE" in line], "a printed prompt")[
            0
        ]
        program.process.kill()
        program.end()
        until(lambda: not program.processes(), "the end of the recognition process")
    minutes, _, seconds = printed.split()[0].partition(":")
    shown_at = round((int(minutes) * 60 + float(seconds)) * 16_000)
    call = open_recorded_call(tmp_path / "call")
    length = sum(len(frame.audio) for frame in call.frames())
    assert length >= shown_at - 16_000
    recorded = [event for event in read_events(tmp_path / "call" / "events.jsonl") if event.known_at <= length]
    replayed(tmp_path)
    again = list(read_events(tmp_path / "again.jsonl"))
    assert len(recorded) > 5
    assert again[: len(recorded)] == recorded
