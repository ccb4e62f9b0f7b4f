"""`assist review`: look at a call, or at the history; in a window, or without one."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from assist.cli.errors import write

if TYPE_CHECKING:
    from assist.review.record import CallRecord
    from assist.store.store import Store

FOLDER = typer.Option(None, "--store", metavar="FOLDER", help="Folder of the store, instead of your own.")


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(review)


def review(
    call: str = typer.Argument(
        None,
        metavar="[CALL]",
        help="Number of a stored call, an event file, or a recorded call; without it, all calls.",
    ),
    as_text: bool = typer.Option(False, "--print", help="No window: print the scorecard and what goes with it."),
    report: Path = typer.Option(None, "--report", metavar="OUT.html", help="No window: write a report."),
    pdf: Path = typer.Option(None, "--pdf", metavar="OUT.pdf", help="No window: write a report to print."),
    folder: Path = FOLDER,
) -> None:
    """Look at a call afterwards: scorecard, timeline, spikes, marks, a follow-up message."""
    from assist.cli.outputs import check_outputs
    from assist.session.call_files import InputError

    headless = as_text or report is not None or pdf is not None
    if headless and call is None:
        raise InputError("Which call? Give its number, as 'assist calls list' shows it, or an event file.")
    record, store = _find(call, folder)
    if not headless:
        raise typer.Exit(_window(record, store))
    if record is None:
        return
    check_outputs((report, pdf), (Path(call),) if record.number is None else ())
    if as_text:
        from assist.review.summary import as_text as told
        from assist.review.summary import review as look_at

        write(told(look_at(record)))
    if report is not None:
        from assist.review.report import write_report

        write_report(record.events, report, record)
    if pdf is not None:
        on_paper()
        from assist.ui.review_pdf import write_pdf

        write_pdf(record, pdf)


def on_paper() -> object:
    """Let Qt draw on paper: no screen is needed, and none is opened. Keep what it returns until the paper is written."""
    from PySide6.QtWidgets import QApplication

    if (existing := QApplication.instance()) is not None:
        return existing
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    _PAPER.append(QApplication(sys.argv[:1]))
    return _PAPER[0]


_PAPER: list[object] = []


def _find(named: str | None, folder: Path | None) -> tuple[CallRecord | None, Store | None]:
    """The call that is named, and the store if it is needed."""
    from assist.review.loading import call_of_file, number_of
    from assist.review.record import of_stored
    from assist.store.store import Store

    number = None if named is None else number_of(named)
    if named is not None and number is None:
        return call_of_file(Path(named)), None
    store = Store.open(folder)
    if store.notice:
        write(store.notice)
    return (None if number is None else of_stored(store.call(number))), store


def _window(record: CallRecord | None, store: Store | None) -> int:
    from assist.ui.review_app import run_review

    return run_review(store, record)
