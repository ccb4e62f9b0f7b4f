"""Commands with which a softphone, or a hotkey, begins and ends calls of the Leap Assist that runs."""

from __future__ import annotations

import json
import sys
from typing import Any

import typer

from assist.cli.errors import write

app = typer.Typer(
    name="call",
    help="Begin and end calls of the Leap Assist that runs, from a softphone or a hotkey. Exits with 1 if refused.",
    no_args_is_help=True,
)
WAIT = typer.Option(False, "--wait", help="Come back only when it is done.")


@app.command()
def start(
    next_call: bool = typer.Option(False, "--next", help="If a call runs, end that one first."), wait: bool = WAIT
) -> None:
    """Begin a call. Refused while one runs, unless --next."""
    _tell({"do": "start", "next": next_call, "wait": wait})


@app.command()
def stop(wait: bool = WAIT) -> None:
    """End the call. Refused if none runs."""
    _tell({"do": "stop", "wait": wait})


@app.command()
def status(
    wait: bool = typer.Option(False, "--wait", help="Come back only when no call is starting or ending."),
    as_json: bool = typer.Option(False, "--json", help="The answer as JSON, for other programs."),
) -> None:
    """Say whether a call runs."""
    _tell({"do": "status", "wait": wait}, as_json=as_json)


def _tell(request: dict[str, Any], *, as_json: bool = False) -> None:
    from assist.session.door import ask

    answer = ask(request)
    if answer["code"] == 0:
        write(json.dumps(answer) if as_json else answer["text"])
    else:
        print(f"assist: {answer['text']}", file=sys.stderr)
    raise typer.Exit(0 if answer["code"] == 0 else 1)
