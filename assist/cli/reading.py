"""Commands that read text: classify."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path

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
    playbooks: Path = typer.Option(None, help="Situations of your own (TOML), beside those that ship."),
    text_model: Path = typer.Option(
        None, help="A Hugging Face classifier's folder in place of our model, for the customer's side (extra 'train')."
    ),
) -> None:
    """Read lines from stdin; print one JSON line each: the text and the probability of every class (0.5 decides)."""
    from assist.cli.errors import note
    from assist.modelstore import ModelStore
    from assist.session.assemble import reader_of
    from assist.session.texts import Wanted, texts_of

    texts = texts_of(Wanted(playbooks=playbooks, text_model=text_model))
    reader, plain = reader_of(texts, ModelStore())
    for notice in texts.notices if plain is None else (*texts.notices, plain):
        note(notice.message)
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
