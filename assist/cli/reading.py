"""Commands that read text: classify."""

from __future__ import annotations

import json
import sys
from enum import StrEnum

import typer


class Side(StrEnum):
    """Whose words they are."""

    AGENT = "agent"
    CUSTOMER = "customer"


class Format(StrEnum):
    """Output forms."""

    JSONL = "jsonl"


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(classify)


def classify(
    speaker: Side = typer.Option(..., help="Whose words the lines are."),
    form: Format = typer.Option(Format.JSONL, "--format", help="Output form."),
) -> None:
    """Read lines from stdin; print one JSON line each: the text and the probability of every class (0.5 decides)."""
    from assist.cues.rules import RuleReader

    reader = RuleReader()
    for raw in sys.stdin.buffer:
        text = raw.decode("utf-8", errors="replace").rstrip("\r\n")
        if speaker is Side.AGENT:
            probabilities = {str(name): p for name, p in reader.read_agent(text).items()}
        else:
            reading = reader.read_caller(text)
            kinds = {str(name): p for name, p in reading.kinds.items()}
            probabilities = {**kinds, **reading.situations, "safety": reading.safety}
        line = json.dumps({"text": text, "probabilities": probabilities}, ensure_ascii=False)
        typer.echo(line.encode())  # JSON Lines are UTF-8, whatever the terminal is
