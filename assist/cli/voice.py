"""`assist voice`: enrol, show and forget the agent's voice, for calls with both voices on one channel."""

from __future__ import annotations

from pathlib import Path

import typer

from assist.cli.errors import write

app = typer.Typer(
    help="Your own voice, kept on this computer only: tells you from the caller when both are on one channel.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command()
def enrol(
    source: Path = typer.Option(None, "--from", metavar="FILE", help="A recording of you alone, half a minute."),
    microphone: str = typer.Option(
        None, "--microphone", metavar="NAME", help="Record you now, 30 s, with what 'assist devices' lists."
    ),
) -> None:
    """Learn your voice from 30 s of speech. No sound is kept, nothing leaves this computer."""
    from assist.session.call_files import InputError
    from assist.session.enrolling import RECORDED_SECONDS, enrol_from_file, enrol_from_microphone

    if (source is None) == (microphone is None):
        raise InputError("give either --from FILE or --microphone NAME.")
    if source is not None:
        voice, place = enrol_from_file(source)
    else:
        write(f"Speak now, for {RECORDED_SECONDS:.0f} s: read anything aloud.")
        voice, place = enrol_from_microphone(microphone)
    write(f"Your voice is enrolled from {voice.seconds:.0f} s of speech; it is kept in {place}, no sound is kept.")


@app.command()
def show() -> None:
    """Say whether a voice is enrolled, since when, and where it is kept."""
    from assist.session.voice_file import load_voice, voice_file

    voice = load_voice()
    if voice is None:
        write("No voice is enrolled: on calls with both voices on one channel, turn cues are off.")
        return
    write(
        f"Enrolled on {voice.enrolled_on or 'an unknown day'} from {voice.seconds:.0f} s of speech, with {voice.model}."
    )
    write(f"Likeness of its parts: {voice.likeness:.2f} (spread {voice.spread:.2f}).")
    write(f"Kept in {voice_file()}; only you may read it.")


@app.command()
def forget() -> None:
    """Delete the enrolled voice."""
    from assist.session.voice_file import forget_voice, voice_file

    write(f"Your voice was deleted from {voice_file()}." if forget_voice() else "No voice was enrolled.")
