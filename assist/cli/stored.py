"""`assist calls`: the stored calls: look at them, take them out, delete them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from assist.cli.errors import write

if TYPE_CHECKING:
    from assist.store.store import Store

app = typer.Typer(
    help="The calls stored on this computer: list, show, delete, export, expire, check.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
FOLDER = typer.Option(None, "--store", metavar="FOLDER", help="Folder of the store, instead of your own.")
NUMBER = typer.Argument(..., metavar="CALL", help="Number, as 'assist calls list' shows it.")
YES = typer.Option(False, "--yes", help="Do not ask.")


class Form(StrEnum):
    """Output forms."""

    JSON = "json"
    CSV = "csv"
    HTML = "html"


@app.command("list")
def list_calls(
    search: str = typer.Option("", "--search", metavar="WORDS", help="Only calls in which all these words occur."),
    days: int = typer.Option(None, "--days", min=0, help="Only calls of the last days."),
    limit: int = typer.Option(50, "--limit", min=1, help="Most calls, the newest first."),
    folder: Path = FOLDER,
) -> None:
    """List stored calls, newest first."""
    from datetime import timedelta

    from assist.cli.stored_tables import now, print_calls

    with _open(folder) as store:
        found = store.calls(search, None if days is None else now() - timedelta(days=days), limit)
    if found:
        print_calls(found)
    else:
        write("No calls are stored." if not search and days is None else "No stored call fits.")


@app.command()
def show(
    number: int = NUMBER,
    as_json: bool = typer.Option(False, "--json", help="Everything, as JSON."),
    folder: Path = FOLDER,
) -> None:
    """Show one call: what was said, the prompts and what became of them, your marks."""
    from assist.cli.stored_tables import call_as_json, print_call

    with _open(folder) as store:
        call = store.call(number)
    if as_json:
        write(call_as_json(call))
    else:
        print_call(call)


@app.command()
def delete(number: int = NUMBER, yes: bool = YES, folder: Path = FOLDER) -> None:
    """Delete one call, with its audio."""
    with _open(folder) as store:
        store.call(number)
        if not yes:
            typer.confirm(f"Delete call {number} for good?", abort=True)
        store.delete(number)
    write(f"Call {number} was deleted.")


@app.command("delete-all")
def delete_all(yes: bool = YES, folder: Path = FOLDER) -> None:
    """Delete all calls, with their audio."""
    with _open(folder) as store:
        if not yes:
            typer.confirm("Delete all stored calls for good?", abort=True)
        count = store.delete_all()
    write(_deleted(count))


@app.command()
def export(
    folder: Path = typer.Argument(..., metavar="FOLDER", help="A new or empty folder."),
    form: Form = typer.Option(Form.JSON, "--format", help="Form of the files."),
    calls: list[int] = typer.Option(None, "--call", help="Only this call; may be given again."),
    store_folder: Path = FOLDER,
) -> None:
    """Take your calls out into a folder, for you only."""
    with _open(store_folder) as store:
        files = store.export(folder, form.value, calls or None)
    write(f"Wrote {len(files)} file{'s' * (len(files) != 1)} to {folder}.")


@app.command()
def report(
    out: Path = typer.Argument(..., metavar="OUT", help="File to write: .html, or .pdf to print."),
    since: datetime = typer.Option(
        None, "--since", formats=["%Y-%m-%d"], help="First day; without it, from the first call."
    ),
    until: datetime = typer.Option(None, "--until", formats=["%Y-%m-%d"], help="Last day; without it, today."),
    folder: Path = FOLDER,
) -> None:
    """Write a report of your own calls of a period: the four checks, root causes, prompts."""
    from datetime import timedelta

    from assist.cli.outputs import check_outputs
    from assist.cli.review import on_paper
    from assist.cli.stored_tables import now
    from assist.session.call_files import InputError

    if out.suffix.lower() not in (".html", ".pdf"):
        raise InputError(f"{out}: a report is a .html or a .pdf file; give a name that ends so.")
    if since is not None and until is not None and until < since:
        raise InputError("--until is before --since; give the first day to --since.")
    check_outputs((out,), ())
    first = None if since is None else since.astimezone()
    last = now() if until is None else (until + timedelta(days=1)).astimezone()
    with _open(folder) as store:
        if out.suffix.lower() == ".html":
            from assist.review.period_report import period_html
            from assist.review.report import write_page

            write_page(period_html(store, first, last), out)
        else:
            on_paper()
            from assist.ui.review_pdf import write_period

            write_period(store, out, first, last, pdf=True)
    write(f"Wrote {out}.")


@app.command()
def expire(
    days: int = typer.Option(None, "--days", min=0, help="Keep calls this long; without it, as long as set."),
    folder: Path = FOLDER,
) -> None:
    """Delete the calls whose time is over, with their audio: after 30 days, unless set otherwise."""
    from assist.cli.stored_tables import now
    from assist.session.settings import keep_days

    with _open(folder) as store:
        count = store.expire(now(), keep_days() if days is None else days)
    write(_deleted(count))


@app.command()
def check(folder: Path = FOLDER) -> None:
    """Look through the whole store; a damaged file is put aside, never deleted, and a new one begun."""
    with _open(folder) as store:
        if not (found := store.check()) and not store.notice:
            write(f"The {len(store.calls(limit=None))} stored calls are sound.")
        elif found:
            write(found)


def _deleted(count: int) -> str:
    return f"{count} call{'s were' if count != 1 else ' was'} deleted."


def _open(folder: Path | None) -> Store:
    from assist.store.store import Store

    store = Store.open(folder)
    if store.notice:
        write(store.notice)
    for number in store.cut_short:
        write(f"Call {number} was cut short: the program ended before it did. What was written is kept.")
    return store
