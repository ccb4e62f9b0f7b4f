"""The command line: names of commands, and how errors leave the program. The commands' code is imported when used."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

import typer

from assist import __version__
from assist.cli import call, calls, check, models, profile, prompts, reading, review, scoring, stored, voice, windows
from assist.cli.errors import exit_code, sentence

app = typer.Typer(
    name="assist",
    help="Listens to both sides of a call on this computer, and reminds the agent to pause, acknowledge or offer choices.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
calls.add_to(app)
reading.add_to(app)
check.add_to(app)
scoring.add_to(app)
windows.add_to(app)
review.add_to(app)
app.add_typer(call.app, name="call")
app.add_typer(models.app, name="models")
app.add_typer(profile.app, name="profile")
app.add_typer(prompts.app, name="prompts")
app.add_typer(voice.app, name="voice")
app.add_typer(stored.app, name="calls")


@app.callback(invoke_without_command=True)
def _about(version: bool = typer.Option(False, "--version", help="Print the version and leave.")) -> None:
    if version:
        typer.echo(f"leap-assist {__version__}")
        raise typer.Exit


def run(arguments: Sequence[str]) -> int:
    """Run a command; returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # What was said may hold characters that an old terminal does not know: better a "?" than no line.
            stream.reconfigure(errors="replace")
    try:
        code = app(list(arguments), standalone_mode=False)
    except KeyboardInterrupt:
        return 130
    except Exception as problem:
        if os.environ.get("LEAP_ASSIST_DEBUG"):
            raise
        if line := sentence(problem):
            print(line, file=sys.stderr)
        return exit_code(problem)
    return code if isinstance(code, int) else 0
