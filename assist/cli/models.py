"""`assist models`: list, card, install, verify and remove models. Nothing else in the program fetches anything."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from assist.cli.errors import write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assist.modelstore import InstalledModel

app = typer.Typer(
    help="List, install, verify and remove models.",
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_NAME = typer.Argument(..., metavar="NAME", help="A name of 'assist models list'.")


@app.callback()
def _default(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        list_models(as_json=False)


@app.command("list")
def list_models(as_json: bool = typer.Option(False, "--json", help="One JSON list for other programs.")) -> None:
    """Show every model the program knows, where it is and under which licence."""
    from assist.modelstore import ModelStore

    found = ModelStore().list()
    if as_json:
        write(json.dumps([asdict(model) for model in found], default=str, indent=1))
    else:
        _print_table(found)


@app.command("card")
def show_card(
    name: str = typer.Argument(
        None, metavar="[NAME]", help="text, overlap, end-of-turn or voice; without it all of them."
    ),
) -> None:
    """Show what our own models were measured on, with what result."""
    from assist.modelstore.cards import CARDS, card

    for wanted in CARDS if name is None else (name,):
        write(card(wanted))


@app.command()
def install(
    name: str = typer.Argument(..., metavar="NAME", help="A listed model, or a new name for your own Vosk model."),
    source: str = typer.Option(
        None, "--from", metavar="FOLDER|FILE|URL", help="Take it from here instead of the package index."
    ),
    sha256: str = typer.Option(None, "--sha256", metavar="HEX", help="Of the file, for models that are not listed."),
) -> None:
    """Install a model: from the package index, or from a folder, a wheel, a zip archive or an https address.

    A listed model must match the SHA-256 in the manifest. Any Vosk model may be added under its maker's name, for
    example vosk-model-small-en-us-0.15; an English one is then used for live calls.
    """
    from assist.modelstore import ModelStore

    write(f"{name} is installed and verified in {ModelStore().install(name, source, sha256)}")


@app.command()
def verify(
    names: list[str] = typer.Argument(None, metavar="[NAME]...", help="Without names: every installed model."),
) -> None:
    """Hash the files of models again and compare them with what they should be."""
    from assist.modelstore import ModelError, ModelStore

    store = ModelStore()
    known = store.list()
    hashed = {model.name for model in known if model.hashed}
    chosen = names or [model.name for model in known if model.installed]
    problems: list[ModelError] = []
    for name in chosen:
        try:
            place = store.verify(name)
            write(
                f"{name} {'is whole' if name in hashed else 'has all its files (no SHA-256 is on record)'} in {place}"
            )
        except ModelError as problem:
            problems.append(problem)
    for earlier in problems[:-1]:
        typer.echo(f"assist: {earlier}", err=True)
    if problems:
        raise problems[-1]


@app.command()
def remove(name: str = _NAME) -> None:
    """Delete an installed model."""
    from assist.modelstore import ModelStore

    write(f"{name} was removed from {ModelStore().remove(name)}")


def _print_table(models: Sequence[InstalledModel]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("model", "used for", "languages", "size", "licence", ""):
        table.add_column(title, justify="right" if title == "size" else "left", no_wrap=title == "model")
    for model in models:
        state = {"package": "built in", "shipped": "built in", "wheel": "installed", "folder": "your own"}[model.origin]
        table.add_row(
            model.name,
            f"{model.role} ({model.engine})",
            " ".join(model.languages) or "-",
            f"{model.size_bytes / 1e6:.0f} MB",
            model.licence,
            state if model.installed else "not installed",
        )
    Console().print(table)
    folders = sorted(
        {str(model.path.parent) for model in models if model.path and model.origin not in ("package", "shipped")}
    )
    for folder in folders:
        write(f"in {folder}")
