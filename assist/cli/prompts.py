"""`assist prompts`: what the cues say, the agent's own phrases, and what "not helpful" has taught."""

from __future__ import annotations

from pathlib import Path

import typer

from assist.cli.calls import LANGUAGE, PLAYBOOKS, PROMPTS
from assist.cli.errors import write

app = typer.Typer(
    help='What the prompts say: the book, phrases of your own, and what "not helpful" has taught.',
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
CUE = typer.Argument(..., metavar="CUE", help="Name of the cue, as 'assist prompts show' lists it.")


@app.command()
def show(
    situation: str = typer.Option(None, "--situation", metavar="S", help="With the lines for this situation first."),
    prompts: Path = PROMPTS,
    language: str = LANGUAGE,
    playbooks: Path = PLAYBOOKS,
) -> None:
    """Show what each cue says on this computer, in the order in which its lines take turns, and whose line it is."""
    from assist.cli.errors import note
    from assist.cli.prompt_tables import print_book
    from assist.session.texts import Wanted, texts_of

    texts = texts_of(Wanted(language, prompts, playbooks))
    for notice in texts.notices:
        note(notice.message)
    print_book(texts, situation)


@app.command()
def check(files: list[Path] = typer.Argument(..., metavar="FILE...", help="Prompt books, phrases, playbooks.")) -> None:
    """Check prompt books, files of phrases and playbooks: what is wrong, and what is allowed.

    Exits with 2 if one cannot be used.
    """
    from assist.coaching.promptbook import PromptBookError
    from assist.cues.playbooks import PlaybookError
    from assist.session.checking import checked

    bad = 0
    for file in files:
        try:
            write(f"{file}: {checked(file)}")
        except (PromptBookError, PlaybookError) as problem:
            bad += 1
            write(str(problem))
    if bad:
        raise PromptBookError(
            f"{bad} of {len(files)} file{'s' * (len(files) != 1)} cannot be used; correct what is listed."
        )


@app.command()
def add(cue: str = CUE, line: str = typer.Argument(..., metavar='"LINE"', help="At most 60 characters.")) -> None:
    """Add a phrase of your own; it takes turns with the lines of the prompt book, from the next call on."""
    from assist.session.phrases import add_phrase, phrases_file

    name = add_phrase(cue, line)
    write(f"Added to your phrases for {name}, in {phrases_file()}.")


@app.command()
def remove(cue: str = CUE, line: str = typer.Argument(..., metavar='"LINE"', help="The phrase, whole.")) -> None:
    """Take one of your own phrases away."""
    from assist.session.phrases import phrases_file, remove_phrase

    name = remove_phrase(cue, line)
    write(f"Removed from your phrases for {name}, in {phrases_file()}.")


@app.command()
def taught(
    reset: bool = typer.Option(False, "--reset", help="Forget it: every cue has its full weight again."),
) -> None:
    """Show what "not helpful" has taught on this computer, or forget it."""
    from assist.cli.errors import note
    from assist.cli.prompt_tables import print_taught
    from assist.session.taught_file import forget_taught, load_taught, taught_file

    if reset:
        was = forget_taught()
        write("Forgotten: every cue has its full weight again." if was else "Nothing was taught.")
        return
    print_taught(load_taught(tell=note), taught_file())
