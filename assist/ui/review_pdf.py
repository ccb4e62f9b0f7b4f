"""Reports on paper: printed by Qt into a PDF file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QMarginsF, QUrl
from PySide6.QtGui import QFont, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument

from assist.review.lanes import lanes
from assist.review.period_report import period_html
from assist.review.record import CallRecord
from assist.review.report import print_html, write_page
from assist.review.scorecard import scorecard
from assist.session.call_files import InputError
from assist.store.store import Store
from assist.ui.look import make_look
from assist.ui.review_paint import HEIGHT, LanePainter
from assist.ui.theme import LIGHT

PICTURE_WIDTH = 620
"""Of the timeline on the page, in the document's pixels."""
_SHARP = 3
_DOTS_AN_INCH = 96
_MARGIN_MILLIMETRES = 16.0


def write_pdf(call: CallRecord, path: Path) -> None:
    """The report of one call.

    Raises:
        InputError: the file cannot be written.
    """
    document = QTextDocument()
    document.addResource(QTextDocument.ResourceType.ImageResource, QUrl("timeline"), _timeline(call))
    _print(document, print_html(call, PICTURE_WIDTH), path, call.title)


def write_period(store: Store, path: Path, since: datetime | None, until: datetime, *, pdf: bool) -> None:
    """The report of a period, as a page or on paper.

    Raises:
        InputError: the file cannot be written.
        StoreError: the calls cannot be read.
    """
    text = period_html(store, since, until)
    if pdf:
        _print(QTextDocument(), text, path, "My calls")
    else:
        write_page(text, path)


def _print(document: QTextDocument, text: str, path: Path, title: str) -> None:
    try:
        path.open("wb").close()  # Qt says nothing when a file cannot be written
    except OSError as problem:
        raise InputError(f"{path}: the report cannot be written: {problem.strerror}; give another file.") from problem
    writer = QPdfWriter(str(path))
    writer.setResolution(_DOTS_AN_INCH)
    writer.setTitle(title)
    writer.setCreator("Leap Assist")
    margin = _MARGIN_MILLIMETRES
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            QMarginsF(margin, margin, margin, margin),
            QPageLayout.Unit.Millimeter,
        )
    )
    document.setDefaultFont(QFont("DejaVu Sans", 9))
    document.setDefaultStyleSheet("h1 { font-size: 17pt; } h2 { font-size: 12pt; } body { color: #000; }")
    document.setHtml(text)
    document.setPageSize(writer.pageLayout().paintRectPixels(_DOTS_AN_INCH).size())
    document.print_(writer)


def _timeline(call: CallRecord) -> QImage:
    look = make_look(LIGHT)
    height = look.px(HEIGHT)
    width = round(PICTURE_WIDTH * max(look.unit, 1.0))
    picture = QImage(width * _SHARP, height * _SHARP, QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(_SHARP)
    picture.fill(look.color("surface"))
    drawn = lanes(call, scorecard(call.events, call.turns))
    painter = QPainter(picture)
    LanePainter(look, drawn, 0.0, float(drawn.length), width).paint(painter)
    painter.end()
    picture.setDevicePixelRatio(1.0)
    return picture
