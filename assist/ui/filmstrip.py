"""Draws the overlay's strip at moments of a recorded call, frame by frame, on one contact sheet.

    python -m assist.ui.filmstrip EVENTS.jsonl OUT.png --from S --to S [--step 0.1] [--theme light|dark] [--scale 1..3]
                                  [--columns N] [--whole] [--reduced-motion]

EVENTS.jsonl is what `assist replay CALL --events EVENTS.jsonl` writes. The overlay's clock is the time of the call, moved by
hand, so a picture shows exactly what an agent would have seen at that moment. For whoever changes what moves.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from assist.eventlog import EventLogError, read_events
from assist.ui.display import NoDisplay, choose_platform, require_display
from assist.ui.film import BACKDROP, Film
from assist.ui.look import make_look
from assist.ui.theme import DARK, LIGHT, Theme

MOST_FRAMES = 600
_GAP = 10
_LABEL = 48


def moments(first: float, last: float, step: float) -> list[float]:
    """The times of the frames, in seconds."""
    return [first + number * step for number in range(int((last - first) / step + 1e-6) + 1)]


def contact_sheet(frames: Sequence[tuple[float, QPixmap]], theme: Theme, columns: int) -> QPixmap:
    """All frames in columns, each with its time; read downwards."""
    ratio = frames[0][1].devicePixelRatio()
    sizes = [picture.deviceIndependentSize().toSize() for _, picture in frames]
    cell = QSize(max(size.width() for size in sizes) + _LABEL + _GAP, max(size.height() for size in sizes) + _GAP)
    rows = -(-len(frames) // columns)
    sheet = QPixmap(QSize(columns * cell.width() + _GAP, rows * cell.height() + _GAP) * ratio)
    sheet.setDevicePixelRatio(ratio)
    sheet.fill(QColor(BACKDROP[theme.name]))
    painter = QPainter(sheet)
    painter.setPen(QColor(theme.muted))
    painter.setFont(make_look(theme).small)
    for number, (seconds, picture) in enumerate(frames):
        corner = QPoint(_GAP + number // rows * cell.width(), _GAP + number % rows * cell.height())
        label = QRectF(corner.x(), corner.y(), _LABEL - 6, sizes[number].height())
        painter.drawText(label, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{seconds:.2f}")
        painter.drawPixmap(corner + QPoint(_LABEL, 0), picture)
    painter.end()
    return sheet


def main(arguments: Sequence[str]) -> int:
    """Draw the film strip that the arguments ask for."""
    asked = _parser().parse_args(arguments)
    times = moments(asked.first, asked.last, asked.step) if asked.step > 0 else []
    if not 0 < len(times) <= MOST_FRAMES:
        sys.stderr.write(f"{len(times)} frames; choose --from, --to and --step so that there are 1 to {MOST_FRAMES}.\n")
        return 2
    os.environ["QT_SCALE_FACTOR"] = str(asked.scale)
    choose_platform(os.environ)
    try:
        events = list(read_events(asked.events))
        require_display()
    except (EventLogError, OSError, NoDisplay) as error:
        sys.stderr.write(f"{error}\n")
        return 1 if isinstance(error, NoDisplay) else 2
    application = QApplication.instance() or QApplication([])
    theme = DARK if asked.theme == "dark" else LIGHT
    film = Film(events, theme, asked.reduced_motion)
    frames = []
    for seconds in times:
        film.go_to(seconds)
        frames.append((seconds, film.frame(asked.whole)))
    film.close()
    if not contact_sheet(frames, theme, asked.columns).save(str(asked.picture)):
        sys.stderr.write(f"{asked.picture}: cannot be written; give the name of a .png file in a folder that exists.\n")
        return 2
    application.processEvents()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m assist.ui.filmstrip", description="The overlay, frame by frame.")
    parser.add_argument("events", type=Path, metavar="EVENTS.jsonl")
    parser.add_argument("picture", type=Path, metavar="OUT.png")
    parser.add_argument("--from", dest="first", type=float, required=True, metavar="S")
    parser.add_argument("--to", dest="last", type=float, required=True, metavar="S")
    parser.add_argument("--step", type=float, default=0.1, metavar="S")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--columns", type=int, default=2)
    parser.add_argument("--whole", action="store_true", help="with the prompt, not only the strip")
    parser.add_argument("--reduced-motion", action="store_true")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
