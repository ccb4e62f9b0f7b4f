"""Commands that run a call: run, demo, replay."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import typer


class Engine(StrEnum):
    """Recognition engines to choose from."""

    AUTO = "auto"
    VOSK = "vosk"
    MOONSHINE = "moonshine"
    WHISPER = "whisper"
    NONE = "none"


ASR = typer.Option(
    Engine.AUTO, "--asr", help="Recognition engine; auto takes Vosk if a model is installed, else Moonshine."
)
PROMPTS = typer.Option(None, "--prompts", help="Prompt book of your own (TOML), over the one that ships.")
LANGUAGE = typer.Option(None, "--language", help="Language of the prompt book that ships.")
PLAYBOOKS = typer.Option(None, "--playbooks", help="Situations of your own (TOML), beside those that ship.")
TEXT_MODEL = typer.Option(
    None, "--text-model", help="A Hugging Face classifier's folder in place of our text model (extra 'train')."
)
PROFILE = typer.Option(None, "--profile", help="Threshold profile: a TOML file, or a name that 'assist profile' lists.")
EVENTS = typer.Option(None, "--events", help="Write every event to this file (JSON Lines).")


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(run)
    app.command()(demo)
    app.command()(replay)


def run(
    microphone: str = typer.Option(None, help="Name of your microphone, as `assist devices` lists it."),
    output: str = typer.Option(None, help="Name of the output your softphone plays to, as `assist devices` lists it."),
    asr: Engine = ASR,
    profile: Path = PROFILE,
    events: Path = EVENTS,
    record: Path = typer.Option(None, help="Record this call into a new folder. Off unless you ask for it."),
    prompts: Path = PROMPTS,
    language: str = LANGUAGE,
    playbooks: Path = PLAYBOOKS,
    text_model: Path = TEXT_MODEL,
    auto: bool = typer.Option(
        None, "--auto/--no-auto", help="Begin and end calls by what is heard on the softphone's output; remembered."
    ),
    ready: bool = typer.Option(
        False, "--ready", help="Begin no call yet: wait for Start in the menu, or for 'assist call start'."
    ),
    headless: bool = typer.Option(False, "--headless", help="No overlay; print what is heard and prompted."),
    seconds: float = typer.Option(None, min=0.1, help="End by itself after this time."),
    no_setup: bool = typer.Option(False, "--no-setup", help="Do not begin with 'assist setup', even the first time."),
) -> None:
    """Listen to live calls, one after the other, and remind: overlay, tray, both channels."""
    from assist.cli import live
    from assist.session.live import LiveCall
    from assist.session.texts import Wanted

    wanted = Wanted(language, prompts, playbooks, text_model)
    call = LiveCall(microphone, output, asr.value, profile, events, record, wanted)
    raise typer.Exit(live.run(call, auto=auto, ready=ready, headless=headless, seconds=seconds, no_setup=no_setup))


def demo(
    headless: bool = typer.Option(False, "--headless", help="No overlay, as fast as it goes."),
    asr: Engine = ASR,
    events: Path = EVENTS,
    prompts: Path = PROMPTS,
    language: str = LANGUAGE,
    playbooks: Path = PLAYBOOKS,
    text_model: Path = TEXT_MODEL,
) -> None:
    """Play the shipped call through the real pipeline: in real time with the overlay, or as fast as it goes."""
    from assist.cli import live, playback
    from assist.session.texts import Wanted

    wanted = Wanted(language, prompts, playbooks, text_model)
    if headless:
        playback.demo(asr.value, events, wanted)
    else:
        raise typer.Exit(live.demo(asr.value, events, wanted))


def replay(
    call: Path = typer.Argument(
        None, help="Stereo WAV or FLAC (left agent, right customer), a recorded call, or a CTM file."
    ),
    agent: Path = typer.Option(None, help="One-channel file of the agent, instead of CALL."),
    customer: Path = typer.Option(None, help="One-channel file of the customer, instead of CALL."),
    one_channel: bool = typer.Option(
        False, "--one-channel", help="CALL has both voices on one channel: turn cues are off."
    ),
    tell_apart: bool = typer.Option(
        False,
        "--tell-apart",
        help="With --one-channel: try to tell you from the caller by your voice ('assist voice').",
    ),
    asr: Engine = ASR,
    profile: Path = PROFILE,
    events: Path = EVENTS,
    report: Path = typer.Option(None, help="Write a report of the call to this file (HTML)."),
    prompts: Path = PROMPTS,
    language: str = LANGUAGE,
    playbooks: Path = PLAYBOOKS,
    text_model: Path = TEXT_MODEL,
    quiet: bool = typer.Option(False, "--quiet", help="Print only the last line."),
) -> None:
    """Run a past call through the same pipeline, as fast as it goes."""
    from assist.cli import playback
    from assist.session.texts import Wanted

    playback.replay(
        call, agent, customer, asr.value, profile, events, report, Wanted(language, prompts, playbooks, text_model),
        one_channel=one_channel, tell_apart=tell_apart, quiet=quiet,
    )  # fmt: skip
